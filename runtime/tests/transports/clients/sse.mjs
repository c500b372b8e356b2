// graphql-sse, in both modes.
import { createClient } from "graphql-sse";
import { assert, collect, proxy, scenarios } from "./support.mjs";

const url = process.argv[2];
const connect = (singleConnection, options) => createClient({ url, singleConnection, retryAttempts: 0, ...options });

const both = (mode, single) => ({
  async [`${mode}: a subscription gives its events and completes`]() {
    const client = connect(single);
    const values = await collect(client.iterate({ query: "subscription { count(to: 3) }" }));
    assert.deepEqual(values, [1, 2, 3].map((count) => ({ data: { count } })));
    client.dispose();
  },

  async [`${mode}: queries and mutations are welcome`]() {
    const client = connect(single, { headers: { "x-test": "yes" } });
    const variables = { n: "you" };
    const query = "query Q($n: String) { hello(name: $n) seen { header } }";
    const [answer] = await collect(client.iterate({ query, variables }));
    assert.deepEqual(answer.data, { hello: "Hello, you!", seen: { header: "yes" } });
    const [set] = await collect(client.iterate({ query: "mutation { set(value: 5) }" }));
    assert.deepEqual(set.data, { set: 5 });
    client.dispose();
  },

  async [`${mode}: a subscription that does not start says so`]() {
    const client = connect(single);
    const [answer] = await collect(client.iterate({ query: "subscription { refused }" }));
    assert.equal(answer.errors[0].message, "not today");
    client.dispose();
  },

  async [`${mode}: a wrong token is refused`]() {
    const client = connect(single, { headers: { authorization: "wrong" } });
    await assert.rejects(collect(client.iterate({ query: "{ hello }" })), /401/);
  },

  async [`${mode}: subscriptions go on after a disconnect`]() {
    const way = await proxy(url);
    const client = connect(single, { url: way.url, retryAttempts: 10, retry: async () => {} });
    let starts = 0;
    for await (const { data } of client.iterate({ query: "subscription { forever }" })) {
      if (data.forever === 1) starts += 1;
      if (starts === 4) break;
      if (data.forever === 3) way.cut();
    }
    client.dispose();
    way.close();
  },

  async [`${mode}: many at once`]() {
    const client = connect(single);
    const counts = Array.from({ length: 50 }, () => collect(client.iterate({ query: "subscription { count(to: 50) }" })));
    for (const values of await Promise.all(counts)) assert.equal(values.length, 50);
    client.dispose();
  },

  async [`${mode}: what nobody listens to ends`]() {
    const client = connect(single);
    for await (const { data } of client.iterate({ query: "subscription { forever }" })) {
      if (data.forever === 3) break;
    }
    client.dispose();
  },
});

await scenarios({
  ...both("distinct", false),
  ...both("single", true),
  async "distinct: a document that is not valid is told on the stream"() {
    const [answer] = await collect(connect(false).iterate({ query: "{ nope }" }));
    assert.match(answer.errors[0].message, /Cannot query field/);
  },
  async "single: a document that is not valid is refused"() {
    await assert.rejects(collect(connect(true).iterate({ query: "{ nope }" })), /400/);
  },
});
