//! `dump`: one stage's result, for people.

use anyhow::Context as _;
use meshwright_generator::diagnostics::{Diagnostics, similar};

use super::{Dump, Gen, Input};
use crate::project::{self, Loaded};
use crate::{Exit, FrontEnd, report};

/// Prints one stage's result to standard output, and what was found on the way to standard error.
pub(super) fn dump(dump: &Dump, front_end: &FrontEnd) -> anyhow::Result<Exit> {
    let Dump { stage, name, input: Input { manifest, schema } } = dump;
    let input = Input { manifest: manifest.clone(), schema: schema.clone() };
    let Loaded { project, sources, .. } = project::load(&Gen { input, ..Gen::default() })?;
    let mut diagnostics = Diagnostics::default();
    let text =
        meshwright_generator::dump(stage, name.as_deref(), &project, &sources, &mut diagnostics);
    report::diagnostics(&diagnostics, &sources, false, front_end);
    let text = text.with_context(|| unknown_stage(stage))?;
    report::to_stdout(&text);
    Ok(if diagnostics.has_errors() { Exit::Findings } else { Exit::Fine })
}

/// The stages that there are something to dump of.
const STAGES: &[&str] = &["sources", "document", "api", "plan"];

fn unknown_stage(stage: &str) -> String {
    match similar(stage, STAGES.iter().copied()) {
        Some(near) => format!("there is no stage `{stage}`; did you mean `{near}`?"),
        None => format!("there is no stage `{stage}`; the stages are {}", STAGES.join(", ")),
    }
}
