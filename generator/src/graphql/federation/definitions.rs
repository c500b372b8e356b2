//! The definitions of Apollo Federation, up to version 2.12, without their names.

/// Directives of version 1, which are there with nothing said.
pub(super) const ONE: &[&str] =
    &["key", "requires", "provides", "external", "extends", "tag", "inaccessible"];

/// Scalars that directives name in their arguments.
pub(super) const SCALARS: &[&str] = &["FieldSet", "ContextFieldValue", "Scope", "Policy"];

/// Each directive, and what stands behind its name.
pub(super) const DIRECTIVES: &[(&str, &str)] = &[
    ("key", "(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE"),
    ("requires", "(fields: FieldSet!) on FIELD_DEFINITION"),
    ("provides", "(fields: FieldSet!) on FIELD_DEFINITION"),
    ("external", "(reason: String) on OBJECT | FIELD_DEFINITION"),
    ("extends", " on OBJECT | INTERFACE"),
    ("shareable", " repeatable on OBJECT | FIELD_DEFINITION"),
    (
        "tag",
        "(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | \
         ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION | SCHEMA",
    ),
    (
        "inaccessible",
        " on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | \
         ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION",
    ),
    ("override", "(from: String!, label: String) on FIELD_DEFINITION"),
    ("composeDirective", "(name: String!) repeatable on SCHEMA"),
    ("interfaceObject", " on OBJECT"),
    ("authenticated", " on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM"),
    (
        "requiresScopes",
        "(scopes: [[Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM",
    ),
    (
        "policy",
        "(policies: [[Policy!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM",
    ),
    ("context", "(name: String!) repeatable on INTERFACE | OBJECT | UNION"),
    ("fromContext", "(field: ContextFieldValue!) on ARGUMENT_DEFINITION"),
    (
        "cost",
        "(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | \
         OBJECT | SCALAR",
    ),
    (
        "listSize",
        "(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], \
         requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION",
    ),
    ("cacheTag", "(format: String!) repeatable on OBJECT | FIELD_DEFINITION"),
];

/// What `@link` needs itself.
pub(super) const LINK: &[(&str, &str)] = &[
    (
        "link",
        "directive @link(url: String!, as: String, for: link__Purpose, import: [link__Import]) \
         repeatable on SCHEMA\n",
    ),
    ("link__Purpose", "enum link__Purpose {\n  SECURITY\n  EXECUTION\n}\n"),
    ("link__Import", "scalar link__Import\n"),
];
