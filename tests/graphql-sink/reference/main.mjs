// Prints requests with what graphql-js answers, a line of JSON each.
//
//     node main.mjs <schema> <seed> <number of valid ones> <number of invalid ones>
import { readFileSync } from "node:fs";
import { execute, parse, subscribe } from "graphql";
import { executable } from "./schema.mjs";
import { Operations } from "./operations.mjs";
import { Random } from "./random.mjs";
import { spoil } from "./spoil.mjs";

const [file, seed, nValid, nInvalid] = process.argv.slice(2);
const schema = executable(readFileSync(file, "utf8"));

const random = new Random(Number(seed));
const operations = new Operations(schema, random);

for (let n = 0; n < Number(nValid); n += 1) {
  const request = operations.next();
  print({ ...request, responses: await answers(request) });
}
for (let n = 0; n < Number(nInvalid); ) {
  const spoiled = spoil(schema, operations.next().query, random);
  if (!spoiled) continue;
  print({ query: spoiled.query, spoiled: spoiled.name });
  n += 1;
}

async function answers({ kind, query, operationName, variables }) {
  const args = {
    schema,
    document: parse(query),
    operationName,
    variableValues: variables,
    contextValue: { pushed: [] },
  };
  if (kind !== "subscription") return [await execute(args)];
  const events = await subscribe(args);
  if (!(Symbol.asyncIterator in events)) return [events];
  const all = [];
  for await (const event of events) all.push(event);
  return all;
}

function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
