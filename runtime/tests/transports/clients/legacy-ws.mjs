// subscriptions-transport-ws, the client of the older protocol, graphql-ws.
import { createRequire } from "node:module";
import WebSocket from "ws";
import { assert, proxy, scenarios } from "./support.mjs";

const { SubscriptionClient } = createRequire(import.meta.url)("subscriptions-transport-ws");
const url = process.argv[2].replace("http:", "ws:");
const connect = (options, to = url) =>
  new SubscriptionClient(to, { connectionParams: { token: "open" }, ...options }, WebSocket);

const collect = (client, query, until = Infinity) =>
  new Promise((resolve, reject) => {
    const values = [];
    const subscription = client.request({ query }).subscribe({
      next(value) {
        values.push(value);
        if (values.length < until) return;
        subscription.unsubscribe();
        resolve(values);
      },
      error: reject,
      complete: () => resolve(values),
    });
  });

await scenarios({
  async "a subscription gives its events and completes"() {
    const client = connect();
    const values = await collect(client, "subscription { count(to: 3) }");
    assert.deepEqual(values, [1, 2, 3].map((count) => ({ data: { count } })));
    client.close();
  },

  async "queries are welcome, and subscriptions end when they are stopped"() {
    const client = connect();
    const [answer] = await collect(client, "{ hello seen { principal } }");
    assert.deepEqual(answer.data, { hello: "Hello, world!", seen: { principal: "open" } });
    assert.equal((await collect(client, "subscription { forever }", 5)).length, 5);
    client.close();
  },

  async "what does not start is an error"() {
    const client = connect();
    for (const query of ["{ nope }", "subscription { refused }", "{"]) {
      await assert.rejects(collect(client, query));
    }
    client.close();
  },

  async "a wrong token is a connection error"() {
    const error = await new Promise((resolve) => {
      const client = connect({
        connectionParams: { token: "wrong" },
        connectionCallback: (error) => {
          client.close();
          resolve(error);
        },
      });
    });
    assert.equal(error.message, "wrong token");
  },

  async "subscriptions go on after a disconnect"() {
    const way = await proxy(url);
    const client = connect({ reconnect: true, minTimeout: 10_000 }, way.url);
    let reconnected = 0;
    client.onReconnected(() => (reconnected += 1));
    await new Promise((resolve, reject) => {
      let starts = 0;
      client.request({ query: "subscription { forever }" }).subscribe({
        next({ data }) {
          if (data.forever === 1) starts += 1;
          if (starts === 3) resolve();
          else if (data.forever === 3) way.cut();
        },
        error: reject,
      });
    });
    assert.equal(reconnected, 2);
    client.close();
    way.close();
  },

  async "connections are kept alive"() {
    const socket = new WebSocket(url, "graphql-ws");
    let alive = 0;
    socket.on("open", () => socket.send(JSON.stringify({ type: "connection_init", payload: { token: "open" } })));
    await new Promise((resolve) => {
      socket.on("message", (text) => {
        alive += JSON.parse(text).type === "ka" ? 1 : 0;
        if (alive === 3) resolve();
      });
    });
    socket.send(JSON.stringify({ type: "connection_terminate" }));
    await new Promise((resolve) => socket.on("close", resolve));
  },

  async "floods are held apart"() {
    const client = connect();
    const counts = Array.from({ length: 90 }, () => collect(client, "subscription { count(to: 50) }"));
    for (const values of await Promise.all(counts)) assert.equal(values.length, 50);
    client.close();
  },
});
