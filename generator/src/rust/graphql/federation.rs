//! Entities of a federated graph.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use super::inputs::InputField;
use crate::rust::{Docs, Ident};

/// The enum of the ways to refer to an entity.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Key {
    pub docs: Docs,
    pub ident: Ident,
    pub choices: Vec<KeyChoice>,
}

/// One way to refer to an entity.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct KeyChoice {
    pub docs: Docs,
    pub ident: Ident,
    /// The struct of its fields.
    pub ty: Ident,
    /// The names of its fields in the schema.
    pub names: Vec<String>,
}

/// What refers to an entity and brings what its fields require.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Reference {
    pub docs: Docs,
    pub ident: Ident,
    pub key: Ident,
    pub key_field: Ident,
    pub fields: Vec<InputField>,
}

/// The method that finds entities of one type.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Entity {
    pub docs: Docs,
    pub ident: Ident,
    /// What it takes a list of.
    pub reference: Ident,
    /// What it gives.
    pub ty: Ident,
    pub name: String,
    /// Its variant of the union of all entities, and whether that is boxed.
    pub variant: (Ident, bool),
}

/// What answers `_entities`.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Gateway {
    /// The union of all entities.
    pub union: Ident,
    pub entities: Vec<Entity>,
}
