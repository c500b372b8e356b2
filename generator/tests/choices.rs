//! What a manifest says about a GraphQL schema: what does not fit it is told at its place in the manifest.

use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::diagnostics::render::render;
use meshwright_generator::settings::{DirectiveUse, GraphqlSettings, Model, Written};
use meshwright_generator::source::SourceMap;
use meshwright_generator::{CrateJob, Emit, Project, generate};

const SDL: &str = "directive @auth on FIELD_DEFINITION
scalar Date
enum Color { RED GREEN }
type Query { user: User }
type User { name: String, born: Date, color: Color }
";

/// Runs with the words of a manifest, each found where it stands.
fn run(manifest: &str, settings: impl Fn(&dyn Fn(&str) -> Written) -> GraphqlSettings) -> String {
    let mut sources = SourceMap::default();
    let schema = sources.add("a.graphql", SDL.to_owned());
    let file = sources.add("meshwright.toml", manifest.to_owned());
    let written = |text: &str| {
        let start = manifest.find(text).expect("a word of the manifest");
        Written { text: text.to_owned(), span: start..start + text.len() }
    };
    let job = CrateJob {
        name: "api".to_owned(),
        out: "api".to_owned(),
        schemas: vec![schema],
        overlays: Vec::new(),
        emit: Emit::default(),
        unimplemented: Vec::new(),
        graphql: GraphqlSettings { file: Some(file), ..settings(&written) },
        runtime_path: None,
    };
    let project = Project { crates: vec![job], docs: None, strict: false };
    let mut diagnostics = Diagnostics::default();
    let tree = generate(&project, &sources, &mut diagnostics);
    assert_eq!(tree.is_none(), diagnostics.has_errors());
    render(&diagnostics, &sources, false)
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let manifest = "resolvers = [\"User.nmae\", \"Usr.name\", \"User.*\"]
batch = [\"User.bron\"]
directives = { auht = \"run\" }
scalars = { Dat = \"a::B\", Date = \"a b\" }
[models]
Query2 = \"m::Q\"
User = { type = \"m::\", fields = { naem = \"x\", name = \"f(1)\" } }
Color = { type = \"m::Color\", fields = { RED = \"a()\" } }
";
    let said = run(manifest, |it| GraphqlSettings {
        resolvers: vec![it("User.nmae"), it("Usr.name"), it("User.*")],
        batch: vec![it("User.bron")],
        directives: vec![(it("auht"), DirectiveUse::Run)],
        scalars: vec![(it("Dat"), it("a::B")), (it("Date"), it("a b"))],
        models: vec![
            Model { name: it("Query2"), path: it("m::Q"), members: Vec::new() },
            Model {
                name: it("User"),
                path: it("m::\"").without_last(),
                members: vec![(it("naem"), it("x")), (it("name"), it("f(1)"))],
            },
            Model {
                name: it("Color"),
                path: it("m::Color"),
                members: vec![(it("RED"), it("a()"))],
            },
        ],
        ..GraphqlSettings::default()
    });
    insta::assert_snapshot!(said);
}

#[test]
fn what_fits_says_nothing() {
    let manifest = "User.* auth Date my::Date User m::User name a.b().c Color m::Color RED Red";
    let said = run(manifest, |it| GraphqlSettings {
        resolvers: vec![it("User.*")],
        directives: vec![(it("auth"), DirectiveUse::Ignore)],
        scalars: vec![(it("Date"), it("my::Date"))],
        models: vec![
            Model {
                name: it("User"),
                path: it("m::User"),
                members: vec![(it("name"), it("a.b().c"))],
            },
            Model {
                name: it("Color"),
                path: it("m::Color"),
                members: vec![(it("RED"), it("Red"))],
            },
        ],
        ..GraphqlSettings::default()
    });
    assert_eq!(said, "");
}

trait WithoutLast {
    fn without_last(self) -> Self;
}

impl WithoutLast for Written {
    fn without_last(mut self) -> Self {
        self.text.pop();
        self.span.end -= 1;
        self
    }
}
