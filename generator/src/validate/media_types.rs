//! Media types of a body that nothing is generated for are told.

use crate::api::{Api, Content, generated};
use crate::diagnostics::Diagnostics;

/// Reports the media types that are left out.
pub(super) fn check_media_types(api: &Api, diagnostics: &mut Diagnostics) {
    for operation in api.all_operations() {
        let body = operation.request_body.iter().map(|it| &it.contents);
        let answers = operation.responses.iter().map(|it| &it.contents);
        for contents in body.chain(answers) {
            check(contents, diagnostics);
        }
    }
}

fn check(contents: &[Content], diagnostics: &mut Diagnostics) {
    let kept = generated(contents);
    let Some(first) = kept.first() else { return };
    for content in contents {
        if !kept.iter().any(|it| it.media_type == content.media_type) {
            let instead = format!("`{}` is", first.media_type);
            let what = format!("`{}`", content.media_type);
            diagnostics.not_generated(content.place.clone(), &what, &instead);
        }
    }
}
