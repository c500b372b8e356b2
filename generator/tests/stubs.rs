//! Stubs are put into hand-written files, and nothing else of them changes.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;

use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::source::SourceMap;
use meshwright_generator::stubs::{Home, Plan, Trait, complete, expected, scan};
use meshwright_generator::{CrateJob, Emit, Project, generate};

const SDL: &str = "directive @auth(role: String!) on FIELD_DEFINITION
type Query { book(id: ID!, lang: String): Book, books: [Book!]!, type: String @auth(role: \"x\") }
type Book { id: ID!, text(first: Int): String }
type Subscription { added: Book! }";

fn traits() -> Vec<Trait> {
    let mut sources = SourceMap::default();
    let file = sources.add("a.graphql", SDL.to_owned());
    let job = CrateJob {
        name: "my-shop".to_owned(),
        out: "shop".to_owned(),
        schemas: vec![file],
        overlays: Vec::new(),
        emit: Emit::default(),
        unimplemented: Vec::new(),
        graphql: Default::default(),
        runtime_path: None,
    };
    let project = Project { crates: vec![job], docs: None, strict: false };
    let tree = generate(&project, &sources, &mut Diagnostics::default()).unwrap();
    expected(&tree, "shop", "my-shop")
}

const HOME: Home<'_> =
    Home { folder: "src/resolvers", module: "src/resolvers/mod.rs", service: "crate::App" };

fn run(files: &BTreeMap<String, String>) -> Plan {
    complete(&traits(), files, HOME)
}

fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// What a run leaves on the disk.
fn after(mut files: BTreeMap<String, String>, plan: Plan) -> BTreeMap<String, String> {
    files.extend(plan.texts);
    files
}

#[test]
fn a_skeleton_where_there_is_nothing() {
    let plan = run(&BTreeMap::new());
    let names: Vec<&String> = plan.texts.keys().collect();
    assert_eq!(
        names,
        [
            "src/resolvers/book_resolver.rs",
            "src/resolvers/directives.rs",
            "src/resolvers/mod.rs",
            "src/resolvers/query_resolver.rs",
            "src/resolvers/subscription_resolver.rs",
        ]
    );
    insta::assert_snapshot!(
        plan.texts.iter().map(|(path, text)| format!("// {path}\n{text}\n")).collect::<String>()
    );
    let again = run(&after(BTreeMap::new(), plan));
    assert_eq!(again, Plan::default());
}

/// Files that are hard to read, with `⟨⟩` where the functions go that are missing.
const HOSTILE: &[&str] = &[
    "impl QueryResolver for App {⟨⟩}",
    "impl QueryResolver for App {⟨⟩\n}\n",
    "#!/usr/bin/env run\n//! Docs.\nimpl  my_shop :: resolvers\n::QueryResolver /* } */ for crate::App // {\n{\n  // all of it }⟨⟩\n\n\n}fn tail(){}",
    "impl\r\nQueryResolver\r\nfor App\r\n{\r\n\tconst X: &'static str = r#\"}\"#; // last⟨⟩\r\n}\r\n",
    "use my_shop::resolvers::QueryResolver as Q;\nmod inner { impl Q for super::App { async fn book(&self, _: &Context, a: my_shop::resolvers::QueryBookArgs) -> X { todo!(\"}}}\") }⟨⟩ } }",
    "\u{feff}macro_rules! m { () => { impl QueryResolver for Other { } } }\nimpl<'a> QueryResolver for App where App: Sized {⟨⟩ }",
    "impl QueryResolver for Other { }\n#[cfg(feature = \"impl QueryResolver for App {\")]\nimpl QueryResolver for App { fn r#type<'a>(&self, c: &'a Context) -> impl Future<Output = R> + Send { async { '}' } } /* ünïcödé */⟨⟩\n}",
    "impl QueryResolver for App {\n    async fn books(&self,_:&graphql::Context)->Result<Vec<Book>,Error>{Ok(vec![])}⟨⟩\n    }",
];

#[test]
fn only_what_is_missing_is_put_in() {
    for marked in HOSTILE {
        let text = marked.replace("⟨⟩", "");
        let at = marked.find("⟨⟩").unwrap();
        let before = files(&[("src/resolvers/q.rs", &text), ("src/resolvers/mod.rs", "mod q;\n")]);
        let plan = run(&before);
        let new = plan.texts["src/resolvers/q.rs"].clone();
        // All that was there is there, in two pieces, and what is new is between them.
        assert!(new.starts_with(&text[..at]) && new.ends_with(&text[at..]), "{marked}\n=>\n{new}");
        let inserted = &new[at..new.len() - (text.len() - at)];
        let n_there =
            scan(&text).implementations.iter().find(|it| it.ty == "App").unwrap().functions.len();
        assert_eq!(inserted.matches("async fn ").count(), 3 - n_there, "{inserted}");
        let found = scan(&new);
        let it = found.implementations.iter().find(|it| it.ty == "App").unwrap();
        assert_eq!(it.functions.len(), 3, "{new}");
        assert_eq!(plan.remarks, [], "{marked}");
        let again = run(&after(before, plan));
        assert_eq!(again, Plan::default(), "{new}");
    }
}

#[test]
fn modules_are_put_behind_modules() {
    let text =
        "//! Docs.\n#![allow(dead_code)]\n\nmod a; // keep\nmod b {\n    mod c;\n}\n\nfn x() {}\n";
    let plan = run(&files(&[("src/resolvers/mod.rs", text)]));
    let lines =
        "mod book_resolver;\nmod directives;\nmod query_resolver;\nmod subscription_resolver;";
    let want = text.replace("mod a;", &format!("mod a;\n{lines}"));
    assert_eq!(plan.texts["src/resolvers/mod.rs"], want);
    let text = "//! Docs.\n#![allow(dead_code)]\n\nfn x() {}\n";
    let plan = run(&files(&[("src/resolvers/mod.rs", text)]));
    let want = text.replace("(dead_code)]", &format!("(dead_code)]\n\n{lines}"));
    assert_eq!(plan.texts["src/resolvers/mod.rs"], want);
}

#[test]
fn what_is_gone_or_other_is_told_and_left() {
    let text = "impl QueryResolver for App {
    async fn book(&self, _: &Context, args: OldArgs) -> X { y }
    async fn books(&self, _: &my_shop::runtime::graphql::Context) -> X { y }
    async fn r#type(&self, _: &Context) -> X { y }
    async fn gone(&self) -> X { y }
}
my_macro! { impl BookResolver for App {} }
";
    let plan = run(&files(&[("src/resolvers/q.rs", text)]));
    assert!(!plan.texts.contains_key("src/resolvers/q.rs"), "{plan:?}");
    assert!(!plan.texts.contains_key("src/resolvers/book_resolver.rs"), "{plan:?}");
    let told: Vec<(&str, &str)> =
        plan.remarks.iter().map(|it| (&text[it.at..it.at + 4], it.message.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Book", "`BookResolver` is named in a macro; nothing is put in for it"),
            (
                "book",
                "`QueryResolver::book` takes (&Context, QueryBookArgs) now, and not (&Context, OldArgs)"
            ),
            ("gone", "`QueryResolver` has no `gone` any more"),
        ]
    );
}

/// Whatever a file holds, it is read to its end, and what is put in leaves the rest alone.
#[test]
fn never_panics_and_never_changes_what_is_there() {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below.max(1) as u64) as usize
    };
    for round in 0..4_000 {
        let seed = HOSTILE[round % HOSTILE.len()].replace("⟨⟩", "");
        let mut chars: Vec<char> = seed.chars().collect();
        for _ in 0..next(6) {
            let at = next(chars.len());
            match next(3) {
                0 => drop(chars.drain(at..(at + next(9)).min(chars.len()))),
                1 => {
                    chars.insert(at, ['{', '}', '"', '<', '>', '\'', '#', '(', 'é', '/'][next(10)])
                }
                _ => {
                    let piece: Vec<char> = chars[at..(at + next(30)).min(chars.len())].to_vec();
                    chars.splice(at..at, piece);
                }
            }
        }
        let text: String = chars.into_iter().collect();
        let plan = run_one(&text);
        for new in plan.texts.get("q.rs").iter() {
            let n_same = text.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
            let tail = text.len() - n_same;
            assert!(new.len() > text.len(), "{text}\n=>\n{new}");
            assert!(
                (0..=n_same).rev().any(|at| new.as_bytes().ends_with(&text.as_bytes()[at..])),
                "{tail} {text}\n=>\n{new}"
            );
        }
    }
}

fn run_one(text: &str) -> Plan {
    use std::sync::LazyLock;
    static TRAITS: LazyLock<Vec<Trait>> = LazyLock::new(traits);
    complete(
        &TRAITS,
        &files(&[("q.rs", text)]),
        Home { folder: "", module: "mod.rs", service: "App" },
    )
}
