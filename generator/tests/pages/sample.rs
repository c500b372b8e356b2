//! Two small APIs, built by hand: one with hostile names and texts, one with GraphQL.

use meshwright_generator::api::*;
use meshwright_generator::source::{FileId, Place};
use serde_json::json;

pub(crate) const HOSTILE: &str = "<script>alert('x')</script> \"quotes\" & ../../etc größe";

fn place() -> Place {
    Place::File(FileId(0))
}

fn string() -> Schema {
    Schema::new(Type::Scalar(Scalar::String))
}

fn named(id: usize) -> Schema {
    Schema::new(Type::Named(TypeId(id)))
}

fn property(name: &str, required: bool, schema: Schema) -> Property {
    Property {
        name: name.to_owned(),
        required,
        required_in_requests: false,
        schema,
        description: format!("The `{name}` of it."),
        deprecated: false,
        read_only: name == "id",
        write_only: false,
        example: None,
    }
}

fn definition(name: &[&str], is_component: bool, kind: Kind) -> TypeDefinition {
    TypeDefinition {
        name: name.iter().map(|it| (*it).to_owned()).collect(),
        is_component,
        is_nullable: false,
        kind,
        description: format!("A {}.", name.join(" ")),
        deprecated: false,
        example: None,
        assertion: None,
        place: place(),
    }
}

fn object(properties: Vec<Property>) -> Kind {
    Kind::Object(Object { properties, additional: Additional::Ignored })
}

fn content(schema: Schema) -> Content {
    Content {
        media_type: "application/json".to_owned(),
        schema: Some(schema),
        item_schema: None,
        encodings: Vec::new(),
        examples: Vec::new(),
        place: place(),
    }
}

fn response(status: Status, description: &str, contents: Vec<Content>) -> Response {
    Response {
        status,
        description: description.to_owned(),
        headers: Vec::new(),
        links: Vec::new(),
        contents,
        place: place(),
    }
}

fn parameter(name: &str, location: Location, schema: Schema) -> Parameter {
    Parameter {
        name: name.to_owned(),
        location,
        style: Style::Simple,
        explode: false,
        required: location == Location::Path,
        schema,
        description: "What to look for.".to_owned(),
        deprecated: false,
        example: None,
        place: place(),
    }
}

fn operation(id: &str, method: Method, path: &str, tag: &str) -> Operation {
    Operation {
        id: id.to_owned(),
        method,
        path: path.to_owned(),
        key: path.to_owned(),
        query: Vec::new(),
        servers: Vec::new(),
        tag: tag.to_owned(),
        summary: String::new(),
        description: String::new(),
        deprecated: false,
        pagination: None,
        is_left_out: false,
        parameters: Vec::new(),
        request_body: None,
        responses: Vec::new(),
        security: Vec::new(),
        place: place(),
    }
}

fn api(name: &str, title: &str) -> Api {
    Api {
        name: name.to_owned(),
        title: title.to_owned(),
        version: "1.0.0".to_owned(),
        description: String::new(),
        servers: Vec::new(),
        tags: Vec::new(),
        security_schemes: Vec::new(),
        operations: Vec::new(),
        outgoing: Vec::new(),
        types: Vec::new(),
        assertions: Vec::new(),
        graphql: None,
        executable: None,
        document: "{}\n".to_owned(),
        place: place(),
    }
}

