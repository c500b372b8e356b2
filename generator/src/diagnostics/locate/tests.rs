use super::*;

#[track_caller]
fn check(path: &str, text: &str, place: fn(FileId, String) -> Place, pointer: &str, want: &str) {
    let mut sources = SourceMap::default();
    let file = sources.add(path, text.to_owned());
    let range = locate(&sources, &place(file, pointer.to_owned())).expect("the file is there");
    let line = text[..range.start].matches('\n').count() + 1;
    assert_eq!(format!("{line}: {}", &text[range]), want, "{pointer}");
}

const YAML: &str = "\
openapi: 3.0.0 # which
info: {title: Größe, 'x-y': [1, \"zwei\", 3]}
paths:
  /pets/{id}:
    get:
      description: |
        über
        two lines
      tags:
      - eins
      - name: zwei
        x: 1
      empty:
      long: a plain
        scalar
base: &base
  type: strng
copy: *base
list: [&el {a: b}, *el]
? [complex, key]
: value
last: ünd
";

#[test]
fn values_of_yaml() {
    for text in [YAML.to_owned(), YAML.replace('\n', "\r\n"), format!("\u{feff}{YAML}")] {
        let check = |pointer, want| check("a.yaml", &text, Place::Value, pointer, want);
        check("/openapi", "1: 3.0.0");
        check("/info", "2: {title: Größe, 'x-y': [1, \"zwei\", 3]}");
        check("/info/title", "2: Größe");
        check("/info/x-y", "2: [1, \"zwei\", 3]");
        check("/info/x-y/1", "2: \"zwei\"");
        check("/paths", "3: paths");
        check("/paths/~1pets~1{id}/get", "5: get");
        check("/paths/~1pets~1{id}/get/description", "6: description");
        check("/paths/~1pets~1{id}/get/tags/0", "10: eins");
        check("/paths/~1pets~1{id}/get/tags/1", "11: name: zwei");
        check("/paths/~1pets~1{id}/get/empty", "13: empty");
        check("/paths/~1pets~1{id}/get/long", "14: a plain");
        check("/last", "22: ünd");
    }
}

#[test]
fn keys_of_yaml() {
    let check = |pointer, want| check("a.yaml", YAML, Place::Key, pointer, want);
    check("/openapi", "1: openapi");
    check("/info/x-y", "2: 'x-y'");
    check("/paths/~1pets~1{id}", "4: /pets/{id}");
    // An element has no key.
    check("/paths/~1pets~1{id}/get/tags/0", "10: eins");
}

#[test]
fn aliases_are_where_their_anchor_is() {
    let value = |pointer, want| check("a.yaml", YAML, Place::Value, pointer, want);
    value("/copy/type", "17: strng");
    value("/copy", "16: &base");
    value("/list/1/a", "19: b");
    value("/list/1", "19: &el {a: b}");
    check("a.yaml", YAML, Place::Key, "/copy", "18: copy");
}

#[test]
fn what_does_not_exist_is_shown_by_what_does() {
    let value = |pointer, want| check("a.yaml", YAML, Place::Value, pointer, want);
    value("/paths/~1pets~1{id}/get/responses/200", "5: get");
    value("/nothing", "1: openapi: 3.0.0 # which");
    value("/info/x-y/7", "2: 'x-y'");
    check("a.json", "", Place::Value, "/a", "1: ");
    check("a.yaml", "", Place::Key, "/a", "1: ");
}

const JSON: &str = r#"{
  "a": {"b": [1, {"c\"d": "ü"}], "ß": null},
  "e" :
    {"f": true},
  "g": -1.5e3, "empty": {}, "none": []
}
"#;

#[test]
fn values_and_keys_of_json() {
    for text in [JSON.to_owned(), JSON.replace('\n', "\r\n"), format!("\u{feff}{JSON}")] {
        let value = |pointer, want| check("a.json", &text, Place::Value, pointer, want);
        value("", "1: {");
        value("/a/b", r#"2: [1, {"c\"d": "ü"}]"#);
        value("/a/b/0", "2: 1");
        value("/a/b/1/c\"d", r#"2: "ü""#);
        value("/a/ß", "2: null");
        value("/e", r#"3: "e""#);
        value("/e/f", "4: true");
        value("/g", "5: -1.5e3");
        value("/empty", "5: {}");
        value("/none", "5: []");
        let key = |pointer, want| check("no-name", &text, Place::Key, pointer, want);
        key("/a/b/1/c\"d", r#"2: "c\"d""#);
        key("/a/ß", r#"2: "ß""#);
        key("/e", r#"3: "e""#);
    }
}

#[test]
fn flow_style_that_is_no_json_is_yaml() {
    check("a.yaml", "{a: [b, 'c']}", Place::Value, "/a/1", "1: 'c'");
}

#[test]
fn brackets_may_end_where_their_key_begins() {
    for text in
        ["a:\n  b: {\n    \"c\": 1\n  }\n  d: 2\n", "a:\r\n  b: [\r\n    1\r\n  ]\r\n  d: 2\r\n"]
    {
        check("a.yaml", text, Place::Value, "/a/d", "5: 2");
    }
}

#[test]
fn broken_text_is_located_as_far_as_it_goes() {
    check("a.json", "{\n\"a\": 1,\n\"b\": [1, tru\n}", Place::Value, "/a", "2: 1");
    check("a.json", "{\n\"a\": 1,\n\"b\": [1, tru\n}", Place::Key, "/b", "3: \"b\"");
    check("a.yaml", "a: 1\nb: [1, {2\nc: }", Place::Value, "/a", "1: 1");
}

#[test]
fn spans_are_clamped_to_characters() {
    let mut sources = SourceMap::default();
    let file = sources.add("a", "äöü".to_owned());
    assert_eq!(locate(&sources, &Place::Span(file, 1, 3)), Some(0..4));
    assert_eq!(locate(&sources, &Place::Span(file, 5, 2)), Some(4..4));
    assert_eq!(locate(&sources, &Place::Span(file, 99, 100)), Some(6..6));
    let missing = sources.add_unreadable("b", "No such file".to_owned());
    assert_eq!(locate(&sources, &Place::File(missing)), None);
}

#[test]
fn no_text_panics_and_no_depth_overflows() {
    let deep = 100_000;
    let texts = [
        "[".repeat(deep),
        "{\"a\":".repeat(deep),
        "- ".repeat(2_000),
        "{a: ".repeat(2_000),
        "&a [*a, *b, &a {*a : *a}]".to_owned(),
        "&a {x: 1, y: *a}".to_owned(),
        "\u{feff}\u{feff}ü: \u{85}\u{2028}b\r\r\n\tc".to_owned(),
        "%YAML 1.2\n---\n...\n--- a\n".to_owned(),
        "\"\\".to_owned(),
        "a: \"\\ud800\"\n? ? ?\n: :".to_owned(),
    ];
    for text in &texts {
        let cuts = (0..text.len().min(40)).chain([text.len()]);
        for text in cuts.filter_map(|cut| text.get(..cut)) {
            for path in ["a.json", "a.yaml"] {
                let mut sources = SourceMap::default();
                let file = sources.add(path, text.to_owned());
                let pointers = ["", "/a", "/0/0/0", "/y/y/y/x", "a", "/"];
                let places = pointers.map(|it| Place::Value(file, it.to_owned()));
                let mut scans = Scans::of(&places);
                for place in &places {
                    assert!(scans.locate(&sources, place).is_some());
                }
            }
        }
    }
}

/// A scan of a large document ends where nothing more is wanted, and not before.
#[test]
fn a_scan_ends_early() {
    let text: String = (0..30_000).map(|it| format!("k{it}: {{ v: {it} }}\n")).collect();
    let mut sources = SourceMap::default();
    let file = sources.add("a.yaml", text.clone());
    for (pointers, least, most) in [
        (["/k9", "/k3/v"], 4, 20_000),
        (["/k9", "/k29999/v"], 29_999, 30_000),
        (["/k9", "/x"], 0, 30_000),
    ] {
        let places = pointers.map(|it| Place::Value(file, it.to_owned()));
        let mut scans = Scans::of(&places);
        let range = scans.locate(&sources, &places[0]).expect("the file is there");
        assert_eq!(&text[range], "{ v: 9 }");
        let last = scans.locate(&sources, &places[1]).expect("the file is there");
        let n_nodes = scans.by_file[&file].len() / 2;
        assert!((least..=most).contains(&n_nodes), "{pointers:?}: {n_nodes}");
        assert!(pointers[1] == "/x" || text[last].parse::<u32>().is_ok());
    }
}
