use meshwright_generator::settings::DirectiveUse;

use super::*;

fn project(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for file in files {
        let file = folder.path().join(file);
        fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
        fs::write(file, "").expect("a file");
    }
    folder
}

/// The first line of every mistake, with its place.
#[track_caller]
fn check(files: &[&str], text: &str, want: &[&str]) {
    let folder = project(files);
    let mut mistakes = Mistakes::default();
    parse(text, folder.path(), &mut mistakes);
    let drawn = mistakes.draw("m.toml", text.to_owned());
    let messages: Vec<&str> =
        drawn.lines().filter_map(|it| it.strip_prefix("error[manifest]: ")).collect();
    let places: Vec<&str> =
        drawn.lines().filter_map(|it| it.trim_start().strip_prefix("--> m.toml:")).collect();
    let got: Vec<String> =
        places.iter().zip(&messages).map(|(place, message)| format!("{place} {message}")).collect();
    assert_eq!(got, want, "{drawn}");
}

#[test]
fn a_whole_manifest() {
    let folder = project(&[
        "s/a.yaml",
        "s/o.yaml",
        "g/b.graphql",
        "g/a.graphql",
        "g/README.md",
        "ops/a.graphql",
        "ops/deep/er/b.graphql",
        "ops/deep/.hidden/c.graphql",
    ]);
    let text = r#"
        runtime-path = "runtime"
        [[crate]]
        name = "rest-api"
        schema = "./s/a.yaml"
        overlay = ["s/o.yaml"]
        emit = ["types", "client"]
        eq = true
        [[crate]]
        name = "graph"
        path = "crates/graph"
        schema = ["g/*.graphql"]
        graphql.resolvers = ["User.posts"]
        graphql.documents = ["ops/**/*.graphql"]
        graphql.batch = ["Post.author"]
        [crate.graphql.costs]
        "Query.search" = 10
        "User.posts" = { assumed-size = 5, slicing-arguments = ["first"] }
        [docs]
        title = "All"
    "#;
    let mut mistakes = Mistakes::default();
    let manifest = parse(text, folder.path(), &mut mistakes).expect("a manifest");
    assert!(mistakes.list.is_empty(), "{mistakes:?}");
    let list = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let [rest, graph] = &manifest.crates[..] else { panic!("two crates") };
    assert_eq!(rest.path, "generated/rest-api");
    assert_eq!(rest.schemas, list(&["s/a.yaml"]));
    assert_eq!(rest.overlays, list(&["s/o.yaml"]));
    assert_eq!(rest.emit, Emit { server: false, client: true, contract: false, eq: true });
    assert_eq!(graph.path, "crates/graph");
    assert_eq!(graph.schemas, list(&["g/a.graphql", "g/b.graphql"]));
    assert_eq!(graph.emit, Emit::default());
    let resolvers: Vec<_> = graph.graphql.resolvers.iter().map(|it| &*it.text).collect();
    assert_eq!(resolvers, ["User.posts"]);
    assert_eq!(graph.documents, list(&["ops/a.graphql", "ops/deep/er/b.graphql"]));
    let batch: Vec<_> = graph.graphql.batch.iter().map(|it| &*it.text).collect();
    assert_eq!(batch, ["Post.author"]);
    let [(_, search), (_, posts)] = &graph.graphql.costs[..] else { panic!("{graph:?}") };
    assert_eq!((search.coordinate.as_str(), search.weight), ("Query.search", Some(10)));
    assert_eq!((posts.weight, posts.assumed_size), (None, Some(5)));
    assert_eq!(posts.slicing_arguments, list(&["first"]));
    assert!(posts.require_one_slicing_argument && !search.require_one_slicing_argument);
    let docs = Docs { path: "generated/docs".to_owned(), title: "All".to_owned() };
    assert_eq!(manifest.docs, Some(docs));
    assert_eq!(manifest.runtime_path.as_deref(), Some("runtime"));
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let text = r#"[[crate]]
name = "1st"
path = "../outside"
schema = "gone.yaml"
[[crate]]
name = "b"
schema = ["a.yaml", "b.yaml"]
emit = ["servr"]
[[crate]]
name = "b"
path = "generated/b/inner"
schema = ["*/x.yaml", "none*.yaml", "/etc/passwd"]
[docs]
path = "."
"#;
    check(
        &["a.yaml", "b.yaml"],
        text,
        &[
            "2:8 `1st` is no crate name: letters, digits, `-` and `_`, a letter first, at most 64",
            "3:8 `../outside` leads out of the project",
            "4:10 `gone.yaml`: no such file or directory",
            "7:10 crate `b` has 2 root documents",
            "8:9 `servr` is no part of a crate",
            "10:8 crate `b` is named twice",
            "11:8 crate `b` and crate `b` are both written to `generated/b/inner`",
            "12:11 `*/x.yaml`: a `*` may stand in the last part only, and `**` before it for all folders",
            "12:23 `none*.yaml` matches no file",
            "12:37 `/etc/passwd` leads out of the project",
            "14:8 this is the project's root; it cannot belong to the tool",
        ],
    );
}

