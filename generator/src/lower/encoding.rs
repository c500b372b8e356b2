//! How single fields of forms travel (OpenAPI, "Encoding Object").

use super::Lowering;
use crate::api::{Encoding, Location, Property, Style};
use crate::openapi::Node;

impl<'a> Lowering<'a, '_> {
    /// The encodings of a media type; one of a field that the schema does not have says nothing.
    pub(super) fn encodings(&mut self, node: &Node<'a>) -> Vec<Encoding> {
        let mut list = Vec::new();
        for (name, it) in node.members_of("encoding") {
            let Some(it) = self.document.follow(it) else { continue };
            let media_types = it.text("contentType").unwrap_or_default().split(',');
            let media_types =
                media_types.map(|it| it.split(';').next().unwrap_or(it).trim().to_lowercase());
            let has_style = ["style", "explode"].iter().any(|key| it.value_of(key).is_some());
            list.push(Encoding {
                name: name.to_owned(),
                media_types: media_types.filter(|it| it.contains('/')).collect(),
                style: has_style.then(|| self.style(&it, Location::Query)),
            });
        }
        list
    }

    /// Version 2.0 has the style at the field itself; its lists are joined by commas unless it says otherwise.
    pub(super) fn field_encoding(&mut self, node: &Node<'a>, field: &Property) -> Option<Encoding> {
        let style =
            (node.text("type") == Some("array")).then(|| self.style(node, Location::Query))?;
        let is_usual = style == (Style::Form, true);
        (!is_usual).then(|| Encoding {
            name: field.name.clone(),
            media_types: Vec::new(),
            style: Some(style),
        })
    }
}
