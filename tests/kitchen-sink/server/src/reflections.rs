//! Operations that answer with what they have understood.

use kitchen_sink::operations::reflections::*;
use kitchen_sink::server::reflections::ReflectionsApi;
use meshwright_runtime::server::Context;

use crate::listing::{Listed as _, listed};
use crate::{Fault, Kestrel};

/// An operation of this input that answers with what is in it.
macro_rules! reflect {
    ($($method:ident($input:ident { $($parts:tt)* }) -> $output:ident),* $(,)?) => {
        $(listed!($input { $($parts)* });)*

        impl ReflectionsApi for Kestrel {
            $(async fn $method(&self, _: Context<()>, input: $input) -> Result<$output, Fault> {
                Ok($output::Ok(input.tell()))
            })*
        }
    };
}

reflect! {
    reflect_simple(ReflectSimpleInput {
        word = "word", count = "count", words = "words", point = "point", corners = "corners",
    }) -> ReflectSimpleOutput,
    reflect_label(ReflectLabelInput {
        word = "word", words = "words", list = "list", point = "point", corners = "corners",
    }) -> ReflectLabelOutput,
    reflect_matrix(ReflectMatrixInput {
        word = "word", words = "words", list = "list", point = "point", corners = "corners",
    }) -> ReflectMatrixOutput,
    reflect_typed(ReflectTypedInput {
        id = "id", day = "day", moment = "moment", address = "address", ok = "ok", ratio = "ratio",
    }) -> ReflectTypedOutput,
    reflect_form(ReflectFormInput {
        word = "word", größe = "größe", a_b_c_and_d = "a b[c]&d", r#type = "type", count = "count",
        wide = "wide", words = "words", list = "list", point = "point", route = "route",
    }) -> ReflectFormOutput,
    reflect_exploded(ReflectExplodedInput { window = "window" }) -> ReflectExplodedOutput,
    reflect_delimited(ReflectDelimitedInput {
        spaced = "spaced", piped = "piped", corner = "corner",
    }) -> ReflectDelimitedOutput,
    reflect_deep(ReflectDeepInput { filter = "filter", labels = "labels" }) -> ReflectDeepOutput,
    reflect_content(ReflectContentInput {
        delivery = "delivery", crate_ = "crate",
    }) -> ReflectContentOutput,
    reflect_union(ReflectUnionInput {
        limit = "limit", since = "since", ids = "ids",
    }) -> ReflectUnionOutput,
    reflect_defaults(ReflectDefaultsInput {
        size = "size", order = "order", fields = "fields", exact = "exact",
    }) -> ReflectDefaultsOutput,
    reflect_querystring(ReflectQuerystringInput { search = "search" }) -> ReflectQuerystringOutput,
    reflect_headers(ReflectHeadersInput {
        x_word = "X-Word", x_count = "X-Count", x_since = "X-Since", x_words = "X-Words",
        x_point = "X-Point", x_corners = "X-Corners", x_reference = "X-Reference",
        x_dry_run = "X-Dry-Run",
    }) -> ReflectHeadersOutput,
    reflect_cookies(ReflectCookiesInput {
        language = "language", visits = "visits", recent = "recent", corner = "corner",
        theme = "theme",
    }) -> ReflectCookiesOutput,
    reflect_mixed(ReflectMixedInput {
        parcel_id = "parcelId", urgent = "urgent", idempotency_key = "Idempotency-Key",
        session = "session"; body
    }) -> ReflectMixedOutput,
}
