//! The execution scenarios of graphql-cats: schemas, data and operations, and the responses that come of them.
//!
//! The schemas are known when the tests run: tables are made from their SDL, and one resolver answers every field with
//! the scenario's data, or with what a directive of the suite says.
//!
//! Passed over, with a line that says so, where the corpus is not present.

use std::fs;

use graphql_parser::query::Value as Literal;
use graphql_parser::schema::{
    Definition, Directive, Document, ObjectType, Type, TypeDefinition, parse_schema,
};
use meshwright_runtime::graphql::{
    self, Call, Called, Context, Error, Limits, Output, Request, Root, Schema, Tables, Writer,
};
use serde_json::{Value, json};
use tests::corpus;
use tests::exceptions::Exceptions;

/// What the suite's schemas use and do not define.
const DIRECTIVES: &str = "
directive @resolveString(value: String!) on FIELD_DEFINITION
directive @resolvePromise on FIELD_DEFINITION
directive @resolvePromiseString(value: String!) on FIELD_DEFINITION
directive @resolveEmptyObject on FIELD_DEFINITION
directive @resolveError(message: String!) on FIELD_DEFINITION
directive @resolvePromiseReject(message: String!) on FIELD_DEFINITION
directive @resolveErrorList(values: [String!]!, messages: [String!]!) on FIELD_DEFINITION
directive @resolvePromiseRejectList(values: [String!]!, messages: [String!]!) on FIELD_DEFINITION
directive @argumentsJson on FIELD_DEFINITION
";

type Objects = Vec<ObjectType<'static, String>>;

/// Answers every field.
struct Answers {
    objects: Objects,
    /// All data, by name, and the value that the root fields are of.
    data: Value,
    root: Value,
}

/// A value of the data, as a value of the schema.
enum Answer {
    Leaf(Value),
    List(Vec<Self>),
    Object(u16, Value),
    Error(String),
}

impl Output for Answer {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        match self {
            Self::Leaf(value) => out.json(value),
            Self::List(items) => out.list(items.len(), &|index, out| items[index].write(out)),
            // Each of its fields has a resolver.
            Self::Object(type_index, value) => out.object(*type_index, value, &|_, out| out.null()),
            Self::Error(message) => out.fail(Error::new(message.clone())),
        }
    }
}

impl Root for Answers {
    fn resolve<'a>(&'a self, call: Call<'a>) -> Called<'a> {
        let parent = call.parent::<Value>().unwrap_or(&self.root);
        let object = &self.objects[usize::from(call.type_index())];
        let field = &object.fields[usize::from(call.field_index())];
        let arguments = call.arguments()?.into_value();
        call.run(async move {
            let ty = named(&field.field_type);
            match field.directives.first() {
                Some(it) if it.name == "resolvePromise" => tokio::task::yield_now().await,
                Some(it) => {
                    if it.name.contains("Promise") {
                        tokio::task::yield_now().await;
                    }
                    return self.directed(it, ty, &arguments);
                }
                None => {}
            }
            Ok(self.answer(ty, &parent[&field.name]))
        })
    }
}

impl Answers {
    fn directed(
        &self,
        directive: &Directive<'static, String>,
        ty: &str,
        arguments: &Value,
    ) -> Result<Answer, Error> {
        let given = |name: &str| -> Vec<String> {
            let given = directive.arguments.iter().find(|(it, _)| it == name).map(|(_, it)| it);
            match given {
                Some(Literal::String(text)) => vec![text.clone()],
                Some(Literal::List(items)) => items.iter().map(text).collect(),
                _ => Vec::new(),
            }
        };
        match &*directive.name {
            "resolveString" | "resolvePromiseString" => {
                let mut said = given("value").concat();
                for (name, value) in arguments.as_object().into_iter().flatten() {
                    said = said.replace(&format!("${name}"), &value.to_string());
                }
                Ok(Answer::Leaf(said.into()))
            }
            "resolveEmptyObject" => Ok(self.answer(ty, &json!({}))),
            "resolveErrorList" | "resolvePromiseRejectList" => {
                let values = given("values").into_iter().map(|it| Answer::Leaf(it.into()));
                let values = values.chain(given("messages").into_iter().map(Answer::Error));
                Ok(Answer::List(values.collect()))
            }
            "argumentsJson" => Ok(Answer::Leaf(arguments.to_string().into())),
            _ => Err(Error::new(given("message").concat())),
        }
    }

    /// A value of the data where the schema has this type.
    fn answer(&self, ty: &str, value: &Value) -> Answer {
        match value {
            Value::Array(items) => {
                Answer::List(items.iter().map(|it| self.answer(ty, it)).collect())
            }
            Value::Object(members) => match members.get("$ref").and_then(Value::as_str) {
                Some(name) => self.answer(ty, &self.data[name]),
                None => {
                    let ty = members.get("type").and_then(Value::as_str).unwrap_or(ty);
                    let index = self.objects.iter().position(|it| it.name == ty).expect("a type");
                    Answer::Object(u16::try_from(index).expect("few types"), value.clone())
                }
            },
            leaf => Answer::Leaf(leaf.clone()),
        }
    }
}

