// What every value is made of: the seed of its parent, the field, the arguments. `server/src/recipe.rs` is the same.
import { GraphQLError, getNamedType, isEnumType, isLeafType, isListType, isNonNullType, isObjectType } from "graphql";

// Objects this far below a resolver have no objects of their own.
const DEEP = 2;

export const ROOT = 7;

const WORDS = ["plain", 'say "x"', "tab\t", "ünï", "\u{1F600}!", "back\\slash", "", "two\nlines", "\u2028", "\u0001"];

const encoder = new TextEncoder();

export function mix(seed, text) {
  let hash = seed ^ 0x811c9dc5;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

// A value of a type.
export function make(schema, type, seed, depth) {
  if (isNonNullType(type)) return bare(schema, type.ofType, seed, depth);
  const tooDeep = depth >= DEEP && !isLeafType(getNamedType(type));
  return seed % 5 === 0 || tooDeep ? null : bare(schema, type, seed, depth);
}

function bare(schema, type, seed, depth) {
  if (isListType(type)) {
    const length = depth >= DEEP ? 0 : (seed >>> 3) % 4;
    return Array.from({ length }, (_, index) => make(schema, type.ofType, mix(seed, `#${index}`), depth));
  }
  if (isEnumType(type)) {
    const values = type.getValues();
    return values[seed % values.length].value;
  }
  if (isLeafType(type)) return SCALARS[type.name](seed);
  if (isObjectType(type)) return { __typename: type.name, seed, depth: depth + 1 };
  const possible = [...schema.getPossibleTypes(type)].sort((a, b) => (a.name < b.name ? -1 : 1));
  return bare(schema, possible[seed % possible.length], seed, depth);
}

const SCALARS = {
  Int: (seed) => seed | 0,
  Float: (seed) => (seed % 7 === 0 ? NaN : ((seed % 4000) - 2000) / 8),
  String: (seed) => WORDS[seed % WORDS.length],
  Boolean: (seed) => (seed & 8) !== 0,
  ID: (seed) => `id-${seed}`,
  Any: (seed) =>
    [null, seed % 100, WORDS[seed % WORDS.length], [1, "two", null, 2.5], { b: seed % 10, a: { c: [true] } }][seed % 5],
  Date: (seed) => `20${10 + (seed % 80)}-0${1 + (seed % 9)}-${10 + (seed % 18)}`,
  DateTime: (seed) => `2024-05-0${1 + (seed % 9)}T1${seed % 10}:00:00${seed & 16 ? "Z" : "+02:00"}`,
  UUID: (seed) => `${seed.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`,
};

// What a resolver answers, or the error that it raises.
export function resolve(schema, type, seed, coordinate, given, batched) {
  if (batched) {
    const whole = mix(mix(1, coordinate), given);
    if (whole % 17 === 1) throw new GraphQLError(`${coordinate} failed for all`);
    if (whole % 19 === 2) throw internal();
  }
  const own = mix(mix(seed, coordinate), given);
  if (own % 11 === 3) {
    throw new GraphQLError(`${coordinate} failed`, own % 2 ? { extensions: { code: `R${own % 3}` } } : {});
  }
  if (!batched && own % 13 === 5) throw internal();
  return make(schema, type, own, 0);
}

function internal() {
  return new GraphQLError("internal error", { extensions: { code: "INTERNAL" } });
}

// Arguments as both servers write them.
export function canon(value) {
  // A list may hold a variable without a value.
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return `[${value.map(canon).join(",")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value).filter(([, it]) => it !== undefined).map(([name, it]) => `${name}:${canon(it)}`).join(",")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
