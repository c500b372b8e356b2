//! The pages of GraphQL: root fields, types and directives.

use std::collections::BTreeMap;

use super::frame::{Content, section};
use super::graphql_example::{operation_example, type_example};
use super::map::{ApiMap, Root, RootField, Scope, root_fields};
use super::schema::{badge, code};
use super::slug::Names;
use super::types::{opening, see_also, used_by_section};
use super::used_by::Use;
use crate::api::graphql::{
    Directive, DirectiveDefinition, EnumValue, Field, InputValue, Kind, Schema, TypeDefinition,
    TypeRef,
};
use crate::docs::{
    Badge, Block, Callout, Fact, Item, Link, Page, Part, Prose, Row, Section, Text, first_paragraph,
};

/// The uses of every type by its name.
pub(super) type Uses = BTreeMap<String, Vec<Use>>;

pub(super) fn kind_title(kind: &Kind) -> &'static str {
    match kind {
        Kind::Scalar { .. } => "Scalars",
        Kind::Object { .. } => "Objects",
        Kind::Interface { .. } => "Interfaces",
        Kind::Union { .. } => "Unions",
        Kind::Enum { .. } => "Enums",
        Kind::InputObject { .. } => "Inputs",
    }
}

fn kind_word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Scalar { .. } => "scalar",
        Kind::Object { .. } => "object",
        Kind::Interface { .. } => "interface",
        Kind::Union { .. } => "union",
        Kind::Enum { .. } => "enum",
        Kind::InputObject { .. } => "input",
    }
}

pub(super) fn root_badge(root: Root) -> Badge {
    badge(root.word(), root.word())
}

/// `fetchPatterns(selector: PageFilter!): PatternPageResult!`
pub(super) fn signature(field: &Field) -> String {
    let arguments: Vec<String> =
        field.arguments.iter().map(|it| format!("{}: {}", it.name, it.ty)).collect();
    match arguments.as_slice() {
        [] => format!("{}: {}", field.name, field.ty),
        arguments => format!("{}({}): {}", field.name, arguments.join(", "), field.ty),
    }
}

pub(super) fn plan_root_field(scope: Scope<'_>, schema: &Schema, it: &RootField<'_>) -> Page {
    let field = it.field;
    let mut sections = deprecation(&field.deprecated, &field.description);
    if !field.arguments.is_empty() {
        sections.push(section(
            "Arguments",
            vec![Block::Rows(input_rows(scope, &field.arguments, "argument"))],
        ));
    }
    let mut about = vec![Fact {
        label: "Type".to_owned(),
        value: type_text(scope, &field.ty),
        code: false,
        note: String::new(),
    }];
    about.extend(directive_facts(&field.directives));
    let mut blocks = vec![Block::Facts(about)];
    if let Some(Kind::Object { fields, .. } | Kind::Interface { fields, .. }) =
        schema.ty(field.ty.name()).map(|it| &it.kind)
    {
        blocks.push(Block::Rows(field_rows(scope, fields, "returns")));
    }
    sections.push(section("Returns", blocks));
    let mut badges = vec![root_badge(it.root)];
    if field.deprecated.is_some() {
        badges.push(badge("deprecated", "old"));
    }
    scope.page(Content {
        title: field.name.clone(),
        summary: first_paragraph(&field.description),
        badges,
        signature: signature(field),
        above: scope.above(Some((it.root.title(), scope.map.root_index(it.root)))),
        sections,
        aside: operation_example(schema, it.root, field),
    })
}

pub(super) fn plan_root_index(scope: Scope<'_>, root: Root) -> Page {
    scope.page(Content {
        title: root.title().to_owned(),
        summary: format!("The {} of {}.", root.plural(), scope.map.title()),
        above: scope.above(None),
        sections: vec![Section {
            id: "list".to_owned(),
            title: String::new(),
            blocks: vec![Block::Items(root_items(scope, root))],
        }],
        ..Content::default()
    })
}

