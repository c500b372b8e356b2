//! What is wrong with a document before it is worth validating: one walk over the syntax tree.

use apollo_compiler::Node;
use apollo_compiler::ast::{Definition, Directive, DirectiveList, Document, Selection};
use apollo_compiler::parser::SourceMap;

use crate::graphql::error::{Location, ResponseError};
use crate::graphql::limits::{Limits, coded};

/// Refuses too many directives, each of which validation would have to look at, and those of incremental delivery.
pub(super) fn scan(document: &Document, limits: &Limits) -> Result<(), ResponseError> {
    let mut scan = Scan { sources: &document.sources, limit: limits.directives, directives: 0 };
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(it) => {
                for variable in &it.variables {
                    scan.directives(&variable.directives)?;
                }
                scan.directives(&it.directives)?;
                scan.selections(&it.selection_set)?;
            }
            Definition::FragmentDefinition(it) => {
                scan.directives(&it.directives)?;
                scan.selections(&it.selection_set)?;
            }
            // Definitions of types have no place in a request, and validation says so.
            _ => {}
        }
    }
    Ok(())
}

struct Scan<'d> {
    sources: &'d SourceMap,
    limit: usize,
    directives: usize,
}

impl Scan<'_> {
    /// As deep as the parser let the document be.
    fn selections(&mut self, selections: &[Selection]) -> Result<(), ResponseError> {
        for selection in selections {
            match selection {
                Selection::Field(it) => {
                    self.directives(&it.directives)?;
                    self.selections(it.selection_set.as_deref().unwrap_or_default())?;
                }
                Selection::InlineFragment(it) => {
                    self.directives(&it.directives)?;
                    self.selections(&it.selection_set)?;
                }
                Selection::FragmentSpread(it) => self.directives(&it.directives)?,
            }
        }
        Ok(())
    }

    fn directives(&mut self, directives: &DirectiveList) -> Result<(), ResponseError> {
        self.directives += directives.len();
        if self.directives > self.limit {
            let message = format!("the document has more than {} directives", self.limit);
            return Err(coded("LIMIT_DIRECTIVES", message, None));
        }
        match directives.iter().find(|it| matches!(it.name.as_str(), "defer" | "stream")) {
            Some(directive) => Err(self.incremental(directive)),
            None => Ok(()),
        }
    }

    fn incremental(&self, directive: &Node<Directive>) -> ResponseError {
        let place = directive.location().and_then(|it| it.line_column(self.sources));
        let place = place.map(|it| Location { line: it.line, column: it.column });
        let message = format!(
            "`@{}` is not supported: this server answers each operation in one piece",
            directive.name
        );
        coded("INCREMENTAL_DELIVERY", message, place)
    }
}
