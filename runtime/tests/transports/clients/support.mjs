// A way to the server that can be cut, and what all scripts say when they are done.
import assert from "node:assert/strict";
import net from "node:net";

// Listens on a port of its own and passes everything on, until it is told to drop all connections.
export async function proxy(target) {
  const { hostname, port } = new URL(target);
  const sockets = new Set();
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port), hostname);
    for (const [from, to] of [[client, upstream], [upstream, client]]) {
      sockets.add(from);
      from.on("data", (data) => to.write(data));
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.port = String(server.address().port);
  return {
    url: url.href,
    cut: () => sockets.forEach((socket) => socket.destroy()),
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}

export async function collect(iterable) {
  const values = [];
  for await (const value of iterable) values.push(value);
  return values;
}

// Runs named scenarios one after the other; the first that fails ends the script with its name.
export async function scenarios(all) {
  for (const [name, run] of Object.entries(all)) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("takes too long")), 20_000);
    });
    try {
      await Promise.race([run(), late]);
    } catch (error) {
      const closed = error.code === undefined ? "" : ` ${error.code} ${error.reason}`;
      console.log(`${name}:${closed} ${error.stack ?? JSON.stringify(error)}`);
      process.exit(1);
    } finally {
      clearTimeout(timer);
    }
  }
  console.log(`${Object.keys(all).length} scenarios`);
  process.exit(0);
}

export { assert };
