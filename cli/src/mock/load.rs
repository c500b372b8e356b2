//! From the plan of a mock server to the tables of the runtime. They live as long as the program.

mod operations;
mod types;

use std::collections::BTreeMap;

use meshwright_generator::rust::Mock;
use meshwright_runtime::http::{Scheme, SchemeKind};
use meshwright_runtime::mock::Mocked;
use types::Types;

/// The operations of a mock.
pub(super) fn operations(mock: &Mock) -> &'static [Mocked] {
    let types = Types::new(&mock.types);
    let schemes = schemes(mock);
    let operations = mock.operations.iter().map(|it| operations::load(&types, &schemes, it));
    leak_list(operations.collect())
}

/// The security schemes by their constants.
type Schemes = BTreeMap<String, &'static Scheme>;

fn schemes(mock: &Mock) -> Schemes {
    use meshwright_generator::rust::SchemeRowKind;
    let scheme = |it: &meshwright_generator::rust::SchemeRow| {
        let kind = match &it.kind {
            SchemeRowKind::With("HeaderKey", name) => SchemeKind::HeaderKey(leak_text(name)),
            SchemeRowKind::With("QueryKey", name) => SchemeKind::QueryKey(leak_text(name)),
            SchemeRowKind::With("CookieKey", name) => SchemeKind::CookieKey(leak_text(name)),
            SchemeRowKind::With(_, word) => SchemeKind::Authorization(leak_text(word)),
            SchemeRowKind::MutualTls => SchemeKind::MutualTls,
        };
        let scheme: &'static Scheme = leak(Scheme { name: leak_text(&it.name), kind });
        (it.constant.0.clone(), scheme)
    };
    mock.schemes.iter().map(scheme).collect()
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_list<T>(list: Vec<T>) -> &'static [T] {
    Box::leak(list.into_boxed_slice())
}

fn leak_text(text: &str) -> &'static str {
    Box::leak(text.into())
}