/// Names that clash in case, climb out of folders and carry markup; texts with raw HTML and bad links.
pub(crate) fn rest() -> Api {
    let mut limit = Schema::new(Type::Scalar(Scalar::Int32));
    limit.constraints =
        Constraints { minimum: Some(1.0), maximum: Some(100.0), ..Constraints::default() };
    limit.default = Some(json!(10));
    let mut key = string();
    key.constraints.pattern = Some("^pk_[a-z]{4}$".to_owned());
    let status = Enumeration {
        values: ["active", "paused"]
            .map(|text| EnumerationValue {
                text: text.to_owned(),
                name: String::new(),
                description: format!("It is {text}."),
            })
            .to_vec(),
    };
    let union = Union {
        is_exclusive: true,
        variants: vec![
            Variant { name: "Event".to_owned(), schema: named(0) },
            Variant { name: "event".to_owned(), schema: named(1) },
        ],
        discriminator: Some(Discriminator {
            property: "kind".to_owned(),
            mapping: vec![("one".to_owned(), 0), ("two".to_owned(), 1)],
        }),
    };
    let mut show = operation("listEvents", Method::Get, "/events/{id}", HOSTILE);
    show.summary = HOSTILE.to_owned();
    show.description = format!(
        "{HOSTILE}\n\n# Heading\n\n<img src=x onerror=alert(1)>\n\n[bad](javascript:alert(1)) [up](../../etc/passwd) \
         [here](#heading) [nowhere](#nowhere) ![picture](https://example.com/a.png)\n\n```json\n</code><script>\n```\n"
    );
    show.deprecated = true;
    show.parameters = vec![
        parameter("id", Location::Path, Schema::new(Type::Scalar(Scalar::Uuid))),
        parameter("limit", Location::Query, limit),
        parameter(HOSTILE, Location::Query, string()),
    ];
    show.responses = vec![
        response(
            Status::Code(200),
            "It worked.",
            vec![content(Schema::new(Type::Array(Box::new(named(0)))))],
        ),
        response(Status::Code(404), HOSTILE, vec![content(named(1))]),
        response(Status::Default, "Anything else.", Vec::new()),
    ];
    show.security =
        vec![vec![SchemeUse { scheme: 0, scopes: vec!["read".to_owned()] }], Vec::new()];
    let mut create = operation("ListEvents", Method::Post, "/events", "events");
    create.request_body = Some(RequestBody {
        description: String::new(),
        required: true,
        contents: vec![content(named(0))],
    });
    create.responses = vec![response(Status::Code(201), "Stored.", vec![content(named(3))])];
    create.responses[0].links = [("listEvents", true), (HOSTILE, false)]
        .map(|(target, is_known)| Link {
            name: HOSTILE.to_owned(),
            description: HOSTILE.to_owned(),
            target: target.to_owned(),
            is_known,
            values: vec![("id".to_owned(), HOSTILE.to_owned())],
            place: place(),
        })
        .into();
    let climb = operation("../../etc/passwd", Method::Delete, "/", "");
    Api {
        description: format!("{HOSTILE}\n\n## Paging\n\nNothing is paged.\n"),
        servers: vec![Server {
            name: "<b>".to_owned(),
            variables: vec![ServerVariable {
                name: "<i>".to_owned(),
                description: HOSTILE.to_owned(),
                default: HOSTILE.to_owned(),
                values: vec![HOSTILE.to_owned()],
            }],
            url: "https://example.com/api".to_owned(),
            description: HOSTILE.to_owned(),
        }],
        tags: vec![Tag { name: HOSTILE.to_owned(), description: HOSTILE.to_owned() }],
        security_schemes: vec![SecurityScheme {
            name: HOSTILE.to_owned(),
            description: HOSTILE.to_owned(),
            kind: SecurityKind::Http {
                scheme: "bearer".to_owned(),
                bearer_format: "JWT".to_owned(),
            },
        }],
        operations: vec![show, create, climb],
        outgoing: vec![
            Outgoing {
                operation: operation("../event", Method::Other("COPY".to_owned()), HOSTILE, ""),
                trigger: Trigger::Webhook { name: HOSTILE.to_owned() },
            },
            Outgoing {
                operation: operation("../event", Method::Post, HOSTILE, ""),
                trigger: Trigger::Callback {
                    operations: vec!["ListEvents".to_owned()],
                    name: HOSTILE.to_owned(),
                    expression: HOSTILE.to_owned(),
                },
            },
        ],
        assertions: Vec::new(),
        types: vec![
            definition(
                &["Event"],
                true,
                object(vec![
                    property("id", true, Schema::new(Type::Scalar(Scalar::Uuid))),
                    property("key", true, key),
                    property("parent", false, Schema { nullable: true, ..named(0) }),
                    property("status", true, named(2)),
                    property("owner", false, named(4)),
                    property("owner-name", false, string()),
                    property(HOSTILE, false, string()),
                ]),
            ),
            definition(&["event"], true, object(vec![property("message", true, string())])),
            definition(&["Event", "status"], false, Kind::Enumeration(status)),
            definition(&["../..", HOSTILE], true, Kind::Union(union)),
            definition(&["Event", "owner"], false, object(vec![property("name", true, string())])),
            definition(&["Names"], true, Kind::Alias(Schema::new(Type::Map(Box::new(named(1)))))),
        ],
        ..api("demo", HOSTILE)
    }
}

