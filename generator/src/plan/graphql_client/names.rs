//! The names of one client: of types in one scope, so that each can be imported beside any other.

use std::collections::BTreeMap;

use crate::api::executable::Documents;
use crate::plan::names::{Scope, constant_name, module_name, type_name, value_name};
use crate::rust::Ident;

/// Names that generated code writes or defines itself.
const TAKEN: &[&str] = &["Client"];

/// What planning a client looks up again and again.
pub(super) struct Names<'a> {
    /// Scalars, enums and input objects.
    types: BTreeMap<&'a str, Ident>,
    fragments: BTreeMap<&'a str, Named>,
    operations: BTreeMap<&'a str, NamedOperation>,
    /// All names that are taken.
    pub(super) taken: Vec<Ident>,
}

struct Named {
    ident: Ident,
    module: Ident,
}

struct NamedOperation {
    variables: Ident,
    data: Ident,
    module: Ident,
    constant: Ident,
    method: Ident,
}

impl<'a> Names<'a> {
    pub(super) fn new(documents: &'a Documents) -> Self {
        let mut scope = Scope::with(TAKEN);
        let mut types = BTreeMap::new();
        // Names that stay as they are come first, so that one that bends gives way to them.
        for keeps in [true, false] {
            for ty in &documents.types {
                let wanted = rust_name(&ty.name);
                if (wanted == ty.name) == keeps {
                    types.insert(ty.name.as_str(), scope.claim(wanted));
                }
            }
        }
        let mut modules = Scope::with(&["mod"]);
        let fragments = documents.fragments.iter().map(|it| {
            let ident = scope.claim(rust_name(&it.name));
            let module = modules.claim(module_name(&it.name));
            (it.name.as_str(), Named { ident, module })
        });
        let fragments = fragments.collect();
        let mut modules = Scope::with(&["mod"]);
        let (mut constants, mut methods) = (Scope::default(), Scope::with(&["new"]));
        let operations = documents.operations.iter().map(|it| {
            let named = NamedOperation {
                variables: scope.claim(type_name(&[&it.name, "variables"])),
                data: scope.claim(type_name(&[&it.name, "data"])),
                module: modules.claim(module_name(&it.name)),
                constant: constants.claim(constant_name(&it.name)),
                method: methods.claim(value_name(&it.name)),
            };
            (it.name.as_str(), named)
        });
        let operations: BTreeMap<&str, NamedOperation> = operations.collect();
        let mut names = Self { types, fragments, operations, taken: Vec::new() };
        names.taken = names.all();
        names
    }

    fn all(&self) -> Vec<Ident> {
        let operations = self.operations.values().flat_map(|it| [&it.variables, &it.data]);
        let fragments = self.fragments.values().map(|it| &it.ident);
        let types = self.types.values().chain(fragments).chain(operations).cloned();
        types.chain(TAKEN.iter().map(|it| Ident::new(*it))).collect()
    }

    /// The Rust type of a scalar, enum or input object that is not built in.
    pub(super) fn ty(&self, name: &str) -> Option<&Ident> {
        self.types.get(name)
    }

    pub(super) fn fragment(&self, name: &str) -> Ident {
        self.fragments.get(name).map_or_else(|| Ident::new(name), |it| it.ident.clone())
    }

    pub(super) fn fragment_module(&self, name: &str) -> Ident {
        self.fragments.get(name).map_or_else(|| Ident::new(name), |it| it.module.clone())
    }

    fn of_operation(&self, name: &str, which: fn(&NamedOperation) -> &Ident) -> Ident {
        self.operations.get(name).map_or_else(|| Ident::new(name), |it| which(it).clone())
    }

    pub(super) fn variables(&self, operation: &str) -> Ident {
        self.of_operation(operation, |it| &it.variables)
    }

    pub(super) fn data(&self, operation: &str) -> Ident {
        self.of_operation(operation, |it| &it.data)
    }

    pub(super) fn operation_module(&self, operation: &str) -> Ident {
        self.of_operation(operation, |it| &it.module)
    }

    pub(super) fn constant(&self, operation: &str) -> Ident {
        self.of_operation(operation, |it| &it.constant)
    }

    pub(super) fn method(&self, operation: &str) -> Ident {
        self.of_operation(operation, |it| &it.method)
    }
}

/// The wanted name of a type. `Map` is free here: the runtime's is never imported.
fn rust_name(name: &str) -> String {
    if name == "Map" { name.to_owned() } else { type_name(&[name]) }
}