pub(super) fn root_items(scope: Scope<'_>, root: Root) -> Vec<Item> {
    let fields = scope.map.fields.iter().filter(|it| it.root == root);
    let item = |it: &RootField<'_>| Item {
        badges: if it.field.deprecated.is_some() {
            vec![badge("deprecated", "old")]
        } else {
            Vec::new()
        },
        title: it.field.name.clone(),
        href: scope.to(&it.path),
        code: it.field.ty.to_string(),
        summary: first_paragraph(&it.field.description),
    };
    fields.map(item).collect()
}

pub(super) fn plan_type(
    scope: Scope<'_>,
    schema: &Schema,
    ty: &TypeDefinition,
    uses: &Uses,
) -> Page {
    let mut sections = opening(false, &ty.description);
    sections.extend(shape(scope, schema, ty));
    if !ty.directives.is_empty() {
        sections.push(section("Directives", vec![Block::Facts(directive_facts(&ty.directives))]));
    }
    let uses = uses.get(&ty.name).map_or(&[][..], Vec::as_slice);
    sections.extend(used_by_section(scope, uses));
    sections.extend(see_also(scope, &ty.name));
    scope.page(Content {
        title: ty.name.clone(),
        summary: first_paragraph(&ty.description),
        badges: vec![badge(kind_word(&ty.kind), "kind")],
        above: scope.above(Some(("Types", scope.map.types_index()))),
        sections,
        // A block each, so that all are open.
        aside: vec![section(
            "Example",
            type_example(schema, ty).into_iter().map(|it| Block::Codes(vec![it])).collect(),
        )],
        signature: String::new(),
    })
}

fn shape(scope: Scope<'_>, schema: &Schema, ty: &TypeDefinition) -> Vec<Section> {
    let names = |names: &[String]| {
        let link = |name: &String| Link {
            title: name.clone(),
            href: type_href(scope, name),
            note: String::new(),
        };
        Block::Links(names.iter().map(link).filter(|it| !it.href.is_empty()).collect())
    };
    match &ty.kind {
        Kind::Object { interfaces, fields } | Kind::Interface { interfaces, fields } => {
            let mut sections =
                vec![section("Fields", vec![Block::Rows(field_rows(scope, fields, "field"))])];
            if !interfaces.is_empty() {
                sections.push(section("Implements", vec![names(interfaces)]));
            }
            let implementers: Vec<String> = schema
                .types
                .iter()
                .filter(|it| match &it.kind {
                    Kind::Object { interfaces, .. } | Kind::Interface { interfaces, .. } => {
                        interfaces.contains(&ty.name)
                    }
                    _ => false,
                })
                .map(|it| it.name.clone())
                .collect();
            if !implementers.is_empty() {
                sections.push(section("Implemented by", vec![names(&implementers)]));
            }
            sections
        }
        Kind::Union { members } => vec![section("Members", vec![names(members)])],
        Kind::Enum { values } => {
            let row = |it: &EnumValue| Row {
                id: format!("value-{}", it.name),
                name: it.name.clone(),
                badges: old(&it.deprecated),
                description: described(&it.description, &it.deprecated),
                ..Row::default()
            };
            vec![section("Values", vec![Block::Rows(values.iter().map(row).collect())])]
        }
        Kind::InputObject { fields, one_of } => {
            let mut blocks = vec![Block::Rows(input_rows(scope, fields, "field"))];
            if *one_of {
                blocks.insert(
                    0,
                    Block::Prose(Prose::new("Exactly one of the fields must be given.")),
                );
            }
            vec![section("Fields", blocks)]
        }
        Kind::Scalar { specified_by } => {
            let url = specified_by.as_ref().map(|url| {
                let href = if url.starts_with("https://") || url.starts_with("http://") {
                    url.as_str()
                } else {
                    ""
                };
                let value = Text(vec![Part { text: url.clone(), href: href.to_owned() }]);
                Block::Facts(vec![Fact {
                    label: "Specified by".to_owned(),
                    value,
                    code: false,
                    note: String::new(),
                }])
            });
            url.map(|it| section("Specification", vec![it])).into_iter().collect()
        }
    }
}

