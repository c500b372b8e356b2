//! Documents made to hurt: each is generated or refused, in bounded time, and nothing overflows.

use std::fs;
use std::time::{Duration, Instant};

use tests::generate::{Outcome, crate_of};

/// What any of these may take without optimisation on a busy machine; they take a second or two.
const PATIENCE: Duration = Duration::from_secs(60);

fn run(name: &str, text: &str) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), text).expect("a file");
    let start = Instant::now();
    let outcome = crate_of(folder.path(), &[name.to_owned()], &[], "hurt", "hurt");
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    outcome
}

fn document(schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: x, version: \"1\" }}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

fn codes(outcome: &Outcome) -> Vec<&'static str> {
    outcome.diagnostics.iter().map(|it| it.code).collect()
}

#[test]
fn nesting_without_end() {
    let deep = format!("{}{}{}", "{type: array, items: ".repeat(10_000), "{}", "}".repeat(10_000));
    let yaml = document(&format!("    A: {deep}\n"));
    assert_eq!(codes(&run("openapi.yaml", &yaml)), ["syntax"]);
    let json = format!(
        "{{\"openapi\": \"3.0.3\", \"x-a\": {}{}}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    assert_eq!(codes(&run("openapi.json", &json)), ["syntax"]);
}

#[test]
fn aliases_that_multiply() {
    let mut text =
        document("    A: { type: string }\n") + "x-a0: &a0 [l, l, l, l, l, l, l, l, l]\n";
    for n in 1..10 {
        let item = format!("*a{}, ", n - 1);
        text.push_str(&format!("x-a{n}: &a{n} [{}]\n", item.repeat(9)));
    }
    assert_eq!(codes(&run("openapi.yaml", &text)), ["syntax"]);
}

#[test]
fn long_chains_of_references() {
    for link in [
        "{ $ref: \"#/components/schemas/NEXT\" }",
        "{ type: object, required: [n], properties: { n: { $ref: \"#/components/schemas/NEXT\" } } }",
        "{ type: array, items: { $ref: \"#/components/schemas/NEXT\" } }",
    ] {
        let links: String = (0..2_000)
            .map(|n| format!("    A{n}: {}\n", link.replace("NEXT", &format!("A{}", n + 1))))
            .collect();
        let outcome =
            run("openapi.yaml", &document(&format!("{links}    A2000: {{ type: object }}\n")));
        assert!(outcome.tree.is_some(), "{link}: {:?}", codes(&outcome));
    }
}

#[test]
fn circles() {
    let outcome = run(
        "openapi.yaml",
        &document(
            r##"    A: { $ref: "#/components/schemas/A" }
    B: { $ref: "#/components/schemas/C" }
    C: { $ref: "#/components/schemas/B" }
    D: { allOf: [{ $ref: "#/components/schemas/D" }] }
    E: { oneOf: [{ $ref: "#/components/schemas/E" }, { type: string }] }
    F: { anyOf: [{ $ref: "#/components/schemas/G" }, { $ref: "#/components/schemas/F" }] }
    G: { anyOf: [{ $ref: "#/components/schemas/F" }, { $ref: "#/components/schemas/G" }] }
    H: { type: array, items: { $ref: "#/components/schemas/H" } }
    I: { $ref: "#/components/schemas/I/properties/x" }
    J: { allOf: [{ $ref: "#/components/schemas/K" }, { properties: { a: { type: string } } }] }
    K: { allOf: [{ $ref: "#/components/schemas/J" }, { properties: { b: { type: string } } }] }
    L: { $ref: "#" }
"##,
        ),
    );
    assert!(outcome.tree.is_some(), "{:?}", codes(&outcome));
}

/// Members that include the schema they are members of, many of them: one type for each, not one for each order.
#[test]
fn schemas_taken_up_again_inside_of_themselves() {
    let members: String = (0..12)
        .map(|n| {
            format!(
                "        p{n}: {{ allOf: [{{ $ref: \"#/components/schemas/T\" }}, {{ properties: {{ x{n}: {{ type: string }} }} }}] }}\n"
            )
        })
        .collect();
    let outcome = run(
        "openapi.yaml",
        &document(&format!("    T:\n      type: object\n      properties:\n{members}")),
    );
    let tree = outcome.tree.expect("no errors");
    let n_types = tree.files()["hurt/src/types/t.rs"].matches("pub struct").count();
    assert!(n_types <= 2 * 12 + 1, "{n_types} types");
}

/// Alternatives of alternatives: what each level doubles is not written out.
#[test]
fn alternatives_that_double() {
    for keyword in ["oneOf", "anyOf", "allOf"] {
        for link in [
            "[A, A]",
            "[A, { type: object, properties: { a: A } }]",
            "[{ allOf: [A, { properties: { a: A } }] }, { allOf: [A, { properties: { b: A } }] }]",
            "[A, { properties: { a: A, b: { type: string } } }], properties: { nN: { type: string } }",
        ] {
            let levels: String = (0..30)
                .map(|n| {
                    let next = format!("{{ $ref: \"#/components/schemas/A{}\" }}", n + 1);
                    let link = link.replace("nN", &format!("n{n}")).replace('A', &next);
                    format!("    A{n}: {{ {keyword}: {link} }}\n")
                })
                .collect();
            let last = "    A30: { type: object, properties: { z: { type: string } } }\n";
            let outcome = run("openapi.yaml", &document(&format!("{levels}{last}")));
            assert!(outcome.tree.is_some(), "{keyword}: {link}: {:?}", codes(&outcome));
        }
    }
}

/// Each includes the next, and all of them are included in the first.
#[test]
fn a_long_chain_of_all_of() {
    let links: String = (0..5_000)
        .map(|n| {
            format!(
                "    A{n}: {{ allOf: [{{ $ref: \"#/components/schemas/A{}\" }}, {{ properties: {{ p{n}: {{ type: string }} }} }}] }}\n",
                n + 1
            )
        })
        .collect();
    let outcome =
        run("openapi.yaml", &document(&format!("{links}    A5000: {{ type: object }}\n")));
    assert!(outcome.tree.is_some(), "{:?}", codes(&outcome));
}

/// What is no text at all, or none that says anything.
#[test]
fn files_of_nothing() {
    for name in ["openapi.yaml", "openapi.json"] {
        for bytes in [
            &b""[..],
            b"\xef\xbb\xbf",
            b"\0\0\0",
            b"\xff\xfe{\0}\0",
            b"openapi: \xff",
            b"- -",
            b"null",
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join(name), bytes).expect("a file");
            let outcome = crate_of(folder.path(), &[name.to_owned()], &[], "hurt", "hurt");
            assert!(outcome.tree.is_none(), "{bytes:?}");
            assert!(outcome.diagnostics.has_errors(), "{bytes:?}");
        }
    }
}

