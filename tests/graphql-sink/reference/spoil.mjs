// Documents that were valid, spoiled in one place.
import { Kind, parse, print, validate, visit } from "graphql";

// Each takes a document and a random source, and gives a text; none where it finds no place.
const WAYS = {
  unknownField: change(Kind.FIELD, (it) => rename(it, "nobody")),
  unknownArgument: change(Kind.FIELD, (it) => ({ ...it, arguments: [...it.arguments, argument("nobody", "1")] })),
  twoOfOneArgument: change(Kind.FIELD, (it) => doubled(it, "arguments")),
  argumentTaken: change(Kind.FIELD, (it) => it.arguments.length > 0 && { ...it, arguments: it.arguments.slice(1) }),
  wrongLiteral: change(Kind.ARGUMENT, (it, r) => ({ ...it, value: value(r.one(LITERALS)) })),
  wrongInnerLiteral: change(Kind.OBJECT_FIELD, (it, r) => ({ ...it, value: value(r.one(LITERALS)) })),
  unknownInputField: change(Kind.OBJECT, (it) => ({ ...it, fields: [...it.fields, inner("nobody", "1")] })),
  twoOfOneInputField: change(Kind.OBJECT, (it) => doubled(it, "fields")),
  inputFieldTaken: change(Kind.OBJECT, (it) => it.fields.length > 0 && { ...it, fields: it.fields.slice(1) }),
  unknownVariable: change(Kind.ARGUMENT, (it) => ({ ...it, value: value("$nobody") })),
  unusedVariable: change(Kind.OPERATION_DEFINITION, (it) => withVariable(it, "$unused: Int")),
  twoOfOneVariable: change(Kind.OPERATION_DEFINITION, (it) => doubled(it, "variableDefinitions")),
  variableOfOutput: change(Kind.VARIABLE_DEFINITION, (it, r) => ({ ...it, type: type(r.one(["Branch", "Node", "[Thing]"])) })),
  variableOfUnknown: change(Kind.VARIABLE_DEFINITION, (it) => ({ ...it, type: type("Nobody") })),
  variableOfOther: change(Kind.VARIABLE_DEFINITION, (it, r) => ({
    ...it,
    type: type(r.one(["Int", "[Int]", "String!", "Boolean", "Filter", "[[Choice!]]", "Colour"])),
  })),
  variableTaken: change(Kind.OPERATION_DEFINITION, (it) =>
    it.variableDefinitions.length > 0 && { ...it, variableDefinitions: it.variableDefinitions.slice(1) }),
  wrongDefault: change(Kind.VARIABLE_DEFINITION, (it, r) => ({ ...it, defaultValue: value(r.one(LITERALS)) })),
  selectionTaken: change(Kind.FIELD, (it) => it.selectionSet && { ...it, selectionSet: undefined }),
  selectionAdded: change(Kind.FIELD, (it) => !it.selectionSet && { ...it, selectionSet: selections("{ nobody }") }),
  conflict: change(Kind.FIELD, (it, r) => {
    const key = it.alias ?? it.name;
    const other = { ...it, alias: key, name: { ...it.name, value: r.one(["seed", "name", "__typename", "risk"]) }, arguments: [], selectionSet: undefined };
    return [it, other];
  }),
  conflictOfArguments: change(Kind.FIELD, (it) =>
    it.arguments.length > 0 && [it, { ...it, alias: it.alias ?? it.name, arguments: it.arguments.slice(0, -1) }]),
  unknownDirective: change(Kind.FIELD, (it) => withDirective(it, "@nobody")),
  directiveElsewhere: change(Kind.FIELD, (it) => withDirective(it, "@deprecated")),
  directiveTwice: change(Kind.FIELD, (it) => withDirective(withDirective(it, "@skip(if: false)"), "@skip(if: false)")),
  directiveWithout: change(Kind.FIELD, (it) => withDirective(it, "@include")),
  directiveOfOperation: change(Kind.OPERATION_DEFINITION, (it) => withDirective(it, "@skip(if: true)")),
  wrongCondition: change(Kind.FIELD, (it) => withDirective(it, '@skip(if: "no")')),
  unknownFragment: change(Kind.FRAGMENT_SPREAD, (it) => rename(it, "Nobody")),
  spreadOfUnknown: change(Kind.SELECTION_SET, (it) => more(it, "...Nobody")),
  fragmentOnScalar: change(Kind.SELECTION_SET, (it, r) => more(it, `... on ${r.one(["Int", "Filter", "Colour"])} { x }`)),
  fragmentOnUnknown: change(Kind.SELECTION_SET, (it) => more(it, "... on Nobody { x }")),
  impossibleFragment: change(Kind.SELECTION_SET, (it, r) =>
    more(it, `... on ${r.one(["Mutation", "Subscription", "Leaf", "Query"])} { __typename }`)),
  unusedFragment: ((it) => `${it}\nfragment Unused on Node { seed }`),
  cycle: ((it) => it.replace("{", "{ ...C1 ") + "\nfragment C1 on Query { ...C2 } fragment C2 on Query { ...C1 }"),
  cycleOfOne: change(Kind.FRAGMENT_DEFINITION, (it) => ({ ...it, selectionSet: more(it.selectionSet, `...${it.name.value}`) })),
  twoOfOneFragment: change(Kind.DOCUMENT, (it) => doubled(it, "definitions")),
  anonymousBeside: ((it) => `${it}\n{ __typename }`),
  twoOfOneName: ((it) => `${it}\nquery Chosen { __typename } query Chosen { __typename }`),
  typeDefinition: ((it) => `${it}\ntype Nobody { x: Int }`),
  twoEvents: (() => "subscription { numbers refused }"),
  twoEventsBehind: (() => "subscription { ...E numbers } fragment E on Subscription { refused }"),
  introspectedEvent: (() => "subscription { __typename }"),
  oneOfTwo: ((_, r) => r.one([
    "{ echo(choice: {a: 1, b: \"x\"}) }",
    "{ echo(choice: {}) }",
    "{ echo(choice: {a: null}) }",
    "query ($a: Int) { echo(choice: {a: $a}) }",
    "{ echo(choices: [[{a: 1}, {b: null}]]) }",
  ])),
  characterTaken: ((it, r) => cut(it, r.below(it.length), "")),
  characterAdded: ((it, r) => {
    const at = r.below(it.length);
    return it.slice(0, at) + r.one(["}", "{", "(", ")", '"', "$", "@", "!", "...", "&", "\u0007", "1x", "🙂"]) + it.slice(at);
  }),
  endTaken: ((it, r) => it.slice(0, 1 + r.below(it.length - 1))),
};

