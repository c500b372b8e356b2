//! The names of one schema, and which module each type is in.

use std::collections::{BTreeMap, BTreeSet};

use super::resolved::is_resolved;
use crate::api::graphql::{Kind, Schema, TypeDefinition};
use crate::plan::names::{Scope, constant_name, type_name, value_name};
use crate::rust::Ident;

/// Names that generated code writes or defines itself.
const TAKEN: &[&str] = &["Directives", "Future", "Service"];

/// Modules that a type's own must not be named like.
const TAKEN_MODULES: &[&str] = &["mod", "types", "resolvers", "inputs", "enums", "glue"];

/// Scalars of the specification, and what they are in Rust.
pub(in crate::plan) const BUILT_IN: &[(&str, &str)] = &[
    ("Boolean", "bool"),
    ("Float", "f64"),
    ("ID", "String"),
    ("Int", "i32"),
    ("String", "String"),
];

/// What planning a schema looks up again and again.
pub(super) struct Names<'a> {
    pub schema: &'a Schema,
    by_name: BTreeMap<&'a str, Named<'a>>,
    /// In the order of the schema.
    pub objects: Vec<&'a TypeDefinition>,
    implementers: BTreeMap<&'a str, Vec<&'a str>>,
    referenced: BTreeSet<&'a str>,
}

struct Named<'a> {
    ty: &'a TypeDefinition,
    ident: Ident,
    module: Ident,
    constant: Ident,
}

impl<'a> Names<'a> {
    /// Names every type; `scope` is that of all types of the crate.
    pub(super) fn new(schema: &'a Schema, scope: &mut Scope) -> Self {
        for name in TAKEN {
            scope.claim((*name).to_owned());
        }
        let mut modules = Scope::with(TAKEN_MODULES);
        let mut constants = Scope::with(&["TABLES"]);
        let mut by_name = BTreeMap::new();
        // Names that stay as they are come first, so that one that bends gives way to them.
        let (kept, bent): (Vec<_>, Vec<_>) =
            schema.types.iter().partition(|it| rust_name(&it.name) == it.name);
        let in_order = kept.into_iter().chain(bent);
        let named: Vec<(&TypeDefinition, Ident)> =
            in_order.map(|ty| (ty, scope.claim(rust_name(&ty.name)))).collect();
        let idents: BTreeSet<Ident> = named.iter().map(|(_, ident)| ident.clone()).collect();
        for (ty, ident) in named {
            let module = modules.claim(value_name(&ty.name));
            let mut constant = constant_name(&ty.name);
            if idents.contains(&Ident::new(&constant)) {
                // A type of one letter, say, has the name that its number would have.
                constant.push_str("_TYPE");
            }
            let constant = constants.claim(constant);
            by_name.insert(ty.name.as_str(), Named { ty, ident, module, constant });
        }
        let objects = schema.types.iter().filter(|it| matches!(it.kind, Kind::Object { .. }));
        let mut names = Self {
            schema,
            by_name,
            objects: objects.collect(),
            implementers: BTreeMap::new(),
            referenced: BTreeSet::new(),
        };
        names.look_around();
        names
    }

    fn look_around(&mut self) {
        for ty in &self.schema.types {
            let (interfaces, fields): (&[String], _) = match &ty.kind {
                Kind::Object { interfaces, fields } => (interfaces, fields),
                Kind::Interface { fields, .. } => (&[], fields),
                Kind::Union { members } => {
                    self.referenced.extend(members.iter().map(String::as_str));
                    continue;
                }
                Kind::Scalar { .. } | Kind::Enum { .. } | Kind::InputObject { .. } => continue,
            };
            self.referenced.extend(fields.iter().map(|it| it.ty.name()));
            for interface in interfaces {
                self.implementers.entry(interface).or_default().push(&ty.name);
                self.referenced.insert(&ty.name);
            }
        }
    }

    /// The definition of a type that is not built in.
    pub(super) fn ty(&self, name: &str) -> Option<&'a TypeDefinition> {
        self.by_name.get(name).map(|it| it.ty)
    }

    /// The Rust type of a type that is not built in.
    pub(super) fn ident(&self, name: &str) -> Ident {
        self.by_name.get(name).map_or_else(|| Ident::new(name), |it| it.ident.clone())
    }

    /// The module of a type that has one to itself.
    pub(super) fn module(&self, name: &str) -> Ident {
        self.by_name.get(name).map_or_else(|| Ident::new("none"), |it| it.module.clone())
    }

    /// The constant of an object type's number.
    pub(super) fn constant(&self, name: &str) -> Ident {
        self.by_name.get(name).map_or_else(|| Ident::new("NONE"), |it| it.constant.clone())
    }

    /// The object types of an interface or a union.
    pub(super) fn possible(&self, ty: &'a TypeDefinition) -> Vec<&'a str> {
        match &ty.kind {
            Kind::Union { members } => members.iter().map(String::as_str).collect(),
            _ => self.implementers.get(ty.name.as_str()).cloned().unwrap_or_default(),
        }
    }

    /// Whether a type is the query, mutation or subscription root.
    pub(super) fn is_root(&self, name: &str) -> bool {
        let Schema { query, mutation, subscription, .. } = self.schema;
        query == name || mutation.as_deref() == Some(name) || subscription.as_deref() == Some(name)
    }

    /// Whether values of an object type occur: of a root type only where a field gives it.
    pub(super) fn has_values(&self, name: &str) -> bool {
        !self.is_root(name) || self.referenced.contains(name)
    }

    /// Whether any field of an object type needs work.
    pub(super) fn has_resolver(&self, ty: &TypeDefinition) -> bool {
        let Kind::Object { fields, .. } = &ty.kind else { return false };
        fields.iter().any(|it| is_resolved(self, ty, it))
    }

    /// The Rust types of the schema, each with the module of the crate that it is in.
    pub(super) fn homes(&self) -> impl Iterator<Item = (Ident, &'static str)> {
        self.by_name.values().map(|it| {
            let home = match it.ty.kind {
                Kind::Scalar { .. } => "scalars",
                Kind::Enum { .. } => "enums",
                Kind::InputObject { .. } => "inputs",
                Kind::Object { .. } | Kind::Interface { .. } | Kind::Union { .. } => "types",
            };
            (it.ident.clone(), home)
        })
    }
}

/// The wanted name of a type. `Map` is free here: the runtime's is never imported.
fn rust_name(name: &str) -> String {
    if name == "Map" { name.to_owned() } else { type_name(&[name]) }
}

/// Names the members of one type, those that stay as they are first.
pub(in crate::plan) fn members<'n>(
    names: impl Iterator<Item = &'n str>,
    rule: fn(&str) -> String,
    scope: &mut Scope,
) -> Vec<Ident> {
    let names: Vec<&str> = names.collect();
    let mut idents: Vec<Option<Ident>> = vec![None; names.len()];
    for keeps in [true, false] {
        for (name, ident) in names.iter().zip(&mut idents) {
            let wanted = rule(name);
            if (wanted == *name) == keeps {
                *ident = Some(scope.claim(wanted));
            }
        }
    }
    idents.into_iter().flatten().collect()
}