fn text(literal: &Literal<'static, String>) -> String {
    match literal {
        Literal::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn named<'t>(ty: &'t Type<'static, String>) -> &'t str {
    match ty {
        Type::NamedType(name) => name,
        Type::ListType(inner) | Type::NonNullType(inner) => named(inner),
    }
}

/// The schema of a scenario with its data behind it.
fn schema(sdl: &str, data: Value, root: Value) -> Schema {
    let document: Document<'static, String> = parse_schema(sdl).expect("SDL").into_static();
    let objects = document.definitions.into_iter().filter_map(|it| match it {
        Definition::TypeDefinition(TypeDefinition::Object(it)) => Some(it),
        _ => None,
    });
    let objects: Objects = objects.collect();
    let rows = objects.iter().map(|it| {
        let fields = it.fields.iter().map(|it| leaked(&it.name));
        let n_fields = u16::try_from(it.fields.len()).expect("few fields");
        graphql::ObjectType {
            name: leaked(&it.name),
            fields: Vec::leak(fields.collect()),
            resolved: Vec::leak((0..n_fields).collect()),
            batched: &[],
        }
    });
    let tables = Tables { objects: Vec::leak(rows.collect()), scalars: &[], costs: &[] };
    let root = Answers { objects, data, root };
    let sdl = format!("{sdl}\n{DIRECTIVES}");
    Schema::new(&sdl, &tables, root, Limits::default()).expect("the schema")
}

/// Tables are constants elsewhere.
fn leaked(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

#[tokio::test]
async fn scenarios_give_what_the_suite_says() {
    let Some(corpus) = corpus::folder() else { return };
    let mut exceptions = Exceptions::read("graphql_cats_execution.toml");
    let (mut n_cases, mut n_agreed) = (0, 0);
    for file in ["Executor.yaml", "UnionInterface.yaml"] {
        let path = corpus.join("suites/graphql-cats/scenarios/execution").join(file);
        let page = fs::read_to_string(path).expect("a file of the suite");
        // It gives a member twice, with one value.
        let page =
            page.replacen("          c: Cookie\n          c: Cookie\n", "          c: Cookie\n", 1);
        let page: Value = serde_yaml::from_str(&page).expect("YAML");
        for test in page["tests"].as_array().into_iter().flatten() {
            n_cases += 1;
            match verdict(&page["background"], test).await {
                Ok(()) => n_agreed += 1,
                Err(how) => {
                    let name = test["name"].as_str().unwrap_or_default();
                    exceptions.disagrees(&format!("{file}: {name}"), &how);
                }
            }
        }
    }
    say(&format!("graphql-cats: {n_cases} cases of execution, {n_agreed} agree"));
    exceptions.finish();
    assert!(n_cases > 20, "{n_cases} cases");
}

async fn verdict(background: &Value, test: &Value) -> Result<(), String> {
    let (given, execute) = (&test["given"], &test["when"]["execute"]);
    let of = |key: &str| if given[key].is_null() { &background[key] } else { &given[key] };
    let data = of("test-data").clone();
    let root = execute["test-value"].as_str().map_or(Value::Null, |it| data[it].clone());
    let schema = schema(of("schema").as_str().unwrap_or_default(), data, root);
    let mut request = Request::new(given["query"].as_str().unwrap_or_default());
    request.operation_name = execute["operation-name"].as_str().map(str::to_owned);
    request.variables = execute["variables"].as_object().cloned().unwrap_or_default();
    let response = schema.execute(request, Context::default()).await;
    let response: Value = serde_json::from_slice(&response.to_bytes()).expect("JSON");
    let errors = response["errors"].as_array().cloned().unwrap_or_default();
    let wants = match &test["then"] {
        Value::Array(wants) => wants.clone(),
        want => vec![want.clone()],
    };
    let unmet = wants.iter().find(|want| !is_met(want, &response, &errors));
    unmet.map_or(Ok(()), |want| Err(format!("it wants {want}, and has {response}")))
}

fn is_met(want: &Value, response: &Value, errors: &[Value]) -> bool {
    let of = |key: &str| want.get(key).filter(|it| !it.is_null());
    if let Some(data) = of("data") {
        return response.get("data") == Some(data);
    }
    if let Some(count) = of("error-count") {
        return count.as_u64() == u64::try_from(errors.len()).ok();
    }
    if let Some(message) = of("error") {
        let locations = of("loc").map(|it| json!([it]));
        return errors.iter().any(|it| {
            it["message"] == *message && locations.as_ref().is_none_or(|at| it["locations"] == *at)
        });
    }
    // Exceptions are named in the words of one implementation; a request that is refused has no data.
    response.get("data").is_none() && !errors.is_empty()
}

#[expect(clippy::print_stderr, reason = "for whoever runs the tests with `--nocapture`")]
fn say(text: &str) {
    eprintln!("{text}");
}
