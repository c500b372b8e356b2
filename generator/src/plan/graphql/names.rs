//! The names of one schema, and which module each type is in.

use std::collections::{BTreeMap, BTreeSet};

use super::resolved::{is_resolved, is_wrapped};
use crate::api::graphql::{Kind, Schema, TypeDefinition, TypeRef};
use crate::plan::names::{Scope, constant_name, type_name, value_name};
use crate::rust::Ident;
use crate::rust::graphql::{Shape, ShapeOf, Target};

/// Names that generated code writes or defines itself.
const TAKEN: &[&str] = &["Directives", "Entities", "Future", "Service"];

/// Modules that a type's own must not be named like.
const TAKEN_MODULES: &[&str] =
    &["mod", "types", "resolvers", "inputs", "enums", "glue", "checks", "entities", "gateway"];

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
    /// Types that hold values of the application's types.
    holders: BTreeSet<&'a str>,
}

struct Named<'a> {
    ty: &'a TypeDefinition,
    ident: Ident,
    module: Ident,
    constant: Ident,
    /// What stands for a type of the application where values are written.
    mark: Option<Ident>,
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
        let mut idents: BTreeSet<Ident> = named.iter().map(|(_, ident)| ident.clone()).collect();
        for (ty, ident) in named {
            let module = modules.claim(value_name(&ty.name));
            let mut constant = constant_name(&ty.name);
            if idents.contains(&Ident::new(&constant)) {
                // A type of one letter, say, has the name that its number would have.
                constant.push_str("_TYPE");
            }
            let constant = constants.claim(constant);
            let mark = match ty.kind {
                Kind::Enum { .. } => ty.model.is_some().then(|| ident.clone()),
                Kind::Object { .. } => {
                    ty.model.is_some().then(|| scope.claim(type_name(&[&ty.name, "Type"])))
                }
                Kind::Scalar { .. } => matches!(scalar_target(ty), ScalarTarget::Own)
                    .then(|| scope.claim(type_name(&[&ty.name, "Scalar"]))),
                _ => None,
            };
            idents.extend(mark.clone());
            by_name.insert(ty.name.as_str(), Named { ty, ident, module, constant, mark });
        }
        let objects = schema.types.iter().filter(|it| matches!(it.kind, Kind::Object { .. }));
        let mut names = Self {
            schema,
            by_name,
            objects: objects.collect(),
            implementers: BTreeMap::new(),
            referenced: BTreeSet::new(),
            holders: BTreeSet::new(),
        };
        names.look_around();
        names.find_holders();
        names
    }

    /// Types that hold what holds values of the application hold them too.
    fn find_holders(&mut self) {
        let bound = self.objects.iter().filter(|it| it.model.is_some());
        let mut holders: BTreeSet<&str> = bound.map(|it| it.name.as_str()).collect();
        while !holders.is_empty() {
            let n_holders = holders.len();
            for ty in &self.schema.types {
                let holds = match &ty.kind {
                    Kind::Object { fields, .. } => fields
                        .iter()
                        .filter(|it| holders.contains(it.ty.name()))
                        .any(|it| !is_resolved(self, ty, it)),
                    Kind::Interface { .. } | Kind::Union { .. } => {
                        self.possible(ty).iter().any(|it| holders.contains(it))
                    }
                    _ => false,
                };
                if holds {
                    holders.insert(&ty.name);
                }
            }
            if holders.len() == n_holders {
                break;
            }
        }
        self.holders = holders;
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

    /// Whether any field of an object type is more than a plain one.
    pub(super) fn has_work(&self, ty: &TypeDefinition) -> bool {
        let Kind::Object { fields, .. } = &ty.kind else { return false };
        fields.iter().any(|it| is_resolved(self, ty, it) || is_wrapped(self, ty, it))
    }

    /// Whether the values of an object type are of a type of the application.
    pub(super) fn is_bound(&self, name: &str) -> bool {
        let bound =
            |it: &Named<'_>| it.ty.model.is_some() && matches!(it.ty.kind, Kind::Object { .. });
        self.by_name.get(name).is_some_and(bound)
    }

    /// Whether values of a type hold values of the application's types, or are such.
    pub(super) fn is_holder(&self, name: &str) -> bool {
        self.holders.contains(name)
    }

    /// What stands for a type of the application.
    pub(super) fn mark(&self, name: &str) -> Option<Ident> {
        self.by_name.get(name)?.mark.clone()
    }

    /// How values of a type are written, if they are of the application's types or lists of such.
    pub(super) fn bound_shape(&self, ty: &TypeRef) -> Option<Shape> {
        self.is_bound(ty.name()).then(|| self.shape(ty))
    }

    /// How the values of a type are written.
    pub(super) fn shape(&self, ty: &TypeRef) -> Shape {
        match ty {
            TypeRef::NonNull(inner) => Shape { is_nullable: false, ..self.shape(inner) },
            TypeRef::List(item) => {
                Shape { of: ShapeOf::List(Box::new(self.shape(item))), is_nullable: true }
            }
            TypeRef::Named(name) => Shape { of: self.shape_of(name), is_nullable: true },
        }
    }

    fn shape_of(&self, name: &str) -> ShapeOf {
        if let Some(mark) = self.mark(name) {
            return ShapeOf::Mark(mark);
        }
        let target = self.ty(name).map(scalar_target);
        ShapeOf::Known(match (target, name) {
            (Some(ScalarTarget::Prelude("bool")), _) | (None, "Boolean") => "Boolean",
            (Some(ScalarTarget::Prelude("f64")), _) | (None, "Float") => "Float",
            (Some(ScalarTarget::Prelude("i32")), _) | (None, "Int") => "Int",
            (Some(ScalarTarget::Prelude("i64")), _) => "Long",
            (Some(ScalarTarget::Prelude(_)), _) => "Text",
            (Some(ScalarTarget::Runtime("Value")), _) => "Json",
            (Some(ScalarTarget::Runtime(name)), _) => name,
            (None, "ID") => "Id",
            _ => "Text",
        })
    }

    /// The Rust of a custom scalar.
    pub(super) fn target(&self, ty: &TypeDefinition) -> Target {
        target(ty, || self.mark(&ty.name))
    }

    /// The Rust types of the schema, each with the module of the crate that it is in.
    pub(super) fn homes(&self) -> impl Iterator<Item = (Ident, &'static str)> {
        self.by_name.values().flat_map(|it| {
            let home = match it.ty.kind {
                Kind::Scalar { .. } => "scalars",
                Kind::Enum { .. } => "enums",
                Kind::InputObject { .. } => "inputs",
                Kind::Object { .. } | Kind::Interface { .. } | Kind::Union { .. } => "types",
            };
            [it.ident.clone()].into_iter().chain(it.mark.clone()).map(move |it| (it, home))
        })
    }
}

