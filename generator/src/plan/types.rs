//! Types: their names, their files, and what holds what.

use super::docs::prose;
use super::names::{Scope, type_name, value_name, variant_name};
use super::sizes::{size_of, sizes};
use super::type_files::type_files;
use super::{assertions, recursion, unions};
use crate::api::{self, Additional, Api, Kind, Schema, Type, TypeId};
use crate::rust::{
    Alias, Docs, Enum, Field, Ident, Item, Module, Presence, Rules, Struct, Ty, Union,
    UnionVariant, Variant,
};

/// The names of an API's types, and what else their uses depend on.
#[derive(Debug)]
pub(super) struct Types<'a> {
    pub(super) api: &'a Api,
    pub(super) idents: Vec<Ident>,
    /// The constants of the API's assertions.
    pub(super) assertions: Vec<Ident>,
    /// The strongly connected component of each type in the graph of what holds what.
    pub(super) circles: Vec<usize>,
    /// About how many bytes a value of each type takes.
    sizes: Vec<Option<usize>>,
}

/// Names every type: components first, so that a new nested type never renames one of them.
pub(super) fn name_types<'a>(api: &'a Api, scope: &mut Scope) -> Types<'a> {
    let mut idents = vec![Ident::new(""); api.types.len()];
    for components in [true, false] {
        for (index, it) in api.types.iter().enumerate() {
            if it.is_component == components {
                let words: Vec<&str> = it.name.iter().map(String::as_str).collect();
                idents[index] = scope.claim(type_name(&words));
            }
        }
    }
    let assertions = assertions::name_assertions(api);
    Types { api, idents, assertions, circles: recursion::circles(api), sizes: sizes(api) }
}

/// The files of all types; types whose names begin with the same word are in one.
pub(super) fn plan_types(types: &Types<'_>) -> Vec<Module> {
    let mut modules = Vec::new();
    let mut children = Vec::new();
    for file in type_files(types.api) {
        let ident = Ident::new(file.module.clone());
        children.push(Item::Child {
            name: ident.clone(),
            docs: Docs::default(),
            feature: None,
            is_public: false,
        });
        children.push(Item::Reexport { module: ident });
        let text = match file.roots.as_slice() {
            [one] => format!("`{}` and the types inside of it.", code(one)),
            several => format!("Types from `{}` on.", code(&several[0])),
        };
        let mut items = Vec::new();
        let mut renamed = Vec::new();
        for index in file.types {
            match other_name(types.api, index) {
                Some(TypeId(first)) => {
                    renamed.push((types.idents[first].clone(), types.idents[index].clone()));
                }
                None => items.push(item(types, TypeId(index))),
            }
        }
        if !renamed.is_empty() {
            items.insert(0, Item::Renamed(renamed));
        }
        let path = format!("types/{}.rs", file.module);
        modules.push(Module { path, docs: Docs(vec![text]), items });
    }
    // Modules first, then what they give, as people write it.
    children.sort_by_key(|it| matches!(it, Item::Reexport { .. }));
    let docs = Docs::new("The types of the API: what its schemas say, with their JSON form.");
    modules.insert(0, Module { path: "types/mod.rs".to_owned(), docs, items: children });
    modules
}

/// The type that a nested one is equal to, where it is only another name for it.
fn other_name(api: &Api, index: usize) -> Option<TypeId> {
    let it = &api.types[index];
    match &it.kind {
        Kind::Alias(schema) if !it.is_component => match schema.ty {
            Type::Named(id) if *schema == Schema::new(schema.ty.clone()) => Some(id),
            _ => None,
        },
        _ => None,
    }
}

fn item(types: &Types<'_>, id: TypeId) -> Item {
    let it = types.api.ty(id);
    let ident = types.idents[id.0].clone();
    let mut docs = prose(&it.description);
    if docs.is_empty() {
        let name = it.name.join(" ").replace('`', "'");
        docs = Docs(vec![format!(
            "The schema of `{}`.",
            name.split_whitespace().collect::<Vec<_>>().join(" ")
        )]);
    }
    let docs = with_deprecation(docs, it.deprecated);
    match &it.kind {
        Kind::Object(object) => {
            let mut item = plan_struct(types, Some(id), ident, docs, object);
            item.assertion = types.assertion(it.assertion);
            Item::Struct(item)
        }
        Kind::Enumeration(list) => {
            let mut scope = Scope::default();
            let variants: Vec<Variant> = list
                .values
                .iter()
                .map(|value| {
                    let name = if value.name.is_empty() { &value.text } else { &value.name };
                    let docs = prose(&value.description);
                    let fallback = Docs(vec![format!("`{}`", code(&value.text))]);
                    Variant {
                        docs: if docs.is_empty() { fallback } else { docs },
                        ident: scope.claim(variant_name(name)),
                        text: value.text.clone(),
                    }
                })
                .collect();
            let unknown = scope.claim("Unknown".to_owned());
            let assertion = types.assertion(it.assertion);
            Item::Enum(Enum { docs, ident, variants, unknown, assertion })
        }
        Kind::Union(union) => {
            let mut scope = Scope::default();
            let variants: Vec<UnionVariant> = union
                .variants
                .iter()
                .map(|variant| {
                    let ty = types.held(Some(id), &variant.schema);
                    let ty = if types.size(&variant.schema) > 128 && !matches!(ty, Ty::Boxed(_)) {
                        Ty::Boxed(Box::new(ty))
                    } else {
                        ty
                    };
                    let docs = Docs(vec![format!("`{}`", code(&variant.name))]);
                    UnionVariant {
                        docs,
                        ident: scope.claim(variant_name(&variant.name)),
                        ty,
                        rules: types.rules(&variant.schema),
                    }
                })
                .collect();
            Item::Union(Union {
                docs,
                has_eq: false,
                ident,
                other: scope.claim("Other".to_owned()),
                value: types.runtime("Value"),
                decode: unions::plan_decode(types.api, union),
                variants,
                assertion: types.assertion(it.assertion),
            })
        }
        Kind::Alias(schema) => Item::Alias(Alias { docs, ident, ty: types.ty(schema) }),
    }
}

