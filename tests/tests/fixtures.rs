//! Every fixture's input gives what its page expects; `UPDATE_EXPECT=1` writes the pages anew.

use std::collections::BTreeMap;
use std::fs;

use meshwright::format::Formatter;
use meshwright_generator::diagnostics::code;
use meshwright_generator::diagnostics::render::render;
use meshwright_generator::output::OutputTree;
use tests::cargo::Workspace;
use tests::fixture::{self, Block, Fixture};
use tests::generate::{Outcome, of_blocks};
use tests::{items, root};

/// The folders of fixtures; each has a test below.
const AREAS: &[&str] = &[
    "bodies",
    "clients",
    "diagnostics",
    "five_mistakes",
    "hostile",
    "multi_file",
    "names",
    "operations",
    "overlay",
    "parameters",
    "references",
    "responses",
    "schemas",
    "security",
    "swagger2",
];

#[test]
fn bodies() {
    check("bodies");
}

#[test]
fn clients() {
    check("clients");
}

#[test]
fn diagnostics() {
    check("diagnostics");
}

#[test]
fn five_mistakes() {
    check("five_mistakes");
}

#[test]
fn hostile() {
    check("hostile");
}

#[test]
fn multi_file() {
    check("multi_file");
}

#[test]
fn names() {
    check("names");
}

#[test]
fn operations() {
    check("operations");
}

#[test]
fn overlay() {
    check("overlay");
}

#[test]
fn parameters() {
    check("parameters");
}

#[test]
fn references() {
    check("references");
}

#[test]
fn responses() {
    check("responses");
}

#[test]
fn schemas() {
    check("schemas");
}

#[test]
fn security() {
    check("security");
}

#[test]
fn swagger2() {
    check("swagger2");
}

/// Where the output of a fixture goes, as far as the generator knows.
const OUT: &str = "out";

fn check(area: &str) {
    let fixtures = fixture::load(area);
    let mut outcomes: Vec<Outcome> =
        fixtures.iter().map(|it| of_blocks(&it.inputs, &it.case, OUT)).collect();
    format_all(&fixtures, &mut outcomes);
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for (fixture, outcome) in fixtures.iter().zip(&outcomes) {
        let expected = found(fixture, outcome);
        let page = fixture.with(&expected);
        if update {
            fs::write(&fixture.path, page).expect("a fixture");
        } else if page != fixture.with(&fixture.expected) {
            let path = fixture.path.strip_prefix(root()).unwrap_or(&fixture.path).display();
            let expected = expected.iter().zip(&fixture.expected).find(|(a, b)| a != b);
            let shown = expected.map_or(String::new(), |(new, _)| {
                format!("; now `{} {}` is\n{}", new.language, new.name, new.text)
            });
            wrong.push(format!("{path}{shown}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "other than expected; look at the difference that `UPDATE_EXPECT=1 cargo test -p tests` makes\n{}",
        wrong.join("\n")
    );
}

/// Runs rustfmt once, over all the files that the pages show.
fn format_all(fixtures: &[Fixture], outcomes: &mut [Outcome]) {
    let mut all = OutputTree::default();
    for (fixture, outcome) in fixtures.iter().zip(&*outcomes) {
        for (path, text) in outcome.tree.iter().flat_map(OutputTree::files) {
            if fixture.expected.iter().any(|it| Some(file(&it.name)) == inner(path)) {
                all.insert(format!("{}/{path}", fixture.case), text.clone());
            }
        }
    }
    let formatter = Formatter::new(root(), None).expect("rustfmt");
    formatter.format(&mut all).expect("formatted");
    for (fixture, outcome) in fixtures.iter().zip(outcomes) {
        for (path, text) in outcome.tree.iter_mut().flat_map(OutputTree::files_mut) {
            if let Some(formatted) = all.files().get(&format!("{}/{path}", fixture.case)) {
                text.clone_from(formatted);
            }
        }
    }
}

/// `types/pet.rs` of `types/pet.rs Pet, PetKind`.
fn file(name: &str) -> &str {
    name.split(' ').next().unwrap_or_default()
}

/// The path inside the crate's sources.
fn inner(path: &str) -> Option<&str> {
    path.strip_prefix(OUT)?.strip_prefix("/src/")
}

/// What the page should say: the diagnostics if there are any, and each file that it shows.
fn found(fixture: &Fixture, outcome: &Outcome) -> Vec<Block> {
    let shown = fixture.path.display();
    let mut blocks = Vec::new();
    if !outcome.diagnostics.is_empty() {
        let text = render(&outcome.diagnostics, &outcome.sources, false).trim_end().to_owned();
        let (language, name) = ("text".to_owned(), "diagnostics".to_owned());
        blocks.push(Block { language, name, text: text + "\n" });
    }
    for Block { language, name, .. } in &fixture.expected {
        match language.as_str() {
            "text" if name == "diagnostics" => {}
            "rust" => {
                let tree = outcome.tree.as_ref();
                let tree = tree.unwrap_or_else(|| panic!("{shown}: nothing was generated"));
                let files = tree.files();
                let text = files.get(&format!("{OUT}/src/{}", file(name)));
                let text = text.unwrap_or_else(|| {
                    let there: Vec<_> = files.keys().filter_map(|it| inner(it)).collect();
                    panic!("{shown}: no file `{name}`; there are {there:?}")
                });
                let names = name.split_once(' ').map_or("", |it| it.1);
                let text = items::pick(text, names)
                    .unwrap_or_else(|item| panic!("{shown}: no item `{item}` in `{name}`"));
                blocks.push(Block { language: language.clone(), name: name.clone(), text });
            }
            _ => panic!("{shown}: nothing is called `{language} {name}`"),
        }
    }
    blocks
}

#[test]
fn every_fixture_is_read() {
    for path in fixture::list(&fixture::folder()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(
            name == "README.md" || AREAS.contains(&name.as_str()),
            "`tests/fixtures/{name}` is read by no test"
        );
    }
    for area in AREAS {
        for path in fixture::list(&fixture::folder().join(area)) {
            assert!(
                path.extension().is_some_and(|it| it == "md"),
                "`{}` is no fixture",
                path.display()
            );
        }
    }
}

#[test]
fn every_code_has_a_fixture() {
    let fixtures: BTreeMap<String, Fixture> =
        fixture::load("diagnostics").into_iter().map(|it| (it.case.clone(), it)).collect();
    for code in code::ALL.iter().filter(|it| **it != code::MANIFEST) {
        let name = code.name;
        let fixture = fixtures
            .get(&name.replace('-', "_"))
            .unwrap_or_else(|| panic!("no fixture shows `{name}`"));
        let shows = |it: &Block| it.name == "diagnostics" && it.text.contains(&format!("[{name}]"));
        assert!(fixture.expected.iter().any(shows), "the fixture of `{name}` does not show it");
    }
}

#[test]
fn what_fixtures_give_compiles() {
    let workspace = Workspace::new("fixtures");
    let mut names: Vec<String> = Vec::new();
    for area in AREAS {
        for fixture in fixture::load(area) {
            let name = format!("{area}_{}", fixture.case);
            if let Some(tree) = of_blocks(&fixture.inputs, &name, &name).tree {
                meshwright::sync::sync(workspace.folder(), &tree, meshwright::sync::Mode::Write)
                    .expect("the crate is written");
                names.push(name);
            }
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    workspace.members(&names);
    let out = workspace.check(&["--workspace"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}
