// The schema with resolvers that answer at once, so that graphql-js goes through a query in the order of its text.
import { GraphQLError, buildSchema, isInterfaceType, isObjectType, isUnionType, valueFromASTUntyped } from "graphql";
import { ROOT, canon, make, mix, resolve } from "./recipe.mjs";

const CHECKED = {
  Date: [/^\d{4}-\d\d-\d\d$/, "expected a date, YYYY-MM-DD"],
  DateTime: [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/, "expected an RFC 3339 date and time"],
  UUID: [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "expected a UUID"],
};

export function executable(sdl) {
  const schema = buildSchema(sdl);
  for (const [name, [pattern, expected]] of Object.entries(CHECKED)) {
    const scalar = schema.getType(name);
    scalar.parseValue = (value) => {
      if (typeof value === "string" && pattern.test(value)) return value;
      throw new Error(expected);
    };
    scalar.parseLiteral = (node, variables) => scalar.parseValue(valueFromASTUntyped(node, variables));
  }
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (isInterfaceType(type) || isUnionType(type)) type.resolveType = (value) => value.__typename;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const isRoot = roots.includes(type);
      field.resolve = resolver(schema, type, field, isRoot);
      if (type === schema.getSubscriptionType()) subscription(field);
    }
  }
  return schema;
}

function resolver(schema, type, field, isRoot) {
  const coordinate = `${type.name}.${field.name}`;
  const special = SPECIAL[coordinate];
  if (special) return special;
  const marks = (field.astNode.directives ?? []).map((it) => it.name.value);
  const batched = marks.includes("batch");
  if (isRoot || field.args.length > 0 || batched || marks.includes("resolver")) {
    return (parent, args) =>
      resolve(schema, field.type, isRoot ? ROOT : parent.seed, coordinate, canon({ ...args }), batched);
  }
  if (field.name === "seed") return (parent) => parent.seed | 0;
  return (parent) => make(schema, field.type, mix(parent.seed, field.name), parent.depth);
}

const SPECIAL = {
  "Query.echo": (_, args) => canon({ ...args }),
  "Query.want": (_, args) => canon({ ...args }),
  "Mutation.push": (_, { value }, context) => [...context.pushed, (context.pushed[context.pushed.length] = value)],
};

function subscription(field) {
  const coordinate = `Subscription.${field.name}`;
  const given = (args) => mix(mix(ROOT, coordinate), canon({ ...args }));
  field.subscribe = (_, args) => {
    if (field.name === "refused") throw new GraphQLError(args.why ?? "no reason", { extensions: { code: "NO" } });
    return events(given(args), args.count);
  };
  const schemaOf = (info) => info.schema;
  field.resolve = (event, _args, _context, info) => {
    if (event.seed % 5 === 2) throw new GraphQLError(`event ${event.index} failed`);
    return make(schemaOf(info), field.type, event.seed, 0);
  };
}

async function* events(seed, count) {
  for (let index = 0; index < Math.min(count, 5); index += 1) yield { index, seed: mix(seed, `#${index}`) };
}