pub(super) fn plan_struct(
    types: &Types<'_>,
    id: Option<TypeId>,
    ident: Ident,
    docs: Docs,
    object: &api::Object,
) -> Struct {
    let mut scope = Scope::default();
    let fields: Vec<Field> = object
        .properties
        .iter()
        .map(|it| {
            let ident = scope.claim(value_name(&it.name));
            let presence = if it.required { Presence::Required } else { Presence::Optional };
            let docs = prose(&it.description);
            let fallback = Docs(vec![format!("`{}`", code(&it.name))]);
            let docs = if docs.is_empty() { fallback } else { docs };
            Field {
                docs: with_deprecation(docs, it.deprecated),
                ident,
                wire_name: it.name.clone(),
                ty: types.held(id, &it.schema),
                presence,
                is_in_requests: it.required_in_requests,
                rules: types.rules(&it.schema),
            }
        })
        .collect();
    let rest = match &object.additional {
        Additional::Typed(schema) => {
            Some((scope.claim("additional_properties".to_owned()), types.ty(schema)))
        }
        Additional::Ignored | Additional::Forbidden => None,
    };
    let rest_rules = match &object.additional {
        Additional::Typed(schema) => types.rules(schema),
        Additional::Ignored | Additional::Forbidden => Rules::default(),
    };
    let required = fields.iter().filter(|it| it.presence == Presence::Required).count();
    Struct {
        docs,
        ident,
        rest,
        rest_rules,
        assertion: None,
        is_closed: object.additional == Additional::Forbidden,
        has_default: required == 0,
        has_new: (1..=7).contains(&required),
        has_eq: false,
        fields,
    }
}

pub(super) fn with_deprecation(docs: Docs, deprecated: bool) -> Docs {
    if deprecated { docs.and("**Deprecated.**") } else { docs }
}

/// Text inside of a code span.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('`', "'").split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { " ".to_owned() } else { text }
}

impl Types<'_> {
    /// The type of a value that a type holds: boxed where it leads back to its holder.
    pub(super) fn held(&self, holder: Option<TypeId>, schema: &Schema) -> Ty {
        let mut plain = schema.clone();
        plain.nullable = false;
        let mut ty = self.ty(&plain);
        if let (Some(holder), Type::Named(id)) = (holder, &schema.ty)
            && self.circles[id.0] == self.circles[holder.0]
            && !matches!(self.resolved(*id), Kind::Enumeration(_))
        {
            ty = Ty::Boxed(Box::new(ty));
        }
        if schema.nullable && schema.ty != Type::Any && schema.ty != Type::Null {
            ty.optional()
        } else {
            ty
        }
    }

    /// The type of a value.
    pub(super) fn ty(&self, schema: &Schema) -> Ty {
        let ty = match &schema.ty {
            Type::Any => return self.runtime("Value"),
            Type::Null => return self.runtime("Null"),
            Type::Scalar(scalar) => self.scalar(*scalar),
            Type::Array(items) => Ty::Vec(Box::new(self.ty(items))),
            Type::Map(values) => {
                let qualified = self.clashes("Map");
                Ty::Map { value: Box::new(self.ty(values)), qualified }
            }
            Type::Named(id) => Ty::Local(self.idents[id.0].clone()),
        };
        if schema.nullable { ty.optional() } else { ty }
    }

    fn scalar(&self, scalar: api::Scalar) -> Ty {
        use api::Scalar;
        match scalar {
            Scalar::Boolean => Ty::Prelude("bool"),
            Scalar::Int8 => Ty::Prelude("i8"),
            Scalar::Int16 => Ty::Prelude("i16"),
            Scalar::Int32 => Ty::Prelude("i32"),
            Scalar::Int64 => Ty::Prelude("i64"),
            Scalar::Uint8 => Ty::Prelude("u8"),
            Scalar::Uint16 => Ty::Prelude("u16"),
            Scalar::Uint32 => Ty::Prelude("u32"),
            Scalar::Uint64 => Ty::Prelude("u64"),
            Scalar::Float => Ty::Prelude("f32"),
            Scalar::Double => Ty::Prelude("f64"),
            Scalar::String => Ty::Prelude("String"),
            Scalar::Uuid => self.runtime("Uuid"),
            Scalar::DateTime => self.runtime("DateTime"),
            Scalar::Date => self.runtime("Date"),
            Scalar::Time => self.runtime("Time"),
            Scalar::Byte => self.runtime("Base64"),
            Scalar::Binary => self.runtime("Binary"),
        }
    }

    pub(super) fn runtime(&self, name: &'static str) -> Ty {
        Ty::Runtime { name, qualified: self.clashes(name) }
    }

    fn clashes(&self, name: &str) -> bool {
        self.idents.iter().any(|it| it.0 == name)
    }

    /// What a type is when aliases are followed.
    pub(super) fn resolved(&self, id: TypeId) -> &Kind {
        let mut kind = &self.api.ty(id).kind;
        for _ in 0..100 {
            match kind {
                Kind::Alias(Schema { ty: Type::Named(id), .. }) => kind = &self.api.ty(*id).kind,
                _ => break,
            }
        }
        kind
    }

    /// About how many bytes a value takes: enough to tell a large variant from a small one.
    pub(super) fn size(&self, schema: &Schema) -> usize {
        size_of(schema, &self.sizes)
    }
}
