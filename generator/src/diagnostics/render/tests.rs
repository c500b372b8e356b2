use super::*;

fn diagnostic(place: Place, label: &str) -> Diagnostic {
    Diagnostic {
        code: "some-code",
        severity: Severity::Error,
        message: "`x` is not right".to_owned(),
        place,
        label: label.to_owned(),
        related: Vec::new(),
        help: None,
    }
}

fn value(file: FileId, pointer: &str) -> Place {
    Place::Value(file, pointer.to_owned())
}

#[track_caller]
fn check(diagnostic: &Diagnostic, sources: &SourceMap, want: &str) {
    let text = render_one(diagnostic, sources, false);
    assert_eq!(text.trim_end(), want.trim_end(), "\n{text}");
}

#[test]
fn an_excerpt_with_its_label_and_help() {
    let mut sources = SourceMap::default();
    let file = sources.add("api.yaml", "a: 1\nb:\n  grüße: {x: 2}\n".to_owned());
    let mut it = diagnostic(value(file, "/b/grüße/x"), "expected a string");
    it.help = Some("quote it".to_owned());
    check(
        &it,
        &sources,
        "\
error[some-code]: `x` is not right
 --> api.yaml:3:14
  |
3 |   grüße: {x: 2}
  |              ^ expected a string
  |
  = help: quote it",
    );
}

#[test]
fn related_places_near_far_and_elsewhere() {
    let mut sources = SourceMap::default();
    let text = format!("a: 1\nb: 2\n{}z: 3\n", "#\n".repeat(20));
    let file = sources.add("api.yaml", text);
    let other = sources.add("other.json", "{\"k\": true}".to_owned());
    let missing = sources.add_unreadable("missing.yaml", "gone".to_owned());
    let mut it = diagnostic(value(file, "/b"), "here");
    it.severity = Severity::Warning;
    it.related = vec![
        (Place::Key(file, "/a".to_owned()), "and here".to_owned()),
        (Place::Key(file, "/z".to_owned()), "far away".to_owned()),
        (value(other, "/k"), "in another file".to_owned()),
        (Place::File(missing), "which is not there".to_owned()),
    ];
    check(
        &it,
        &sources,
        "\
warning[some-code]: `x` is not right
  --> api.yaml:2:4
   |
 1 | a: 1
   | - and here
 2 | b: 2
   |    ^ here
   |
  ::: api.yaml:23:1
   |
23 | z: 3
   | - far away
   |
  ::: other.json:1:7
   |
 1 | {\"k\": true}
   |       ---- in another file
   |
   = note: missing.yaml: which is not there",
    );
}

#[test]
fn a_whole_file_has_no_excerpt() {
    let mut sources = SourceMap::default();
    let file = sources.add("api.yaml", "a: 1\n".to_owned());
    check(
        &diagnostic(Place::File(file), "not a schema"),
        &sources,
        "\
error[some-code]: `x` is not right
--> api.yaml
 |
 = note: not a schema",
    );
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let mut sources = SourceMap::default();
    let filler = "\"ü\":0,".repeat(200_000);
    let file = sources.add("a.json", format!("{{{filler}\"x\":\"bad\",{filler}\"y\":1}}"));
    let text = render_one(&diagnostic(value(file, "/x"), "here"), &sources, false);
    assert!(text.len() < 600, "{}", text.len());
    assert!(text.contains(" --> a.json:1:1200006\n"), "{text}");
    let lines: Vec<_> = text.lines().collect();
    let column = lines[4].find('^').expect("a mark");
    assert!(lines[3].chars().skip(column).collect::<String>().starts_with("\"bad\""), "{text}");
}

#[test]
fn lines_and_columns_count_characters_from_one() {
    let mut sources = SourceMap::default();
    let file = sources.add("a.yaml", "a: 1\r\n\"ü\": {b: c}\r\n".to_owned());
    assert_eq!(line_column(&sources, &value(file, "/ü/b")), Some((2, 10)));
    assert_eq!(line_column(&sources, &Place::Span(file, 0, 1)), Some((1, 1)));
    assert_eq!(line_column(&sources, &Place::Span(file, 999, 999)), Some((3, 1)));
    assert_eq!(line_column(&sources, &Place::File(file)), None);
}

#[test]
fn odd_texts_do_not_panic() {
    let texts =
        ["", "\n", "\u{feff}", "a\tb: c", "\u{1b}[31m: \u{202e}x", "é", "\r\r\n", "a:\u{0}"];
    for text in texts {
        let mut sources = SourceMap::default();
        let file = sources.add("a.yaml", text.to_owned());
        for end in 0..=text.len() + 1 {
            let mut it = diagnostic(Place::Span(file, end.saturating_sub(1), end), "label");
            it.related = vec![(Place::Span(file, 0, 99), "all".to_owned())];
            assert!(render_one(&it, &sources, true).contains("not right"));
        }
    }
}

#[test]
fn many_diagnostics_of_a_large_file_are_drawn_from_one_scan() {
    let mut sources = SourceMap::default();
    let text: String = (0..20_000).map(|it| format!("k{it}: {{a: 1}}\n")).collect();
    let file = sources.add("a.yaml", text);
    let mut all = Diagnostics::default();
    for it in 0..200 {
        all.push(diagnostic(value(file, &format!("/k{it}/a")), ""));
    }
    let text = render(&all, &sources, false);
    assert!(text.contains("--> a.yaml:200:11"), "{text}");
}

#[test]
fn tabs_carriage_returns_and_wide_characters_keep_marks_below_their_text() {
    let mut sources = SourceMap::default();
    let file = sources.add("a.yaml", "a: 1\r\n題: {b:\t{c: x}}\r\n".to_owned());
    let other = sources.add("b.json", "{\r\n\t\"日本\":\t[1]\r\n}".to_owned());
    let mut it = diagnostic(value(file, "/題/b/c"), "here");
    it.related = vec![(value(other, "/日本/0"), "and here".to_owned())];
    check(
        &it,
        &sources,
        "\
error[some-code]: `x` is not right
 --> a.yaml:2:12
  |
2 | 題: {b:    {c: x}}
  |                ^ here
  |
 ::: b.json:2:9
  |
2 |     \"日本\":    [1]
  |                 - and here",
    );
}
