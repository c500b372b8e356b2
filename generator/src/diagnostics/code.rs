//! The codes: each is declared here, once, and has a page that explains it.

/// The stable name of a kind of diagnostic, and what there is to say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Words with hyphens.
    pub name: &'static str,
    /// The explanation, as Markdown: `generator/explanations/<name>.md`.
    pub page: &'static str,
}

impl Code {
    /// The code of this name.
    pub fn find(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|it| it.name == name)
    }

    /// What the page says first, in one line.
    pub fn summary(self) -> String {
        let lines = self.page.lines().skip(1).skip_while(|it| it.is_empty());
        lines.take_while(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Declares a constant for each code, and the list of all; a code without a page does not compile.
macro_rules! codes {
    ($($ident:ident $name:literal)*) => {
        $(#[doc = concat!("`", $name, "`: see its page.")]
        pub const $ident: Code = Code {
            name: $name,
            page: include_str!(concat!("../../explanations/", $name, ".md")),
        };)*

        /// Every code, in alphabetical order.
        pub const ALL: &[Code] = &[$($ident),*];
    };
}

codes! {
    AMBIGUOUS_OPERATION "ambiguous-operation"
    ANONYMOUS_OPERATION "anonymous-operation"
    CONFLICTING_KEYWORDS "conflicting-keywords"
    CONFLICTING_TYPES "conflicting-types"
    CYCLIC_REFERENCE "cyclic-reference"
    DUPLICATE "duplicate"
    DUPLICATE_OPERATION_ID "duplicate-operation-id"
    IMPLIED_TYPE "implied-type"
    INVALID_GRAPHQL "invalid-graphql"
    INVALID_OPERATION "invalid-operation"
    KEYWORD_OF_OTHER_VERSION "keyword-of-other-version"
    MALFORMED_KEY "malformed-key"
    MANIFEST "manifest"
    MISSING_KEYWORD "missing-keyword"
    MISSING_TARGET "missing-target"
    NO_INTROSPECTION "no-introspection"
    NO_VERSION "no-version"
    NOT_GENERATED "not-generated"
    OVERLAY_TARGET "overlay-target"
    REFERENCE_SIBLING "reference-sibling"
    REMOTE_REFERENCE "remote-reference"
    SOFT_VIOLATION "soft-violation"
    SYNTAX "syntax"
    UNDECLARED_VARIABLE "undeclared-variable"
    UNFIT_DEFAULT "unfit-default"
    UNKNOWN_FORMAT "unknown-format"
    UNKNOWN_KEYWORD "unknown-keyword"
    UNKNOWN_OPERATION "unknown-operation"
    UNKNOWN_OVERLAY "unknown-overlay"
    UNKNOWN_SECURITY_SCHEME "unknown-security-scheme"
    UNKNOWN_TYPE "unknown-type"
    UNKNOWN_VERSION "unknown-version"
    UNKNOWN_WORD "unknown-word"
    UNREADABLE_FILE "unreadable-file"
    UNSUPPORTED_PATTERN "unsupported-pattern"
    UNSUPPORTED_SECURITY_SCHEME "unsupported-security-scheme"
    UNUSABLE_PAGINATION "unusable-pagination"
    UNUSED_FRAGMENT "unused-fragment"
    UNUSED_PATH_PARAMETER "unused-path-parameter"
    WIDENED "widened"
    WRONG_KIND "wrong-kind"
}
