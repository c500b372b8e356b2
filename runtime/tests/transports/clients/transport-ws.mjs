// graphql-ws, the client of the protocol graphql-transport-ws.
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { assert, collect, proxy, scenarios } from "./support.mjs";

const url = process.argv[2].replace("http:", "ws:");
const open = { token: "open" };
const connect = (options) =>
  createClient({ url, webSocketImpl: WebSocket, connectionParams: open, retryAttempts: 0, ...options });

await scenarios({
  async "a subscription gives its events and completes"() {
    const client = connect();
    const values = await collect(client.iterate({ query: "subscription { count(to: 3) }" }));
    assert.deepEqual(values, [1, 2, 3].map((count) => ({ data: { count } })));
    await client.dispose();
  },

  async "queries and mutations are welcome"() {
    const client = connect();
    const query = "query Q($n: String) { hello(name: $n) seen { principal } }";
    const variables = { n: "you" };
    const [answer] = await collect(client.iterate({ query, variables, operationName: "Q" }));
    assert.deepEqual(answer.data, { hello: "Hello, you!", seen: { principal: "open" } });
    const [set] = await collect(client.iterate({ query: "mutation { set(value: 5) }" }));
    assert.deepEqual(set.data, { set: 5 });
    await client.dispose();
  },

  async "what does not start is an error"() {
    const client = connect();
    for (const query of ["{ nope }", "subscription { refused }", "{"]) {
      await assert.rejects(collect(client.iterate({ query })), (errors) => errors[0].message.length > 0);
    }
    await client.dispose();
  },

  async "a wrong token is 4403"() {
    const client = connect({ connectionParams: { token: "wrong" } });
    const refused = collect(client.iterate({ query: "{ hello }" }));
    await assert.rejects(refused, (event) => event.code === 4403 && event.reason === "wrong token");
  },

  async "a token that is mended lets a client in"() {
    let token = "wrong";
    const client = connect({
      connectionParams: () => ({ token }),
      retryAttempts: 3,
      retryWait: async () => {
        token = "open";
      },
      shouldRetry: () => true,
    });
    const [answer] = await collect(client.iterate({ query: "{ hello }" }));
    assert.equal(answer.data.hello, "Hello, world!");
    await client.dispose();
  },

  async "subscriptions go on after a disconnect"() {
    const way = await proxy(url);
    const client = connect({ url: way.url, retryAttempts: 10, retryWait: async () => {}, shouldRetry: () => true });
    let starts = 0;
    for await (const { data } of client.iterate({ query: "subscription { forever }" })) {
      if (data.forever === 1) starts += 1;
      if (starts === 4) break;
      if (data.forever === 3) way.cut();
    }
    await client.dispose();
    way.close();
  },

  async "pings are answered, and sent"() {
    let pongs = 0;
    let pings = 0;
    class Listening extends WebSocket {
      constructor(...args) {
        super(...args);
        this.on("ping", () => (pings += 1));
      }
    }
    const client = connect({ keepAlive: 20, lazy: false, webSocketImpl: Listening, on: { pong: () => (pongs += 1) } });
    while (pongs < 3 || pings < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    await client.dispose();
  },

  async "floods are held apart"() {
    const client = connect();
    const counts = Array.from({ length: 90 }, () => collect(client.iterate({ query: "subscription { count(to: 100) }" })));
    for (const values of await Promise.all(counts)) assert.equal(values.length, 100);
    const held = Array.from({ length: 100 }, () => client.iterate({ query: "subscription { forever }" }));
    await Promise.all(held.map((it) => it.next()));
    const refused = collect(client.iterate({ query: "{ hello }" }));
    await assert.rejects(refused, ([error]) => error.extensions.code === "LIMIT_SUBSCRIPTIONS");
    await Promise.all(held.map((it) => it.return()));
    const [answer] = await collect(client.iterate({ query: "{ hello }" }));
    assert.equal(answer.data.hello, "Hello, world!");
    await client.dispose();
  },

  async "a slow reader gets everything"() {
    const client = connect();
    let expected = 1;
    for await (const { data } of client.iterate({ query: "subscription { count(to: 3000) }" })) {
      assert.equal(data.count, expected);
      if (expected % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      expected += 1;
    }
    assert.equal(expected, 3001);
    await client.dispose();
  },
});
