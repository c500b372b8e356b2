// Random operations that are valid, with variables that are not always.
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  parse,
  typeFromAST,
  parseType,
  validate,
} from "graphql";
import { Values, literal } from "./values.mjs";

const MOST_TRIES = 200;

export class Operations {
  constructor(schema, random) {
    this.schema = schema;
    this.random = random;
    this.values = new Values(random);
  }

  // One document with what to execute of it.
  next() {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const made = new Document(this).make();
      // Two fields of one key may differ, and a fragment may be of no use where it is spread: then it is tried again.
      const document = parse(made.query);
      if (validate(this.schema, document).length === 0) return made;
    }
    throw new Error("no valid operation was found");
  }
}

class Document {
  constructor({ schema, random, values }) {
    Object.assign(this, { schema, random, values });
    this.variables = [];
    this.fragments = [];
    this.n_names = 0;
    this.left = 10 + random.below(60);
  }

  make() {
    const r = this.random;
    const kind = r.one(["query", "query", "query", "query", "query", "mutation", "subscription"]);
    const type = this.schema.getRootType(kind);
    const selections = kind === "subscription" ? this.event(type) : this.selections(type, 0);
    const name = r.chance(0.4) ? "Chosen" : "";
    const variables = this.variables.map((it) => it.text);
    const given = variables.length > 0 ? `(${variables.join(r.one([", ", "\n  ", " "]))})` : "";
    const isShort = kind === "query" && !name && !given && r.chance(0.5);
    const operation = `${isShort ? "" : `${kind} ${name}${given} `}${selections}`;
    const parts = [operation, ...this.fragments.map((it) => it.text)];
    let operationName = name && r.chance(0.3) ? name : undefined;
    if (name && r.chance(0.15)) {
      parts.push("query Other { __typename }");
      operationName = name;
    }
    if (r.chance(0.3)) parts.reverse();
    if (r.chance(0.1)) parts.unshift("# A comment, first of all.");
    return { kind, query: parts.join("\n"), operationName, variables: this.given() };
  }

  given() {
    const r = this.random;
    const given = {};
    for (const { name, type, hasDefault } of this.variables) {
      if ((!isNonNullType(type) || hasDefault) && r.chance(0.25)) continue;
      given[name] = this.values.json(type);
    }
    const names = Object.keys(given);
    if (names.length > 0 && r.chance(0.12)) {
      const name = r.one(names);
      given[name] = this.values.spoil(given[name]);
    } else if (names.length > 0 && r.chance(0.03)) {
      delete given[r.one(names)];
    }
    if (r.chance(0.05)) given.nobodyAsks = 1;
    return given;
  }

  name(prefix) {
    this.n_names += 1;
    return `${prefix}${this.n_names}`;
  }

  // A subscription has one root field, without conditions.
  event(type) {
    const field = this.random.one(Object.values(type.getFields()));
    return `{ ${this.field(field, 0, "")} }`;
  }

  selections(type, depth) {
    const r = this.random;
    const made = [];
    for (let n = 1 + r.below(depth === 0 ? 6 : 5); n > 0; n -= 1) made.push(this.selection(type, depth));
    const space = r.one([" ", "\n", "  ", ", ", "\n    "]);
    return `{${space}${made.join(space)}${space}}`;
  }

  selection(type, depth) {
    const r = this.random;
    this.left -= 1;
    const isRoot = type === this.schema.getQueryType();
    if (r.chance(isRoot ? 0.06 : 0.08)) return `${this.alias()}__typename${this.conditions()}`;
    if (isRoot && r.chance(0.1)) return this.introspection();
    if (depth < 6 && r.chance(0.2)) return this.fragment(type, depth);
    const fields = Object.values(type.getFields?.() ?? {});
    const leaves = fields.filter((it) => !isCompositeType(getNamedType(it.type)));
    const few = this.left < 0 || depth > 5;
    if (few && leaves.length === 0) return "__typename";
    if (fields.length === 0) return this.fragment(type, depth);
    return this.field(r.one(few ? leaves : fields), depth);
  }

  alias() {
    return this.random.chance(0.3) ? `${this.name("a")}: ` : "";
  }

  field(field, depth, conditions = this.conditions()) {
    const r = this.random;
    const type = getNamedType(field.type);
    const given = field.args.filter((it) => isRequired(it) || r.chance(field.args.length > 5 ? 0.15 : 0.5));
    if (r.chance(0.2)) given.reverse();
    const args = given.map((it) => `${it.name}: ${this.value(it)}`);
    const text = args.length > 0 ? `(${args.join(", ")})` : "";
    // With arguments, one key would often stand for two calls.
    const alias = text && r.chance(0.8) ? `${this.name("a")}: ` : this.alias();
    const below = isCompositeType(type) ? ` ${this.selections(type, depth + 1)}` : "";
    return `${alias}${field.name}${text}${conditions}${below}`;
  }

  value(argument) {
    const variable = (type, hasDefault) => this.variable(type, hasDefault);
    return this.values.text(argument.type, variable, 0, argument.defaultValue !== undefined);
  }

