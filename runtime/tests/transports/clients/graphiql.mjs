// Opens GraphiQL in a browser that reaches nothing but this machine, runs a query, and says what was loaded.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";

const [page, browser, picture] = process.argv.slice(2);
const urls = [];
const complaints = [];
const profile = mkdtempSync(join(tmpdir(), "graphiql-"));
const chromium = spawn(browser, [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--window-size=1200,800",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  "--remote-debugging-port=0",
  `--user-data-dir=${profile}`,
  "about:blank",
]);

function finish(code, said) {
  console.log(said);
  chromium.once("exit", () => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    process.exit(code);
  });
  chromium.kill();
}
let waitingFor = "the browser";
setTimeout(() => finish(1, `takes too long: ${waitingFor}\n${complaints.join("\n")}`), 50_000).unref();

const debugging = await new Promise((resolve) => {
  let said = "";
  chromium.stderr.on("data", (data) => {
    said += data;
    const address = said.match(/DevTools listening on (ws:\S+)/);
    if (address) resolve(new URL(address[1]));
  });
});
const targets = await (await fetch(`http://${debugging.host}/json/list`)).json();
const socket = new WebSocket(targets.find((it) => it.type === "page").webSocketDebuggerUrl);
await new Promise((resolve) => socket.on("open", resolve));

const waiting = new Map();
socket.on("message", (text) => {
  const { id, method, params, result } = JSON.parse(text);
  if (id) waiting.get(id)(result);
  if (method === "Network.requestWillBeSent") urls.push(params.request.url);
  if (method === "Runtime.exceptionThrown") complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
  if (method === "Log.entryAdded" && params.entry.level === "error") complaints.push(`${params.entry.text} ${params.entry.url ?? ""}`);
});
let number = 0;
const send = (method, params = {}) =>
  new Promise((resolve) => {
    number += 1;
    waiting.set(number, resolve);
    socket.send(JSON.stringify({ id: number, method, params }));
  });
const evaluate = async (expression) => (await send("Runtime.evaluate", { expression })).result.value;
const until = async (expression) => {
  waitingFor = expression;
  while (!(await evaluate(expression))) await new Promise((resolve) => setTimeout(resolve, 100));
};

for (const domain of ["Network", "Runtime", "Log", "Page"]) await send(`${domain}.enable`);

// Opens the page with a document, and presses the button once it is in the editor.
async function execute(document, word) {
  await evaluate("localStorage.clear()");
  await send("Page.navigate", { url: `${page}?query=${encodeURIComponent(document)}` });
  await until(`document.querySelector(".graphiql-execute-button") !== null`);
  await until(`document.querySelector(".graphiql-query-editor")?.textContent.includes("${word}")`);
  await evaluate(`document.querySelector(".graphiql-execute-button").click()`);
}

// Spaces on screen are other ones.
const result = (pattern) => until(String.raw`/${pattern}/.test(document.querySelector(".result-window")?.textContent)`);

await execute("subscription { count(to: 3) }", "count");
await result(String.raw`"count":\s+3`);
await execute("{ hello }", "hello");
await result(String.raw`Hello,\s+world!`);
// The explorer and the documentation know the schema once it is introspected.
await evaluate(`document.querySelector('[aria-label="Show Documentation Explorer"]')?.click()`);
await until(`/root types/i.test(document.querySelector(".graphiql-plugin")?.textContent)`);
if (picture) {
  const { data } = await send("Page.captureScreenshot");
  writeFileSync(picture, Buffer.from(data, "base64"));
}
const { origin } = new URL(page);
const foreign = urls.filter((it) => !it.startsWith(origin) && !/^(data|blob|about):/.test(it));
finish(0, JSON.stringify({ foreign, complaints, loaded: urls.length > 3 }));