/// The Rust of a custom scalar, by its name; any other is a JSON value.
const SCALARS: &[(&str, &str)] = &[
    ("Date", "Date"),
    ("DateTime", "DateTime"),
    ("Time", "DateTime"),
    ("Upload", "Binary"),
    ("UUID", "Uuid"),
    ("Uuid", "Uuid"),
];

/// Types that a manifest may name for scalars without a path.
const PLAIN: &[&str] = &["bool", "f64", "i32", "i64", "String"];

/// Types at the runtime's root that it may name so.
const OF_RUNTIME: &[&str] = &["Date", "DateTime", "Uuid", "Value"];

/// What a custom scalar is in Rust.
enum ScalarTarget {
    Runtime(&'static str),
    Prelude(&'static str),
    Own,
}

/// The Rust of a custom scalar; `mark` stands for it where values are written.
pub(in crate::plan) fn target(ty: &TypeDefinition, mark: impl FnOnce() -> Option<Ident>) -> Target {
    match scalar_target(ty) {
        ScalarTarget::Runtime(name) => Target::Runtime(name),
        ScalarTarget::Prelude(name) => Target::Prelude(name),
        ScalarTarget::Own => Target::Own {
            path: ty.model.iter().flat_map(|it| &it.path).map(Ident::new).collect(),
            mark: mark().unwrap_or_else(|| Ident::new("Scalar")),
        },
    }
}

fn scalar_target(ty: &TypeDefinition) -> ScalarTarget {
    let Some(model) = &ty.model else {
        let known = SCALARS.iter().find(|(it, _)| *it == ty.name);
        return ScalarTarget::Runtime(known.map_or("Value", |(_, target)| target));
    };
    let [name] = &model.path[..] else { return ScalarTarget::Own };
    let find = |list: &[&'static str]| list.iter().find(|it| **it == *name).copied();
    match (find(PLAIN), find(OF_RUNTIME)) {
        (Some(plain), _) => ScalarTarget::Prelude(plain),
        (_, Some(name)) => ScalarTarget::Runtime(name),
        _ => ScalarTarget::Own,
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
