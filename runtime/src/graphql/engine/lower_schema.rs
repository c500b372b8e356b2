//! From the engine's schema to [`TypeSystem`], checked against the generated tables.

use std::collections::BTreeMap;

use apollo_compiler::ast::Type;
use apollo_compiler::schema::{ExtendedType, FieldDefinition, InputValueDefinition};
use apollo_compiler::{Name, Node};

use super::Engine;
use super::lower_document::constant;
use crate::graphql::error::SchemaError;
use crate::graphql::table::{ObjectType, Tables};
use crate::graphql::type_system::{
    FieldKind, InputField, InputKind, InputOf, InputRef, InputType, Object, ObjectField, Shape,
    TypeSystem,
};

impl Engine {
    /// The schema by index, checked against the generated tables.
    pub(crate) fn lower_types(&self, tables: &Tables) -> Result<TypeSystem, SchemaError> {
        let mut types = TypeSystem::default();
        self.lower_inputs(tables, &mut types)?;
        for object in tables.objects {
            let Some(definition) = self.schema.get_object(object.name) else {
                return Err(SchemaError(format!(
                    "`{}` is no object type of the schema",
                    object.name
                )));
            };
            let mut fields = BTreeMap::new();
            for definition in definition.fields.values() {
                let Some(index) =
                    object.fields.iter().position(|field| *field == definition.name.as_str())
                else {
                    let name = &definition.name;
                    return Err(SchemaError(format!(
                        "the generated code has no field `{}.{name}`",
                        object.name
                    )));
                };
                let field = lower_field(&types, definition, index as u16, object)?;
                fields.insert(definition.name.to_string(), field);
            }
            types.objects.push(Object { name: object.name.to_owned(), fields });
        }
        let index = |name: &str| {
            let found = tables.objects.iter().position(|object| object.name == name);
            found
                .map(|index| index as u16)
                .ok_or_else(|| SchemaError(format!("the generated code has no type `{name}`")))
        };
        for (name, definition) in
            self.schema.types.iter().filter(|(name, _)| !name.starts_with("__"))
        {
            let members: Vec<&str> = match definition {
                ExtendedType::Object(_) => vec![name.as_str()],
                ExtendedType::Interface(_) => self
                    .implementers
                    .get(name)
                    .into_iter()
                    .flat_map(|it| &it.objects)
                    .map(Name::as_str)
                    .collect(),
                ExtendedType::Union(union) => union.members.iter().map(|it| it.as_str()).collect(),
                ExtendedType::Scalar(_) | ExtendedType::Enum(_) | ExtendedType::InputObject(_) => {
                    continue;
                }
            };
            let members = members.into_iter().map(index).collect::<Result<_, _>>()?;
            types.possible.insert(name.to_string(), members);
        }
        let roots = &self.schema.schema_definition;
        let query = roots
            .query
            .as_ref()
            .ok_or_else(|| SchemaError("the schema has no query root".to_owned()))?;
        types.query = index(query.as_str())?;
        types.mutation = roots.mutation.as_ref().map(|name| index(name.as_str())).transpose()?;
        types.subscription =
            roots.subscription.as_ref().map(|name| index(name.as_str())).transpose()?;
        Ok(types)
    }

    fn lower_inputs(&self, tables: &Tables, types: &mut TypeSystem) -> Result<(), SchemaError> {
        let definitions = || self.schema.types.iter().filter(|(_, it)| it.is_input_type());
        types.input_names =
            definitions().enumerate().map(|(index, (name, _))| (name.to_string(), index)).collect();
        for (name, definition) in definitions() {
            let kind = match (definition, name.as_str()) {
                (ExtendedType::Enum(it), _) => {
                    InputKind::Enum(it.values.keys().map(Name::to_string).collect())
                }
                (ExtendedType::InputObject(it), _) => InputKind::Object {
                    fields: it
                        .fields
                        .values()
                        .map(|it| lower_input(types, it))
                        .collect::<Result<_, _>>()?,
                    one_of: it.is_one_of(),
                },
                (_, "Int") => InputKind::Int,
                (_, "Float") => InputKind::Float,
                (_, "String") => InputKind::String,
                (_, "Boolean") => InputKind::Boolean,
                (_, "ID") => InputKind::Id,
                (_, name) => {
                    let scalar = tables.scalars.iter().find(|scalar| scalar.name == name);
                    InputKind::Scalar(scalar.map(|scalar| scalar.check))
                }
            };
            types.inputs.push(InputType { name: name.to_string(), kind });
        }
        Ok(())
    }
}

fn lower_field(
    types: &TypeSystem,
    definition: &FieldDefinition,
    index: u16,
    object: &ObjectType,
) -> Result<ObjectField, SchemaError> {
    let kind = match (object.batched.contains(&index), object.resolved.contains(&index)) {
        (true, _) => FieldKind::Batched,
        (false, true) => FieldKind::Resolved,
        (false, false) => FieldKind::Plain,
    };
    Ok(ObjectField {
        index,
        kind,
        shape: lower_shape(&definition.ty),
        named: definition.ty.inner_named_type().to_string(),
        arguments: definition
            .arguments
            .iter()
            .map(|it| lower_input(types, it))
            .collect::<Result<_, _>>()?,
    })
}

fn lower_shape(ty: &Type) -> Shape {
    match ty {
        Type::Named(_) => Shape { nullable: true, item: None },
        Type::NonNullNamed(_) => Shape { nullable: false, item: None },
        Type::List(item) => Shape { nullable: true, item: Some(Box::new(lower_shape(item))) },
        Type::NonNullList(item) => {
            Shape { nullable: false, item: Some(Box::new(lower_shape(item))) }
        }
    }
}

fn lower_input(
    types: &TypeSystem,
    definition: &Node<InputValueDefinition>,
) -> Result<InputField, SchemaError> {
    Ok(InputField {
        name: definition.name.to_string(),
        ty: lower_input_ref(types, &definition.ty)?,
        default: definition.default_value.as_ref().map(|value| constant(value)),
    })
}

pub(super) fn lower_input_ref(types: &TypeSystem, ty: &Type) -> Result<InputRef, SchemaError> {
    let nullable = !ty.is_non_null();
    let of = match ty {
        Type::Named(name) | Type::NonNullNamed(name) => {
            let index = types.input_names.get(name.as_str());
            InputOf::Named(*index.ok_or_else(|| SchemaError(format!("`{name}` is no input type")))?)
        }
        Type::List(item) | Type::NonNullList(item) => {
            InputOf::List(Box::new(lower_input_ref(types, item)?))
        }
    };
    Ok(InputRef { nullable, of })
}
