use proc_macro2::TokenStream;
use quote::quote;

use super::print_file;
use crate::rust::Docs;

fn printed(items: TokenStream) -> String {
    let text = print_file(&Docs::default(), [items].into_iter());
    text.split_once("\n\n").map_or(String::new(), |it| it.1.to_owned())
}

/// Printing must not change what the compiler reads.
#[test]
fn text_reads_as_the_tokens_do() {
    let texts = [
        "fn f() { let a = & & b; let c = a & & b; let d = a < -1; let e = 1 .. 2; }",
        "fn f<'a>(a: &'a [u8], b: Vec<Vec<u8>>) -> impl Fn(u8) -> u8 + 'a { move |it| !it }",
        "impl<T> A for B<T> where T: C { const D: &'static [(u8, Self)] = &[(1, Self::E)]; fn g(); }",
        "pub static A: B = B { c: 1, ..B::NEW }; pub const fn f() {} use a::{b, c}; pub use d::*;",
        "#![allow(a, reason = \"b\")] #[cfg(feature = \"c\")] mod d; macro_rules! e { () => {} }",
        "fn f() { match a? { r#type @ 1 ..= 2 => { a.0.b()?; } _ => b!(\"{}\", c), } }",
        "#[doc = \"/slash\"] #[doc = \" a\\nb\\r\"] #[doc = \" \\\"\\u{7f}\"] struct A;",
        "fn a_name_that_is_so_long_that_rustfmt_would_leave_what_it_stands_in_as_it_is_written() {}",
    ];
    for text in texts {
        let tokens: TokenStream = text.parse().expect(text);
        let again: TokenStream = printed(tokens.clone()).parse().expect(text);
        assert_eq!(again.to_string(), tokens.to_string(), "{text}");
    }
}

#[test]
fn blank_lines_stand_between_items_and_members() {
    let items = quote! {
        use a::b;
        use c::{d, e};
        /// What it is.
        pub const F: &[u8] = &[];
        const G: () = ();
        impl H {
            /// The first.
            fn i() {}
            fn j() {}
        }
    };
    let expected = "use a::b;\nuse c::{\n    d,\n    e\n};\n\n/// What it is.\npub const F: &[u8] = &[];\nconst G: () = ();\n\n\
                    impl H {\n    /// The first.\n    fn i() {\n    }\n\n    fn j() {\n    }\n}\n";
    assert_eq!(printed(items), expected);
}

/// What rustfmt may leave as it is gets laid out here, and nothing around it.
#[test]
fn wide_members_are_laid_out_alone() {
    let word = quote::format_ident!("{}", "a".repeat(61));
    let items = quote! {
        impl B {
            fn c(d: Vec< &u8>) {}
            /// About it.
            fn e() { f(#word, "not in this line", "nor this one"); }
        }
    };
    let word = word.to_string();
    let expected = format!(
        "impl B {{\n    fn c(d: Vec< &u8>) {{\n    }}\n\n    /// About it.\n    fn e() {{\n        f(\n            {word},\n            \
         \"not in this line\",\n            \"nor this one\",\n        );\n    }}\n}}\n"
    );
    assert_eq!(printed(items), expected);
}

#[test]
fn documentation_is_the_same_however_it_is_escaped() {
    for line in ["plain 'text'", "a \"quote\"", "a \\ b", "\u{e4}\u{200b}", ""] {
        let text = printed(quote::ToTokens::to_token_stream(&Docs(vec![line.to_owned()])));
        let expected = format!("/// {line}");
        assert_eq!(text.trim_end(), expected.trim_end());
    }
}