#[test]
fn what_a_graphql_table_says() {
    let folder = project(&["a.graphql"]);
    let text = r#"
        [[crate]]
        name = "graph"
        schema = "a.graphql"
        stubs = { path = "app/src/resolvers/", service = "crate::App" }
        [crate.graphql]
        resolvers = ["User.*"]
        directives = { auth = "run", internal = "ignore" }
        scalars = { Date = "my_models::Date" }
        [crate.graphql.models]
        User = "my_models::User"
        Post = { type = "my_models::Post", fields = { title = "headline()" } }
    "#;
    let mut mistakes = Mistakes::default();
    let manifest = parse(text, folder.path(), &mut mistakes).expect("a manifest");
    assert!(mistakes.list.is_empty(), "{mistakes:?}");
    let stubs = Stubs { path: "app/src/resolvers".to_owned(), service: "crate::App".to_owned() };
    assert_eq!(manifest.crates[0].stubs, Some(stubs));
    let graphql = &manifest.crates[0].graphql;
    for it in &graphql.resolvers {
        assert_eq!(text[it.span.clone()].trim_matches('"'), it.text);
    }
    let uses: Vec<_> = graphql.directives.iter().map(|(name, it)| (&*name.text, *it)).collect();
    assert_eq!(uses, [("auth", DirectiveUse::Run), ("internal", DirectiveUse::Ignore)]);
    assert_eq!(graphql.scalars[0].1.text, "my_models::Date");
    let [post, user] = &graphql.models[..] else { panic!("two models") };
    assert_eq!((&*post.name.text, &*post.path.text), ("Post", "my_models::Post"));
    assert_eq!((&*post.members[0].0.text, &*post.members[0].1.text), ("title", "headline()"));
    assert_eq!((&*user.name.text, &*user.path.text), ("User", "my_models::User"));
    assert_eq!(text[user.path.span.clone()].trim_matches('"'), "my_models::User");
}

#[test]
fn unknown_keys_and_wrong_kinds_are_told() {
    check(
        &[],
        "[[crate]]\nname = \"a\"\nschemas = \"x\"\n",
        &[
            "3:1 unknown field `schemas`, expected one of `name`, `path`, `schema`, `overlay`, `emit`, `eq`, `unimplemented`, `graphql`, `stubs`",
        ],
    );
    check(
        &[],
        "[[crate]]\nname = \"a\"\nschema = 1\n",
        &["3:10 invalid type: integer `1`, expected a path or a list of paths"],
    );
    check(
        &["a.yaml"],
        "[[crate]]\nname = \"a\"\nschema = \"a.yaml\"\ngraphql = {}\n",
        &["4:11 `graphql` is for GraphQL schemas, and crate `a` has none"],
    );
    check(
        &["a.graphql"],
        "[[crate]]\nname = \"a\"\nschema = \"a.graphql\"\n[crate.graphql.costs]\n\"Query.a\" = { wait = 1 }\n",
        &[
            "5:13 expected a weight, or a table of `weight`, `assumed-size`, `slicing-arguments`, `sized-fields` and `require-one-slicing-argument`",
        ],
    );
    check(
        &["a.graphql"],
        "[[crate]]\nname = \"a\"\nschema = \"a.graphql\"\n[crate.graphql]\ndirectives = { a = \"runs\" }\nmodels = { B = 1 }\n",
        &["5:20 unknown variant `runs`, expected `run` or `ignore`"],
    );
    check(
        &["a.yaml"],
        "[[crate]]\nname = \"a\"\nschema = \"a.yaml\"\nstubs = { path = \"../a\", service = \"a b\" }\n",
        &["4:18 `../a` leads out of the project", "4:36 `a b` is no path of a type"],
    );
    check(&[], "[docs]\n", &["1:1 the manifest names no crate"]);
}

#[test]
fn a_client_of_graphql_takes_operations() {
    let text = r#"[[crate]]
name = "a"
schema = "a.graphql"
emit = ["server", "client"]
[[crate]]
name = "b"
schema = "a.graphql"
[crate.graphql]
documents = ["gone/**/*.graphql", "a*/**.graphql"]
[[crate]]
name = "c"
schema = "c.json"
[crate.graphql]
documents = ["a.graphql"]
"#;
    check(
        &["a.graphql", "c.json"],
        text,
        &[
            "4:19 crate `a` names no operations for its client",
            "9:14 `gone`: no such file or directory",
            "9:35 `a*/**.graphql`: a `*` may stand in the last part only, and `**` before it for all folders",
        ],
    );
}
