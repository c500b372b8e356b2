//! Operations and fragments that fit their schema, to what clients send and get.

mod collect;
mod overlap;
mod used;

use self::collect::Collecting;
use self::overlap::widen_overlaps;
use super::graphql::{Lowering, text, type_ref};
use crate::api::executable::{Documents, Fragment, Operation, OperationKind, Variable};
use crate::graphql::Document;
use crate::graphql::ast::executable::{self, OperationType};
use crate::graphql::operations::Operations;

/// Lowers the operations of one client.
pub fn lower_executable(document: &Document, operations: &Operations) -> Documents {
    let collecting = Collecting::new(document, operations);
    let mut fragments: Vec<Fragment> = Vec::new();
    let mut lowered: Vec<Operation> = operations
        .operations()
        .map(|(name, operation)| {
            for it in operations.fragments_of(operation) {
                if fragments.iter().all(|other| it.name != other.name.as_str()) {
                    fragments.push(Fragment {
                        name: it.name.to_string(),
                        description: text(&it.description),
                        selection: collecting.selection(&it.selection_set),
                        place: operations.place(it.name.location()),
                    });
                }
            }
            Operation {
                name: name.to_string(),
                kind: kind(operation),
                description: text(&operation.description),
                variables: operation.variables.iter().map(|it| variable(it)).collect(),
                selection: collecting.selection(&operation.selection_set),
                text: operations.text(operation),
                place: operations.place(name.location()),
            }
        })
        .collect();
    widen_overlaps(&mut lowered, &mut fragments);
    let lowering = Lowering { document };
    let types = used::types(&lowering, &lowered, &fragments);
    Documents { operations: lowered, fragments, types }
}

fn kind(operation: &executable::Operation) -> OperationKind {
    match operation.operation_type {
        OperationType::Query => OperationKind::Query,
        OperationType::Mutation => OperationKind::Mutation,
        OperationType::Subscription => OperationKind::Subscription,
    }
}

fn variable(it: &executable::VariableDefinition) -> Variable {
    let default = it.default_value.as_ref();
    Variable {
        name: it.name.to_string(),
        description: text(&it.description),
        ty: type_ref(&it.ty),
        default_text: default.map(|it| it.serialize().no_indent().to_string()),
    }
}
