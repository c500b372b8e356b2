// Random input values: as JSON for variables, and as text for documents, variables within.
import { isEnumType, isInputObjectType, isListType, isNonNullType } from "graphql";

const SCALARS = {
  Int: (r) => r.one([0, 1, -1, 2, 3, 42, 2147483647, -2147483648]),
  Float: (r) => r.one([0, 1, -1.5, 2.25, 1000000, 0.125, 42]),
  String: (r) => r.one(["", "x", 'q"q', "back\\slash", "two\nlines", "ünï", "tab\t", "\u0001"]),
  Boolean: (r) => r.chance(0.5),
  ID: (r) => r.one(["a", "7", 7, 0, -3, "ünï"]),
  Date: (r) => r.one(["2024-02-29", "1999-12-31"]),
  DateTime: (r) => r.one(["2024-05-01T00:00:00Z", "1999-12-31T23:59:59+02:00"]),
  UUID: (r) => r.one(["00000000-0000-4000-8000-000000000000", "6f9619ff-8b86-4011-b42d-00c04fc964ff"]),
};

// What does not fit most types.
const WRONG = [null, "wrong", 1.5, 3000000000, true, [], [[1]], {}, { size: 1, nope: 2 }, "RED", -7, "", [null]];

export class Values {
  constructor(random) {
    this.random = random;
  }

  // A JSON value of a type.
  json(type, depth = 0) {
    const r = this.random;
    if (isNonNullType(type)) return this.bare(type.ofType, depth);
    return r.chance(0.12) ? null : this.bare(type, depth);
  }

  bare(type, depth) {
    const r = this.random;
    if (isListType(type)) {
      // One value stands for a list of one, unless it is null.
      if (r.chance(0.15)) return this.bare(isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType, depth);
      return Array.from({ length: r.below(4) }, () => this.json(type.ofType, depth));
    }
    if (isEnumType(type)) return r.one(type.getValues()).name;
    if (isInputObjectType(type)) return this.object(type, depth, (field) => this.json(field.type, depth + 1));
    return type.name === "Any" ? this.any(0) : SCALARS[type.name](r);
  }

  object(type, depth, value) {
    const r = this.random;
    const fields = Object.values(type.getFields());
    if (type.isOneOf) {
      const flat = fields.filter((it) => depth < 3 || it.name !== "e");
      const field = r.one(flat);
      let given = value(field);
      while (given === null || given === "null") given = value(field);
      return { [field.name]: given };
    }
    const share = depth === 0 ? 0.4 : 0.15;
    const given = fields.filter((it) => isRequired(it) || (depth < 4 && r.chance(share)));
    // In any order: what comes out is in the order of the schema.
    if (r.chance(0.3)) given.reverse();
    return Object.fromEntries(given.map((it) => [it.name, value(it)]));
  }

  any(depth) {
    const r = this.random;
    const kinds = depth < 2 ? 7 : 4;
    return [
      () => r.below(100),
      () => SCALARS.String(r),
      () => r.chance(0.5),
      () => 0.5,
      () => Array.from({ length: r.below(3) }, () => (r.chance(0.2) ? null : this.any(depth + 1))),
      () => ({ z: this.any(depth + 1), a: null }),
      () => ({}),
    ][r.below(kinds)]();
  }

  // A value spoiled somewhere, or left as it is.
  spoil(value) {
    const r = this.random;
    if (Array.isArray(value) && value.length > 0 && r.chance(0.7)) {
      const index = r.below(value.length);
      return value.map((it, at) => (at === index ? this.spoil(it) : it));
    }
    if (value !== null && typeof value === "object" && !Array.isArray(value) && r.chance(0.8)) {
      const names = Object.keys(value);
      if (names.length === 0 || r.chance(0.2)) return { ...value, unknown: 1 };
      const name = r.one(names);
      const spoiled = { ...value, [name]: this.spoil(value[name]) };
      if (r.chance(0.2)) delete spoiled[name];
      return spoiled;
    }
    return r.one(WRONG);
  }

  // Text of a value of a type; `variable` gives the text of a variable for some places.
  text(type, variable, depth = 0, hasDefault = false) {
    const r = this.random;
    const found = r.chance(depth === 0 ? 0.4 : 0.2) ? variable(type, hasDefault) : undefined;
    if (found) return found;
    if (isNonNullType(type)) return this.bareText(type.ofType, variable, depth);
    return r.chance(0.1) ? "null" : this.bareText(type, variable, depth);
  }

  bareText(type, variable, depth) {
    const r = this.random;
    if (isListType(type)) {
      if (r.chance(0.15)) {
        return this.bareText(isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType, variable, depth);
      }
      const items = Array.from({ length: r.below(4) }, () => this.text(type.ofType, variable, depth + 1));
      return `[${items.join(r.one([", ", " ", ",\n"]))}]`;
    }
    if (isEnumType(type)) return r.one(type.getValues()).name;
    if (isInputObjectType(type)) {
      const only = type.isOneOf ? () => undefined : variable;
      const fields = this.object(type, depth, (it) =>
        this.text(it.type, only, depth + 1, it.defaultValue !== undefined),
      );
      return `{${Object.entries(fields).map(([name, it]) => `${name}: ${it}`).join(", ")}}`;
    }
    // A block string within a list or an object is quoted as such by graphql-js, and as another string by us.
    return literal(type.name === "Any" ? this.any(0) : SCALARS[type.name](r), depth === 0 ? r : undefined);
  }
}

function isRequired(field) {
  return isNonNullType(field.type) && field.defaultValue === undefined;
}

// JSON as a literal.
export function literal(value, random) {
  if (Array.isArray(value)) return `[${value.map((it) => literal(it, random)).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value).map(([name, it]) => `${name}: ${literal(it, random)}`).join(", ")}}`;
  }
  if (typeof value === "string" && !/["\\\u0001\t]/.test(value) && random?.chance(0.2)) return `"""${value}\n"""`;
  return JSON.stringify(value);
}
