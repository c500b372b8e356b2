//! Every way to show who one is, by the generated client; refusals are in `requests.toml`.

use kitchen_sink::client::Client;
use kitchen_sink::operations::access::EnterOptionallyOutput;
use kitchen_sink::security::*;
use kitchen_sink_server::{COMMON_NAME, Visitors};
use meshwright_runtime::client::Connection;
use meshwright_runtime::http::Scheme;

use crate::support::World;
use crate::texts::base64;

fn connection(world: &World, credentials: &[(&'static Scheme, &str)]) -> Client {
    let connection = Connection::new(world.running.url()).with_one_server();
    Client::new(
        credentials
            .iter()
            .fold(connection, |it, (scheme, secret)| it.with_credential(scheme, *secret)),
    )
}

/// Calls operations with credentials; each gives who was let in, and with what was asked for.
macro_rules! entered {
    ($world:expr, $($method:ident[$($scheme:ident = $secret:expr),*] -> $name:literal $scopes:expr),* $(,)?) => {
        $({
            let client = connection(&$world, &[$((&$scheme, $secret)),*]);
            let visitor = $world.runtime.block_on(client.$method().into_future());
            let visitor = visitor.unwrap_or_else(|it| panic!("{}: {it}", stringify!($method)));
            assert_eq!(visitor.name, $name, "{}", stringify!($method));
            let scopes: &[&str] = &$scopes;
            assert_eq!(visitor.scopes, scopes, "{}", stringify!($method));
            let stranger = connection(&$world, &[]);
            let refused = $world.runtime.block_on(stranger.$method().into_future());
            let refused = format!("{:?}", refused.expect_err("a refusal"));
            assert!(refused.contains("Default(401"), "{}: {refused}", stringify!($method));
        })*
    };
}

#[test]
fn those_with_credentials_are_let_in() {
    let world = World::new();
    let basic = base64(format!("{}:{}", Visitors::BASIC.0, Visitors::BASIC.1).as_bytes());
    let digest = format!("username=\"kestrel\", response=\"{}\"", Visitors::DIGEST);
    let (key, token) = (Visitors::KEY, Visitors::TOKEN);
    entered! { world,
        enter_by_header_key[HEADER_KEY = key] -> "HeaderKey" [],
        enter_by_query_key[QUERY_KEY = key] -> "QueryKey" [],
        enter_by_cookie_key[COOKIE_KEY = key] -> "CookieKey" [],
        enter_by_basic[BASIC = &basic] -> "Basic" [],
        enter_by_bearer[BEARER = token] -> "Bearer" [],
        enter_by_digest[DIGEST = &digest] -> "Digest" [],
        enter_by_o_auth[O_AUTH = token] -> "OAuth" ["parcels:read", "parcels:write"],
        enter_by_open_id[OPEN_ID = token] -> "OpenId" ["profile"],
        enter_by_both[HEADER_KEY = key, BEARER = token] -> "HeaderKey+Bearer" [],
        enter_by_either[O_AUTH = token] -> "OAuth" ["parcels:read"],
        enter_by_either[QUERY_KEY = key] -> "QueryKey" [],
    }
    let enter = |credentials: &[(&'static Scheme, &str)]| {
        let call = connection(&world, credentials).enter_optionally().answer();
        world.runtime.block_on(call).expect("an answer")
    };
    assert!(matches!(enter(&[]), EnterOptionallyOutput::NoContent));
    let known = enter(&[(&HEADER_KEY, key)]);
    assert!(matches!(known, EnterOptionallyOutput::Ok(it) if it.name == "HeaderKey"));
    let open = connection(&world, &[]).enter_open();
    world.runtime.block_on(open.into_future()).expect("everybody is let in");
    world.end();
}

#[test]
fn a_certificate_that_was_verified_lets_in() {
    let world = World::new();
    let call = connection(&world, &[]).enter_by_certificate().with_header(
        COMMON_NAME.parse().expect("a name"),
        Visitors::CERTIFICATE.parse().expect("a value"),
    );
    let visitor = world.runtime.block_on(call.into_future()).expect("a visitor");
    assert_eq!(visitor.name, "MutualTls");
    world.end();
}
