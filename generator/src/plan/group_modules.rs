//! The modules of operations, server and client: a file for each group, or a folder where one file would be long.

use super::docs::prose;
use super::graphql::folder;
use super::operation_files::{OperationFile, operation_files};
use super::operations::{Group, Planned};
use super::outputs::{first_outputs, output_item};
use super::service::{plan_client, plan_server};
use crate::api::Api;
use crate::rust::{Docs, Ident, Item, Module};

/// What operations take and give, and their tables.
pub(super) fn operation_modules(groups: &[Group]) -> Vec<Module> {
    let children = groups.iter().map(|it| child(&it.module, true)).collect();
    let docs = Docs::new("What operations take and give, and the tables that describe them.");
    let mut modules = vec![Module { path: "operations/mod.rs".to_owned(), docs, items: children }];
    for group in groups {
        let firsts = first_outputs(&group.operations);
        let items = |numbers: &[usize]| operation_items(&group.operations, &firsts, numbers);
        let lines =
            group.operations.iter().zip(&firsts).map(|(it, first)| operation_lines(it, *first));
        let files = operation_files(group, &lines.collect::<Vec<_>>());
        if files.is_empty() {
            let all: Vec<usize> = (0..group.operations.len()).collect();
            modules.push(file("operations", group, items(&all)));
            continue;
        }
        let path = format!("operations/{}", group.module.0);
        modules.push(folder(&path, &group.lead(), files.iter().map(|it| &it.module)));
        modules.extend(files.into_iter().map(|it| {
            let items = items(&it.operations);
            part("operations", group, it, items)
        }));
    }
    modules
}

/// About how many lines an operation takes, not counting documentation: a better one moves no code.
fn operation_lines(it: &Planned, first_output: Option<usize>) -> usize {
    let table = 10 + 2 * it.table.parameters.len();
    let input = it.input.as_ref().map_or(0, |it| 14 + 3 * it.fields.len());
    let output = if first_output.is_some() { 3 } else { 12 + 6 * it.output.variants.len() };
    table + input + output
}

fn operation_items(
    operations: &[Planned],
    firsts: &[Option<usize>],
    numbers: &[usize],
) -> Vec<Item> {
    let mut items = Vec::new();
    for &number in numbers {
        let it = &operations[number];
        items.push(Item::Table(Box::new(it.table.clone())));
        items.extend(it.input.clone().map(Item::Input));
        let first = firsts[number].map(|first| {
            // One in the same file is nearer, even where that is but another name too.
            let says_it = |it: &&usize| **it == first || firsts[**it] == Some(first);
            let here = numbers.iter().find(says_it).filter(|it| **it != number);
            (&operations[*here.unwrap_or(&first)].output, here.is_some())
        });
        items.push(output_item(&it.output, first));
    }
    items
}

/// The traits and their routes; a trait is one item, and stays whole.
pub(super) fn server_modules(groups: &[Group]) -> Vec<Module> {
    let mut items: Vec<Item> = groups.iter().map(|it| child(&it.module, true)).collect();
    // Who serves the API need not receive what it calls elsewhere.
    let own = groups.iter().filter(|it| it.sender.is_none());
    let traits: Vec<_> = own.map(|it| (it.module.clone(), it.trait_ident.clone())).collect();
    if traits.is_empty() {
        let docs = Docs::new("Receivers of what the API calls: one trait each, with a router.");
        let mut modules = vec![Module { path: "server/mod.rs".to_owned(), docs, items }];
        modules.extend(groups.iter().map(server_file));
        return modules;
    }
    items.push(Item::Router(traits));
    let docs = Docs::new(
        "The server: one trait per tag, and the router that leads to them.\n\n\
         Implement [`Guard`](meshwright_runtime::server::Guard) and every trait for one type, and\n\
         hand it to [`router`]. An operation without a handler does not compile, and a route that is\n\
         not in the schema cannot exist.",
    );
    let mut modules = vec![Module { path: "server/mod.rs".to_owned(), docs, items }];
    modules.extend(groups.iter().map(server_file));
    modules
}

fn server_file(group: &Group) -> Module {
    let mut items = vec![Item::Server(plan_server(group))];
    items.extend(group.sender.iter().map(|_| Item::Receiver(group.trait_ident.clone())));
    file("server", group, items)
}

/// The client and the senders, with their methods.
pub(super) fn client_modules(api: &Api, groups: &[Group]) -> Vec<Module> {
    let mut items: Vec<Item> =
        groups.iter().map(|it| child(&it.module, it.sender.is_some())).collect();
    let title = prose(&api.title).0.join(" ");
    if groups.iter().any(|it| it.sender.is_none()) {
        items.push(Item::ClientRoot { docs: Docs(vec![format!("A client of {title}.")]) });
    }
    let docs = Docs::new("The client: one method per operation.");
    let mut modules = vec![Module { path: "client/mod.rs".to_owned(), docs, items }];
    for group in groups {
        let lines: Vec<usize> = group.operations.iter().map(method_lines).collect();
        let files = operation_files(group, &lines);
        let sender = group.sender.iter().map(|ident| Item::Sender {
            docs: Docs::new("Calls one receiver: one method per operation."),
            ident: ident.clone(),
            is_split: !files.is_empty(),
        });
        if files.is_empty() {
            let methods = Item::Client(plan_client(group, group.operations.iter(), false));
            modules.push(file("client", group, sender.chain([methods]).collect()));
            continue;
        }
        let children = files.iter().map(|it| child(&it.module, false));
        let path = format!("client/{}/mod.rs", group.module.0);
        let docs = Docs(vec![group.lead()]);
        modules.push(Module { path, docs, items: children.chain(sender).collect() });
        modules.extend(files.into_iter().map(|it| {
            let operations = it.operations.iter().map(|it| &group.operations[*it]);
            let methods = Item::Client(plan_client(group, operations, true));
            part("client", group, it, vec![methods])
        }));
    }
    modules
}

/// About how many lines a method takes, not counting documentation.
fn method_lines(it: &Planned) -> usize {
    if it.items.is_some() { 18 } else { 10 }
}

fn child(name: &Ident, is_public: bool) -> Item {
    Item::Child { name: name.clone(), docs: Docs::default(), feature: None, is_public }
}

fn file(folder: &str, group: &Group, items: Vec<Item>) -> Module {
    let path = format!("{folder}/{}.rs", group.module.0);
    Module { path, docs: Docs(vec![group.lead()]), items }
}

fn part(folder: &str, group: &Group, file: OperationFile, items: Vec<Item>) -> Module {
    let path = format!("{folder}/{}/{}.rs", group.module.0, file.module.0);
    Module { path, docs: file.docs, items }
}
