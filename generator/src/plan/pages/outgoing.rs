//! Webhooks and callbacks: the pages that list them, and what their pages say besides.

use super::frame::{Content, method_badge, operation_title};
use super::map::Scope;
use super::schema::code;
use crate::api::{Operation, Outgoing, Trigger};
use crate::docs::{Block, Fact, Item, Link, Page, Part, Section, Text, first_paragraph};

/// The kinds of operations that an API calls elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Webhook,
    Callback,
}

impl Direction {
    pub(super) const ALL: [Self; 2] = [Self::Webhook, Self::Callback];

    pub(super) fn of(trigger: &Trigger) -> Self {
        if trigger.is_webhook() { Self::Webhook } else { Self::Callback }
    }

    /// The word in addresses.
    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Webhook => "webhooks",
            Self::Callback => "callbacks",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Webhook => "Webhooks",
            Self::Callback => "Callbacks",
        }
    }

    fn summary(self) -> &'static str {
        match self {
            Self::Webhook => "What the API calls when something happens.",
            Self::Callback => "What the API calls where a request says.",
        }
    }
}

/// The page that lists the webhooks, or the callbacks.
pub(super) fn plan_index(scope: Scope<'_>, direction: Direction) -> Page {
    let blocks = vec![Block::Items(items(scope, direction))];
    scope.page(Content {
        title: direction.title().to_owned(),
        summary: direction.summary().to_owned(),
        above: scope.above(None),
        sections: vec![Section { id: "list".to_owned(), title: String::new(), blocks }],
        ..Content::default()
    })
}

/// One line per webhook or callback.
pub(super) fn items(scope: Scope<'_>, direction: Direction) -> Vec<Item> {
    let all = scope.map.outgoing(direction);
    let item = |(it, path): (&Outgoing, &str)| Item {
        badges: vec![method_badge(&it.operation)],
        title: operation_title(&it.operation).to_owned(),
        href: scope.to(path),
        code: it.operation.key.clone(),
        summary: first_paragraph(&it.operation.description),
    };
    all.map(item).collect()
}

/// When it is called, and where.
pub(super) fn trigger_facts(scope: Scope<'_>, trigger: &Trigger) -> Block {
    Block::Facts(match trigger {
        Trigger::Webhook { name } => vec![code("Webhook", name)],
        Trigger::Callback { operations, name, expression } => {
            let mut parts = Vec::new();
            for id in operations {
                if !parts.is_empty() {
                    parts.push(Part { text: ", ".to_owned(), href: String::new() });
                }
                parts.push(scope.operation(id));
            }
            vec![
                code("Callback", name),
                fact("Asked for by", Text(parts)),
                code("Goes to", expression),
            ]
        }
    })
}

/// The callbacks that an operation asks for.
pub(super) fn callbacks_of(scope: Scope<'_>, operation: &Operation) -> Vec<Link> {
    let all = scope.map.outgoing(Direction::Callback);
    let link = |(it, path): (&Outgoing, &str)| match &it.trigger {
        Trigger::Callback { operations, name, expression }
            if operations.contains(&operation.id) =>
        {
            Some(Link { title: name.clone(), href: scope.to(path), note: expression.clone() })
        }
        _ => None,
    };
    all.filter_map(link).collect()
}

pub(super) fn fact(label: &str, value: Text) -> Fact {
    Fact { label: label.to_owned(), value, code: false, note: String::new() }
}

impl Scope<'_> {
    /// The operation of this id, with a link where it has a page.
    pub(super) fn operation(&self, id: &str) -> Part {
        let own = self.map.api.operations.iter().zip(&self.map.operations);
        let mut all = own.map(|(it, path)| (it, path.as_str())).chain(
            Direction::ALL
                .into_iter()
                .flat_map(|it| self.map.outgoing(it))
                .map(|(it, path)| (&it.operation, path)),
        );
        match all.find(|it| it.0.id == id) {
            Some((it, path)) => Part { text: operation_title(it).to_owned(), href: self.to(path) },
            None => Part { text: id.to_owned(), href: String::new() },
        }
    }
}
