//! How much is shown of what a run has to say.

use meshwright::report::{counts, diagnostics_text};
use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::source::{Place, SourceMap};

#[test]
fn many_warnings_are_counted_and_every_error_is_shown() {
    let mut sources = SourceMap::default();
    let text: String = (0..70).map(|it| format!("k{it}: v\n")).collect();
    let file = sources.add("a.yaml", text);
    let mut all = Diagnostics::default();
    for it in 0..70 {
        all.missing_target(Place::Value(file, format!("/k{it}")), "#/x", None);
    }
    all.unknown_version(Place::Key(file, "/k69".to_owned()), "9");
    assert_eq!(counts(&all).as_deref(), Some("1 error, 70 warnings"));
    let shown = |text: &str| {
        text.matches("\n  --> a.yaml:").count() + text.matches("\n --> a.yaml:").count()
    };

    let text = diagnostics_text(&all, &sources, false, false);
    assert_eq!(shown(&text), 51, "{text}");
    assert!(text.contains("20 more warnings"), "{text}");
    assert!(text.contains("     20 missing-target\n"), "{text}");
    assert!(text.contains("version `9` is unknown"), "{text}");
    assert!(!text.contains('\u{1b}'));

    let text = diagnostics_text(&all, &sources, true, true);
    assert!(!text.contains("more warnings"));
    assert!(text.contains('\u{1b}'));
}
