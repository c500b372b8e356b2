//! Queries and mutations of the generated client, answered by the generated server over HTTP.

use aviary::client::Client;
use aviary::client::enums::Diet;
use aviary::client::inputs::{AnimalFilter, Wish};
use aviary::client::operations::*;
use aviary::runtime::client::{BoxFuture, Connection, Failure, Provider};
use aviary::runtime::graphql_client::{BEARER, Endpoint, Error, Location, PathSegment};
use aviary::runtime::http::Secret;
use aviary::runtime::json::{self, Json, Mode, Nullable};
use aviary_tests::{Aviary, serve};

async fn client() -> Client {
    Client::new(Connection::new(serve(Aviary::default()).await))
}

#[tokio::test]
async fn fields_fragments_and_types() {
    let client = client().await;
    let data = client.animal(AnimalVariables::new("p1", false)).await.expect("data");
    let parrot = data.animal.expect("a parrot");
    assert_eq!(parrot.label, "Polly \"P\"");
    assert_eq!(parrot.bird_parts.name, parrot.label);
    assert_eq!(parrot.diet, Some(Diet::Seeds));
    assert_eq!(parrot.seen.map(|it| it.to_rfc3339()).as_deref(), Some("2026-01-31T08:00:00+02:00"));
    assert_eq!(parrot.friends.as_ref().and_then(|it| it[0].name.as_deref()), Some("Daisy"));
    let AnimalAnimalOn::Parrot(parts) = &parrot.on else { panic!("{:?}", parrot.on) };
    assert_eq!((parts.r#type.as_str(), parts.friends[0].name.as_str()), ("macaw", "Daisy"));

    // Skipped, not included, and of another type.
    let variables =
        AnimalVariables { with_friends: Some(false), ..AnimalVariables::new("d1", true) };
    let duck = client.animal(variables).await.expect("data").animal.expect("a duck");
    // Other parts of the document ask for both in any case.
    assert_eq!((duck.diet, duck.friends), (Some(Diet::Fish), Some(Vec::new())));
    let AnimalAnimalOn::Duck(parts) = &duck.on else { panic!("{:?}", duck.on) };
    assert_eq!((parts.depth, parts.quacks, parts.friends.len()), (1.5, Some(3), 0));

    let variables = AnimalVariables::new("g1", true);
    let penguin = client.animal(variables).await.expect("data").animal.expect("a penguin");
    // The same field is asked for in two places, with other fields below it in each.
    let variables =
        AnimalVariables { with_friends: Some(false), ..AnimalVariables::new("g1", true) };
    let left_out = client.animal(variables).await.expect("data").animal.expect("a penguin");
    let names: Vec<_> = left_out.friends.iter().flatten().map(|it| &it.name).collect();
    assert_eq!(names, [&None, &None]);
    let AnimalAnimalOn::Penguin(parts) = &penguin.on else { panic!("{:?}", penguin.on) };
    assert_eq!(parts.friends.iter().map(|it| &it.id).collect::<Vec<_>>(), ["p1", "d1"]);
    assert_eq!(penguin.friends.map(|it| it.len()), Some(2));

    let nobody = client.animal(AnimalVariables::new("x", true)).await.expect("data");
    assert!(nobody.animal.is_none());
}

#[tokio::test]
async fn a_fragment_that_a_variable_decides_on() {
    let client = client().await;
    for parts in [true, false] {
        let data = client.maybe_parts(MaybePartsVariables::new("d1", parts)).await.expect("data");
        let name = data.animal.and_then(|it| it.bird_parts).map(|it| it.name);
        assert_eq!(name, parts.then(|| "Daisy".to_owned()));
    }
}

#[tokio::test]
async fn unions_and_shared_fragments() {
    let found = client().await.find(FindVariables::new("x")).await.expect("data").find;
    let [
        FindFind::Parrot(parrot),
        FindFind::Swimmer(duck),
        FindFind::Swimmer(penguin),
        FindFind::Keeper(keeper),
    ] = &found[..]
    else {
        panic!("{found:?}")
    };
    assert_eq!(parrot.r#type, "macaw");
    assert_eq!((duck.typename.as_str(), penguin.typename.as_str()), ("Duck", "Penguin"));
    assert_eq!((duck.swimmer_parts.depth, &*penguin.swimmer_parts.bird_parts.name), (1.5, "Pingu"));
    assert_eq!(keeper.badge.map(|it| it.as_u128()), Some(42));
    assert_eq!(keeper.notes, Some(serde_json::json!({ "shift": ["mon", 2] })));
    assert_eq!(keeper.bird.as_ref().map(|it| it.bird_parts.diet.as_str()), Some("SEEDS"));
}

/// What was read is written as it came, though several types hold parts of it.
#[tokio::test]
async fn what_was_read_can_be_written() {
    let client = client().await;
    for id in ["p1", "d1", "g1"] {
        let data = client.animal(AnimalVariables::new(id, false)).await.expect("data");
        let again: AnimalData = again(&data);
        assert_eq!(again, data);
    }
    let data = client.find(FindVariables::new("x")).await.expect("data");
    assert_eq!(again(&data), data);
    let wish = Wish::NoneOf(vec![
        Wish::Id("p1".to_owned()),
        Wish::Not(Box::new(Wish::Name("x".to_owned()))),
    ]);
    assert_eq!(again(&wish), wish);
}

fn again<T: Json + Clone>(value: &T) -> T {
    json::from_slice(&json::to_vec(value), Mode::Tolerant).expect("what was written can be read")
}

#[tokio::test]
async fn absent_null_and_a_value_are_three_things() {
    let client = client().await;
    let echo = async |variables: EchoVariables| client.echo(variables).await.expect("data").echo;
    let said = echo(EchoVariables::default()).await;
    assert_eq!(said, "QueryEchoArgs { filter: Absent, note: Absent, first: Some(3) }");
    let null =
        EchoVariables { note: Nullable::Null, first: Nullable::Null, ..EchoVariables::default() };
    let said = echo(null).await;
    assert_eq!(said, "QueryEchoArgs { filter: Absent, note: Null, first: None }");
    let inner = AnimalFilter { diet: Diet::Fish.into(), ..AnimalFilter::new("k2") };
    let filter = AnimalFilter {
        and: Box::new(inner.clone()).into(),
        any: vec![inner].into(),
        nickname: "\"Q\"".into(),
        names: Nullable::Null,
        ..AnimalFilter::new("k1")
    };
    let said =
        echo(EchoVariables { filter: filter.into(), note: "n".into(), first: 7.into() }).await;
    for part in [
        "diet: Some(Seeds), names: Null, nickname: Value(\"\\\"Q\\\"\")",
        "and: Value(AnimalFilter { diet: Some(Fish)",
        "any: Value([AnimalFilter { diet: Some(Fish)",
        "note: Value(\"n\"), first: Some(7)",
        "limit: 10, keeper: \"k1\"",
    ] {
        assert!(said.contains(part), "`{part}` is not in {said}");
    }
}

#[tokio::test]
async fn exactly_one_of() {
    let client = client().await;
    let wishes = [
        (Wish::Id("p1".to_owned()), Some("Polly \"P\"")),
        (Wish::Name("Daisy".to_owned()), Some("Daisy")),
        (Wish::NoneOf(vec![Wish::Id(String::new()), Wish::Id(String::new())]), Some("Pingu")),
        (Wish::Not(Box::new(Wish::Id("x".to_owned()))), Some("Polly \"P\"")),
        (Wish::Id("x".to_owned()), None),
    ];
    for (wish, name) in wishes {
        let data = client.wish(WishVariables::new(wish)).await.expect("data");
        assert_eq!(data.wish.map(|it| it.name).as_deref(), name);
    }
}

#[tokio::test]
async fn errors_and_the_data_beside_them() {
    let client = client().await;
    let error = client.secret(SecretVariables::default()).await.expect_err("a secret");
    let Error::Errors(response) = &error else { panic!("{error:?}") };
    let data = response.data.as_ref().expect("partial data");
    assert_eq!(data.secret, None);
    assert_eq!(data.lost.as_ref().map(|it| it.name.as_str()), Some("Kim"));
    let [it] = &response.errors[..] else { panic!("{error:?}") };
    assert_eq!(it.path, [PathSegment::Key("secret".to_owned())]);
    assert_eq!(it.locations, [Location { line: 2, column: 3 }]);
    assert_eq!(it.code(), Some("FORBIDDEN"));
    assert_eq!(error.to_string(), "the server answered with errors: it is a secret at secret");

    let whole = client.secret(SecretVariables::default()).response().await.expect("an answer");
    assert_eq!((whole.errors.len(), whole.data.is_some()), (1, true));
    let open = SecretVariables { open: Some(true) };
    let data = client.secret(open).await.expect("data");
    assert_eq!(data.secret.as_deref(), Some("sesame"));
}

#[tokio::test]
async fn mutations_and_introspection() {
    let client = client().await;
    let data = client.rename(RenameVariables::new("d1", "Donald")).await.expect("data");
    assert_eq!(data.rename.map(|it| it.name).as_deref(), Some("Donald"));
    let types = client.schema().await.expect("data").schema.types;
    let kind = |name: &str| {
        let mut named = types.iter().filter(|it| it.name.as_deref() == Some(name));
        named.next().map(|it| it.kind.as_str().to_owned())
    };
    assert_eq!(kind("Wish").as_deref(), Some("INPUT_OBJECT"));
    assert_eq!(kind("Found").as_deref(), Some("UNION"));
}

#[tokio::test]
async fn queries_by_get() {
    let connection = Connection::new(serve(Aviary::default()).await);
    let client = Client::new(Endpoint::new(connection).with_get());
    let note = EchoVariables { note: "a&b=\"c\" +d".into(), ..EchoVariables::default() };
    let said = client.echo(note).await.expect("data").echo;
    assert!(said.contains(r#"Value("a&b=\"c\" +d")"#), "{said}");
    // Too long for a URL; and a mutation, which no server takes by GET.
    let long = EchoVariables { note: "x".repeat(9000).into(), ..EchoVariables::default() };
    assert!(client.echo(long).await.expect("data").echo.len() > 9000);
    client.rename(RenameVariables::new("d1", "Donald")).await.expect("data");
}

/// Gives one token after the other.
struct Tokens(std::sync::atomic::AtomicU32);

impl Provider for Tokens {
    fn secret<'a>(&'a self, _: &'static [&'static str]) -> BoxFuture<'a, Result<Secret, String>> {
        let number = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Box::pin(std::future::ready(Ok(Secret::new(format!("t{number}")))))
    }
}

#[tokio::test]
async fn credentials_come_from_providers() {
    let connection = Connection::new(serve(Aviary::default()).await);
    let client = Client::new(connection.with_provider(&BEARER, Tokens(7.into())));
    for token in ["Bearer t7", "Bearer t8"] {
        let data = client.token().await.expect("data");
        assert_eq!(data.token.as_deref(), Some(token));
    }
}

#[tokio::test]
async fn nobody_there() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let client = Client::new(Connection::new(format!("http://{address}/graphql")));
    let error = client.token().with_deadline(std::time::Duration::from_secs(5)).await;
    let error = error.expect_err("nobody");
    assert!(matches!(error, Error::Failure(Failure::Transport(_) | Failure::Timeout)), "{error:?}");
}

#[test]
fn without_an_asynchronous_runtime() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let url = runtime.block_on(serve(Aviary::default()));
    let client = Client::new(Connection::new(url));
    let data = client.rename(RenameVariables::new("p1", "Pip")).wait().expect("data");
    assert_eq!(data.rename.map(|it| it.name).as_deref(), Some("Pip"));
}

/// The manifest and the constants of the code say the same.
#[test]
fn persisted_operations() {
    let manifest: serde_json::Value =
        serde_json::from_str(aviary::client::PERSISTED_OPERATIONS).expect("JSON");
    assert_eq!(manifest["format"], "apollo-persisted-query-manifest");
    let operations = manifest["operations"].as_array().expect("a list");
    let named = |name: &str| operations.iter().find(|it| it["name"] == name).expect("listed");
    for it in [&ANIMAL, &FIND, &RENAME, &ARRIVALS] {
        let listed = named(it.name);
        assert_eq!(
            (listed["id"].as_str(), listed["body"].as_str()),
            (Some(it.hash), Some(it.text))
        );
    }
    assert_eq!((&named("Rename")["type"], operations.len()), (&serde_json::json!("mutation"), 13));
}
