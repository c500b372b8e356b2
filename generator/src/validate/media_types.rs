//! One media type per body is generated; the others are told.

use crate::api::{Api, Content, preferred};
use crate::diagnostics::Diagnostics;

/// Reports the media types that are left out.
pub(super) fn check_media_types(api: &Api, diagnostics: &mut Diagnostics) {
    for operation in &api.operations {
        let body = operation.request_body.iter().map(|it| &it.contents);
        let answers = operation.responses.iter().map(|it| &it.contents);
        for contents in body.chain(answers) {
            check(contents, diagnostics);
        }
    }
}

fn check(contents: &[Content], diagnostics: &mut Diagnostics) {
    let Some(chosen) = preferred(contents) else { return };
    for (index, content) in contents.iter().enumerate() {
        if index != chosen {
            let instead = format!("`{}` is", contents[chosen].media_type);
            let what = format!("`{}`", content.media_type);
            diagnostics.not_generated(content.place.clone(), &what, &instead);
        }
    }
}