/// Files that refer to one another in a circle, as wholes and by parts.
#[test]
fn circles_of_files() {
    let folder = tempfile::tempdir().expect("a folder");
    for n in 0..200 {
        let next = format!("f{}.yaml", (n + 1) % 200);
        let text = format!(
            "A: {{ type: object, properties: {{ a: {{ $ref: \"{next}#/A\" }}, b: {{ $ref: \"{next}#/B\" }} }} }}\nB: {{ $ref: \"{next}#/B\" }}\n"
        );
        fs::write(folder.path().join(format!("f{n}.yaml")), text).expect("a file");
    }
    let root = document(
        "    A: { $ref: \"f0.yaml#/A\" }\n    B: { $ref: \"f0.yaml#/B\" }\n    C: { $ref: \"f0.yaml#/B/x\" }\n",
    );
    fs::write(folder.path().join("openapi.yaml"), root).expect("a file");
    let start = Instant::now();
    let outcome = crate_of(folder.path(), &["openapi.yaml".to_owned()], &[], "hurt", "hurt");
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert!(outcome.tree.is_some(), "{:?}", codes(&outcome));
}

/// Resources that replace one another's dynamic anchors.
#[test]
fn dynamic_anchors_that_multiply() {
    let links: String = (0..60)
        .map(|n| {
            let next = |step: usize| (n + step) % 60;
            format!(
                "    A{n}: {{ $id: a{n}, $defs: {{ x: {{ $dynamicAnchor: x{}, type: string }} }}, properties: {{ a: {{ $ref: a{} }}, b: {{ $ref: a{} }}, c: {{ $dynamicRef: \"#x{}\" }} }} }}\n",
                n % 7, next(1), next(11), n % 7
            )
        })
        .collect();
    let outcome = run("openapi.yaml", &document(&links).replace("3.0.3", "3.1.0"));
    assert!(outcome.tree.is_some(), "{:?}", codes(&outcome));
}
