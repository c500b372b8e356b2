//! How much is shown of what a run has to say.

use meshwright::FrontEnd;
use meshwright::report::{counts, diagnostics_text};
use meshwright_generator::diagnostics::{Diagnostics, Instead};
use meshwright_generator::source::{Place, SourceMap};

const FRONT_END: &FrontEnd = &FrontEnd { name: "meshwright" };

#[test]
fn many_of_one_code_are_counted_and_hide_no_other() {
    let mut sources = SourceMap::default();
    let text: String = (0..10_000).map(|it| format!("k{it}: v\n")).collect();
    let file = sources.add("a.yaml", text);
    let mut all = Diagnostics::default();
    for it in 0..10_000 {
        all.missing_target(Place::Value(file, format!("/k{it}")), "#/x", None);
    }
    all.unknown_type(Place::Value(file, "/k9999".to_owned()), "v", Instead::Near("null"));
    all.unknown_version(Place::Key(file, "/k69".to_owned()), "9");
    assert_eq!(counts(&all).as_deref(), Some("1 error, 10001 warnings"));
    let shown = |text: &str| text.matches("--> a.yaml:").count();

    let text = diagnostics_text(&all, &sources, false, false, FRONT_END);
    assert_eq!(shown(&text), 12, "{text}");
    assert!(text.contains("9990 more (`--all-warnings` shows them):\n"), "{text}");
    assert!(text.contains("   9990 missing-target\n"), "{text}");
    assert!(text.contains("version `9` is unknown"), "{text}");
    assert!(
        text.ends_with(
            "\n`meshwright explain CODE` says more about each: missing-target, unknown-type, unknown-version\n"
        ),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'));

    // In strict mode there are as many errors; what is shown is bounded too.
    let mut strict = all.clone();
    strict.implied_types(Place::File(file), 2, "object");
    strict.treat_warnings_as_errors();
    assert_eq!(counts(&strict).as_deref(), Some("10002 errors"), "a note stays a note");
    assert_eq!(shown(&diagnostics_text(&strict, &sources, false, false, FRONT_END)), 52);

    let text = diagnostics_text(&all, &sources, true, true, FRONT_END);
    assert!(!text.contains(" more ("));
    assert!(text.contains('\u{1b}'));
    assert_eq!(shown(&diagnostics_text(&all, &sources, true, false, FRONT_END)), 10_002);
}

#[test]
fn a_clean_run_says_nothing() {
    let (none, sources) = (Diagnostics::default(), SourceMap::default());
    assert_eq!(diagnostics_text(&none, &sources, false, false, FRONT_END), "");
}