  // A variable that may stand where the type does: a new one, or one that there is already.
  variable(type, placeHasDefault) {
    const r = this.random;
    const known = this.variables.filter((it) => String(it.type) === String(type));
    if (known.length > 0 && r.chance(0.4)) return `$${r.one(known).name}`;
    if (this.variables.length > 8) return undefined;
    const nullable = isNonNullType(type) ? type.ofType : type;
    let own = type;
    let hasDefault = r.chance(0.3);
    if (isNonNullType(type)) {
      // May be null by its type where a default of either side keeps it from being absent.
      if ((hasDefault || placeHasDefault) && r.chance(0.5)) own = nullable;
    } else if (r.chance(0.3)) {
      own = typeFromAST(this.schema, parseType(`${type}!`));
    }
    const name = this.name("v");
    const bare = isNonNullType(own) ? own.ofType : own;
    const fallback = hasDefault ? this.values.bareText(bare, () => undefined, 1) : undefined;
    const nothing = fallback === undefined && !isNonNullType(own) && r.chance(0.1) && own === type;
    const text = `$${name}: ${own}${fallback === undefined ? (nothing ? " = null" : "") : ` = ${fallback}`}`;
    this.variables.push({ name, type: own, hasDefault: fallback !== undefined || nothing, text });
    return `$${name}`;
  }

  conditions() {
    const r = this.random;
    const made = ["skip", "include"].filter(() => r.chance(0.07)).map((name) => `@${name}(if: ${this.condition()})`);
    if (r.chance(0.5)) made.reverse();
    return made.map((it) => ` ${it}`).join("");
  }

  condition() {
    const r = this.random;
    if (r.chance(0.5)) return r.chance(0.5) ? "true" : "false";
    return this.variable(typeFromAST(this.schema, parseType("Boolean!")), false) ?? "true";
  }

  fragment(type, depth) {
    const r = this.random;
    const on = r.chance(0.25) ? type : this.related(type);
    const known = this.fragments.filter((it) => it.on === on && it.depth > depth);
    if (known.length > 0 && r.chance(0.5)) return `...${r.one(known).name}${this.conditions()}`;
    if (r.chance(0.4)) {
      const name = this.name("F");
      const selections = this.selections(on, depth + 1);
      this.fragments.push({ name, on, depth: depth + 1, text: `fragment ${name} on ${on} ${selections}` });
      return `...${name}${this.conditions()}`;
    }
    const condition = on === type && r.chance(0.4) ? "" : ` on ${on}`;
    return `...${condition}${this.conditions()} ${this.selections(on, depth + 1)}`;
  }

  // A type whose values can be values of the other.
  related(type) {
    const possible = (it) => (isObjectType(it) ? [it] : this.schema.getPossibleTypes(it));
    const own = possible(type);
    const all = Object.values(this.schema.getTypeMap()).filter(
      (it) => isCompositeType(it) && !it.name.startsWith("__") && possible(it).some((one) => own.includes(one)),
    );
    const wanted = this.random.chance(0.6) ? all.filter((it) => !isAbstractType(it)) : all;
    return this.random.one(wanted.length > 0 ? wanted : all);
  }

  introspection() {
    const r = this.random;
    const all = Object.values(this.schema.getTypeMap()).map((it) => it.name);
    // Those of introspection itself are not the same in every edition of the specification.
    const types = all.filter((it) => !it.startsWith("__"));
    if (r.chance(0.6)) {
      const name = r.chance(0.1) ? "Nobody" : r.one(types);
      return `${this.name("a")}: __type(name: ${literal(name)})${this.conditions()} ${this.ofIntrospection("__Type", 0)}`;
    }
    return `${this.alias()}__schema${this.conditions()} ${this.ofIntrospection("__Schema", 0)}`;
  }

  ofIntrospection(name, depth) {
    const r = this.random;
    const fields = Object.values(this.schema.getType(name).getFields());
    const leaves = fields.filter((it) => !isCompositeType(getNamedType(it.type)));
    const chosen = r.some(depth > 2 && leaves.length > 0 ? leaves : fields, 4);
    const made = chosen.map((it) => {
      const type = getNamedType(it.type);
      const deprecated = it.args.length > 0 && r.chance(0.5) ? `(includeDeprecated: ${r.chance(0.7)})` : "";
      // Their lists hold lists; three of them one within another are enough to see.
      const below = isCompositeType(type) ? this.ofIntrospection(type.name, depth + 1) : "";
      // What is sorted, or left out, is known by its name.
      const named = ["types", "directives", "possibleTypes"].includes(it.name) ? below.replace("{", "{ name") : below;
      return `${it.name}${deprecated} ${named}`;
    });
    return `{ ${depth > 2 && leaves.length === 0 ? "__typename" : made.join(" ")} }`;
  }
}

function isRequired(argument) {
  return isNonNullType(argument.type) && argument.defaultValue === undefined;
}