fn field(name: &str, ty: graphql::TypeRef, arguments: Vec<graphql::InputValue>) -> graphql::Field {
    graphql::Field {
        name: name.to_owned(),
        description: format!("Gives {name}. {HOSTILE}"),
        arguments,
        ty,
        deprecated: (name == "old").then(|| HOSTILE.to_owned()),
        directives: Vec::new(),
        needs_work: false,
        is_batched: false,
        place: place(),
    }
}

fn gql(name: &str, kind: graphql::Kind) -> graphql::TypeDefinition {
    graphql::TypeDefinition {
        name: name.to_owned(),
        description: format!("A {name}. {HOSTILE}"),
        kind,
        directives: vec![graphql::Directive {
            name: "tag".to_owned(),
            arguments: vec![("x".to_owned(), json!(HOSTILE))],
        }],
        model: None,
        place: place(),
    }
}

/// Every kind of type, a recursive input, a union, and names shared with [`rest`].
pub(crate) fn graphql() -> Api {
    use graphql::{Kind, TypeRef};
    let name = |name: &str| TypeRef::Named(name.to_owned());
    let required = |ty: TypeRef| TypeRef::NonNull(Box::new(ty));
    let input = |name: &str, ty: TypeRef| graphql::InputValue {
        name: name.to_owned(),
        description: String::new(),
        ty,
        default: None,
        default_text: None,
        deprecated: None,
        directives: Vec::new(),
        place: place(),
    };
    let fields =
        |it: Vec<graphql::Field>| Kind::Object { interfaces: vec!["Node".to_owned()], fields: it };
    let list = TypeRef::List(Box::new(name("Event")));
    let schema = graphql::Schema {
        subgraph: None,
        description: String::new(),
        costs: Vec::new(),
        query: "Query".to_owned(),
        mutation: None,
        subscription: Some("Subscription".to_owned()),
        types: vec![
            gql(
                "Query",
                Kind::Object {
                    interfaces: Vec::new(),
                    fields: vec![
                        field("events", list, vec![input("filter", required(name("Filter")))]),
                        field("old", name("Any"), Vec::new()),
                    ],
                },
            ),
            gql(
                "Subscription",
                Kind::Object {
                    interfaces: Vec::new(),
                    fields: vec![field("events", name("Event"), Vec::new())],
                },
            ),
            gql(
                "Event",
                fields(vec![
                    field("id", required(name("ID")), Vec::new()),
                    field("result", name("Result"), vec![input("at", name("Time"))]),
                ]),
            ),
            gql(
                "Failure",
                fields(vec![
                    field("id", required(name("ID")), Vec::new()),
                    field("query", name("Query"), Vec::new()),
                ]),
            ),
            gql(
                "Node",
                Kind::Interface {
                    interfaces: Vec::new(),
                    fields: vec![field("id", required(name("ID")), Vec::new())],
                },
            ),
            gql("Result", Kind::Union { members: vec!["Event".to_owned(), "Failure".to_owned()] }),
            gql(
                "Filter",
                Kind::InputObject {
                    fields: vec![input("and", name("Filter")), input("state", name("State"))],
                    one_of: false,
                },
            ),
            gql(
                "State",
                Kind::Enum {
                    values: vec![graphql::EnumValue {
                        name: "ON".to_owned(),
                        description: HOSTILE.to_owned(),
                        deprecated: None,
                        directives: Vec::new(),
                        place: place(),
                    }],
                },
            ),
            gql("Time", Kind::Scalar { specified_by: Some("javascript:alert(1)".to_owned()) }),
            gql("Any", Kind::Scalar { specified_by: Some("https://example.com/any".to_owned()) }),
        ],
        directives: vec![graphql::DirectiveDefinition {
            name: "tag".to_owned(),
            description: HOSTILE.to_owned(),
            arguments: vec![input("x", name("String"))],
            role: graphql::DirectiveRole::Listed,
            repeatable: true,
            locations: vec!["OBJECT".to_owned()],
        }],
    };
    Api {
        graphql: Some(schema),
        executable: None,
        document: "type Query\n".to_owned(),
        ..api("demo-graphql", "Demo GraphQL")
    }
}
