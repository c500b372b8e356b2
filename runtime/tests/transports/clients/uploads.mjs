// The GraphQL multipart request, as clients in browsers and in Node make it: FormData and fetch.
import { assert, scenarios } from "./support.mjs";

const url = process.argv[2];
const query = "mutation ($f: Upload!, $l: [Upload!]) { upload(file: $f, files: $l) }";

async function send(operations, files, headers = { "apollo-require-preflight": "true" }) {
  const form = new FormData();
  form.append("operations", JSON.stringify(operations));
  form.append("map", JSON.stringify(Object.fromEntries(Object.entries(files).map(([name, [paths]]) => [name, paths]))));
  for (const [name, [, file]] of Object.entries(files)) form.append(name, file);
  const response = await fetch(url, { method: "POST", body: form, headers });
  return [response.status, await response.json()];
}

await scenarios({
  async "files have names, types and content"() {
    const text = new File(["abc"], 'a "quoted" näme.txt', { type: "text/plain" });
    const bytes = new File([new Uint8Array(200_000).fill(1)], "b.bin");
    const variables = { f: null, l: [null, null] };
    const files = { 0: [["variables.f", "variables.l.0"], text], 1: [["variables.l.1"], bytes] };
    const [status, { data }] = await send({ query, variables }, files);
    assert.equal(status, 200);
    assert.equal(data.upload.length, 3);
    assert.match(data.upload[0], /^a .*quoted.* näme\.txt text\/plain 3 memory 294$/);
    assert.match(data.upload[2], /^b\.bin application\/octet-stream 200000 disk 200000$/);
  },

  async "a form without the header is refused"() {
    const [status, { errors }] = await send({ query: "{ hello }" }, {}, {});
    assert.deepEqual([status, errors[0].extensions.code], [403, "CSRF"]);
  },
});
