//! Stages for people: what a document became on its way.

use std::fmt::Write as _;

use super::{Project, diagnostics::Diagnostics, plan_job, read_apis, source::SourceMap, validate};

/// See [`super::dump`].
pub(super) fn dump(
    stage: &str,
    name: Option<&str>,
    project: &Project,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let wanted = |it: &str| name.is_none_or(|name| it.contains(name));
    let mut out = String::new();
    match stage {
        "sources" => {
            for (_, file) in sources.files().filter(|it| wanted(&it.1.path)) {
                let size = file.text.as_ref().map_or_else(String::clone, |it| it.len().to_string());
                push(&mut out, format_args!("{} ({size})", file.path));
            }
        }
        "document" => {
            for api in read_apis(project, sources, true, diagnostics) {
                if wanted(&api.name) {
                    out.push_str(&api.document);
                }
            }
        }
        "api" => {
            for api in read_apis(project, sources, false, diagnostics) {
                let operations = api.operations.iter().filter(|it| wanted(&it.id));
                operations.for_each(|it| push(&mut out, format_args!("{it:#?}")));
                let types = api.types.iter().filter(|it| wanted(&it.name.join(" ")));
                types.for_each(|it| push(&mut out, format_args!("{it:#?}")));
                let types = api.graphql.iter().flat_map(|it| &it.types);
                types
                    .filter(|it| wanted(&it.name))
                    .for_each(|it| push(&mut out, format_args!("{it:#?}")));
            }
        }
        "plan" => {
            let apis = read_apis(project, sources, false, diagnostics);
            for (job, api) in project.crates.iter().zip(apis) {
                let krate = plan_job(job, &validate::validate(api, diagnostics));
                let modules = krate.modules.iter().filter(|it| wanted(&it.path));
                modules.for_each(|it| push(&mut out, format_args!("{it:#?}")));
            }
        }
        _ => return None,
    }
    Some(out)
}

fn push(out: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{line}");
}