const LITERALS = ["null", "1", "1.5", '"x"', "true", "RED", "NOBODY", "[1]", "[null]", "{}", "{size: 1}", "99999999999", "{a: 1, b: 2}"];

// The same document spoiled, as graphql-js agrees that it is; none where this way does not work on it.
export function spoil(schema, query, random) {
  const name = random.one(Object.keys(WAYS));
  const spoiled = WAYS[name](query, random);
  return spoiled !== undefined && isInvalid(schema, spoiled) ? { name, query: spoiled } : undefined;
}

function isInvalid(schema, query) {
  try {
    return validate(schema, parse(query)).length > 0;
  } catch {
    return true;
  }
}

// Changes one node of a kind, whichever.
function change(wanted, spoilNode) {
  return (query, random) => {
    const document = parse(query);
    const nodes = [];
    visit(document, { enter: (node) => void (node.kind === wanted && nodes.push(node)) });
    if (nodes.length === 0) return undefined;
    const chosen = random.one(nodes);
    const made = spoilNode(chosen, random);
    if (!made) return undefined;
    if (wanted === Kind.DOCUMENT) return print(made);
    const replace = (node) => (node === chosen && !Array.isArray(made) ? made : undefined);
    const insert = (node) =>
      Array.isArray(made) && node.selections.includes(chosen)
        ? { ...node, selections: node.selections.flatMap((it) => (it === chosen ? made : [it])) }
        : undefined;
    return print(visit(document, {
      leave: (node) => replace(node) ?? (node.kind === Kind.SELECTION_SET ? insert(node) : undefined),
    }));
  };
}

function rename(node, name) {
  return { ...node, name: { ...node.name, value: name } };
}

function doubled(node, member) {
  return node[member]?.length > 0 && { ...node, [member]: [...node[member], node[member][0]] };
}

function value(text) {
  return parse(`{ x(x: ${text}) }`).definitions[0].selectionSet.selections[0].arguments[0].value;
}

function argument(name, text) {
  return parse(`{ x(${name}: ${text}) }`).definitions[0].selectionSet.selections[0].arguments[0];
}

function inner(name, text) {
  return value(`{${name}: ${text}}`).fields[0];
}

function type(text) {
  return parse(`query ($x: ${text}) { x }`).definitions[0].variableDefinitions[0].type;
}

function selections(text) {
  return parse(text).definitions[0].selectionSet;
}

function more(set, text) {
  return { ...set, selections: [...set.selections, ...selections(`{ ${text} }`).selections] };
}

function withVariable(operation, text) {
  const added = parse(`query (${text}) { x }`).definitions[0].variableDefinitions;
  return { ...operation, variableDefinitions: [...operation.variableDefinitions, ...added] };
}

function withDirective(node, text) {
  const added = parse(`{ x ${text} }`).definitions[0].selectionSet.selections[0].directives;
  return { ...node, directives: [...node.directives, ...added] };
}

function cut(text, at, instead) {
  return text.slice(0, at) + instead + text.slice(at + 1);
}