pub(super) fn plan_directive(scope: Scope<'_>, it: &DirectiveDefinition) -> Page {
    let mut sections = opening(false, &it.description);
    if !it.arguments.is_empty() {
        sections.push(section(
            "Arguments",
            vec![Block::Rows(input_rows(scope, &it.arguments, "argument"))],
        ));
    }
    let repeatable = if it.repeatable { "more than once" } else { "once" };
    let facts = vec![
        code("Locations", it.locations.join(" | ")),
        Fact {
            label: "May be applied".to_owned(),
            value: Text::plain(repeatable),
            code: false,
            note: String::new(),
        },
    ];
    sections.push(section("Use", vec![Block::Facts(facts)]));
    scope.page(Content {
        title: format!("@{}", it.name),
        summary: first_paragraph(&it.description),
        badges: vec![badge("directive", "kind")],
        above: scope.above(Some(("Directives", scope.map.directives_index()))),
        sections,
        ..Content::default()
    })
}

pub(super) fn plan_directives_index(scope: Scope<'_>, schema: &Schema) -> Page {
    let item = |it: &DirectiveDefinition| Item {
        badges: Vec::new(),
        title: format!("@{}", it.name),
        href: scope
            .map
            .directives
            .get(it.name.as_str())
            .map(|path| scope.to(path))
            .unwrap_or_default(),
        code: String::new(),
        summary: first_paragraph(&it.description),
    };
    let items = schema.directives.iter().map(item).collect();
    scope.page(Content {
        title: "Directives".to_owned(),
        summary: format!("The directives of {}.", scope.map.title()),
        above: scope.above(None),
        sections: vec![Section {
            id: "list".to_owned(),
            title: String::new(),
            blocks: vec![Block::Items(items)],
        }],
        ..Content::default()
    })
}

/// Which pages use each type, by the type's name.
pub(super) fn uses(map: &ApiMap<'_>, schema: &Schema) -> Uses {
    let mut uses = Uses::new();
    let mut add = |name: &str, path: &str, title: &str, role: &str| {
        let all = uses.entry(name.to_owned()).or_default();
        match all.iter_mut().find(|it| it.path == path) {
            Some(it) if it.role.split(", ").any(|it| it == role) => {}
            Some(it) => it.role = format!("{}, {role}", it.role),
            None => all.push(Use {
                path: path.to_owned(),
                title: title.to_owned(),
                role: role.to_owned(),
            }),
        }
    };
    for it in &map.fields {
        add(it.field.ty.name(), &it.path, &it.field.name, it.root.word());
        for argument in &it.field.arguments {
            add(argument.ty.name(), &it.path, &it.field.name, it.root.word());
        }
    }
    for ty in &schema.types {
        let Some(path) = map.graphql_types.get(ty.name.as_str()) else { continue };
        let used: Vec<&str> = match &ty.kind {
            Kind::Object { fields, .. } | Kind::Interface { fields, .. } => {
                let arguments = fields.iter().flat_map(|it| &it.arguments).map(|it| it.ty.name());
                fields.iter().map(|it| it.ty.name()).chain(arguments).collect()
            }
            Kind::InputObject { fields, .. } => fields.iter().map(|it| it.ty.name()).collect(),
            Kind::Union { members } => members.iter().map(String::as_str).collect(),
            Kind::Enum { .. } | Kind::Scalar { .. } => Vec::new(),
        };
        for name in used {
            if name != ty.name {
                add(name, path, &ty.name, kind_word(&ty.kind));
            }
        }
    }
    uses
}

/// The page of a type; empty for built-in ones.
fn type_href(scope: Scope<'_>, name: &str) -> String {
    if let Some(path) = scope.map.graphql_types.get(name) {
        return scope.to(path);
    }
    let schema = scope.api().graphql.as_ref();
    let root = schema.and_then(|schema| {
        Root::ALL.into_iter().find(|root| match root {
            Root::Query => schema.query == name,
            Root::Mutation => schema.mutation.as_deref() == Some(name),
            Root::Subscription => schema.subscription.as_deref() == Some(name),
        })
    });
    match (schema, root) {
        (Some(schema), Some(root)) if !root_fields(schema, root).is_empty() => {
            scope.to(&scope.map.root_index(root))
        }
        _ => String::new(),
    }
}

fn type_text(scope: Scope<'_>, ty: &TypeRef) -> Text {
    let text = ty.to_string();
    let name = ty.name();
    let (before, after) = text.split_once(name).unwrap_or(("", ""));
    let parts = [(before, String::new()), (name, type_href(scope, name)), (after, String::new())];
    let parts = parts.into_iter().filter(|(text, _)| !text.is_empty());
    Text(parts.map(|(text, href)| Part { text: text.to_owned(), href }).collect())
}

fn field_rows(scope: Scope<'_>, fields: &[Field], id: &str) -> Vec<Row> {
    let mut names = Names::default();
    let mut row = |it: &Field| {
        let id = format!("{id}-{}", names.name(&it.name));
        let children = input_rows(scope, &it.arguments, &format!("{id}.argument"));
        Row {
            name: it.name.clone(),
            ty: type_text(scope, &it.ty),
            badges: old(&it.deprecated),
            description: described(&it.description, &it.deprecated),
            facts: directive_facts(&it.directives),
            children_label: "Arguments".to_owned(),
            children,
            id,
        }
    };
    fields.iter().map(&mut row).collect()
}

fn input_rows(scope: Scope<'_>, inputs: &[InputValue], id: &str) -> Vec<Row> {
    let mut names = Names::default();
    let mut row = |it: &InputValue| {
        let mut badges = old(&it.deprecated);
        if matches!(it.ty, TypeRef::NonNull(_)) && it.default_text.is_none() {
            badges.insert(0, badge("required", "required"));
        }
        let mut facts: Vec<Fact> = it.default_text.iter().map(|it| code("Default", it)).collect();
        facts.extend(directive_facts(&it.directives));
        Row {
            id: format!("{id}-{}", names.name(&it.name)),
            name: it.name.clone(),
            ty: type_text(scope, &it.ty),
            badges,
            description: described(&it.description, &it.deprecated),
            facts,
            ..Row::default()
        }
    };
    inputs.iter().map(&mut row).collect()
}

fn old(deprecated: &Option<String>) -> Vec<Badge> {
    deprecated.iter().map(|_| badge("deprecated", "old")).collect()
}

fn described(description: &str, deprecated: &Option<String>) -> Prose {
    match deprecated {
        Some(reason) if !reason.is_empty() => {
            Prose::new(&format!("{description}\n\n**Deprecated.** {reason}"))
        }
        _ => Prose::new(description),
    }
}

fn deprecation(deprecated: &Option<String>, description: &str) -> Vec<Section> {
    let mut sections = opening(false, description);
    if let Some(reason) = deprecated {
        let callout =
            Block::Callout(Callout { title: "Deprecated".to_owned(), text: Prose::new(reason) });
        let blocks = vec![callout];
        sections.insert(0, Section { id: "deprecated".to_owned(), title: String::new(), blocks });
    }
    sections
}

fn directive_facts(directives: &[Directive]) -> Vec<Fact> {
    let fact = |it: &Directive| {
        let arguments: Vec<String> =
            it.arguments.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let arguments = if arguments.is_empty() {
            String::new()
        } else {
            format!("({})", arguments.join(", "))
        };
        code("Directive", format!("@{}{arguments}", it.name))
    };
    directives.iter().map(fact).collect()
}
