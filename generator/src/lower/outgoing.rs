//! Webhooks and callbacks: operations that the API calls elsewhere.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Lowering;
use super::operation::Around;
use crate::api::{Method, Operation, Outgoing, SecurityScheme, Trigger};
use crate::openapi::Node;

/// All but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl<'a> Lowering<'a, '_> {
    pub(super) fn webhooks(&mut self, schemes: &[SecurityScheme]) -> Vec<Outgoing> {
        let mut list = Vec::new();
        for (name, item) in self.document.root().members_of("webhooks") {
            if name.starts_with("x-") {
                continue;
            }
            let Some(item) = self.document.follow(item) else { continue };
            let methods = self.methods(&item);
            for (method, node) in &methods {
                let id = own_id(name, method, methods.len());
                let operation = self.outgoing(&item, method, node, id, schemes);
                let operation =
                    Operation { path: segment(name), key: name.to_owned(), ..operation };
                list.push(Outgoing {
                    operation,
                    trigger: Trigger::Webhook { name: name.to_owned() },
                });
            }
        }
        list
    }

    /// The callbacks of every operation; one that several operations share comes once.
    pub(super) fn callbacks(
        &mut self,
        operations: &[Operation],
        schemes: &[SecurityScheme],
    ) -> Vec<Outgoing> {
        let mut list: Vec<Outgoing> = Vec::new();
        let mut nodes = Vec::new();
        for (path, item) in self.document.root().members_of("paths") {
            if path.starts_with("x-") {
                continue;
            }
            let Some(item) = self.document.follow(item) else { continue };
            nodes.extend(self.methods(&item).into_iter().map(|it| it.1));
        }
        for (operation, node) in operations.iter().zip(nodes) {
            for (name, callback) in node.members_of("callbacks") {
                let Some(callback) = self.document.follow(callback) else { continue };
                for (expression, item) in callback.members() {
                    if expression.starts_with("x-") {
                        continue;
                    }
                    self.callback(&operation.id, name, expression, item, schemes, &mut list);
                }
            }
        }
        list
    }

    /// Gives callbacks, which start at an index, ids of their own, and the paths that follow from those.
    pub(super) fn number_callbacks(
        &mut self,
        operations: &[Operation],
        outgoing: &mut [Outgoing],
        start: usize,
    ) {
        let (webhooks, callbacks) = outgoing.split_at_mut(start);
        let taken = operations.iter().chain(webhooks.iter().map(|it| &it.operation));
        self.unique_ids(taken.collect(), callbacks.iter_mut().map(|it| &mut it.operation));
        for it in callbacks {
            it.operation.path = segment(&it.operation.id);
        }
    }

    fn callback(
        &mut self,
        caller: &str,
        name: &str,
        expression: &str,
        item: Node<'a>,
        schemes: &[SecurityScheme],
        list: &mut Vec<Outgoing>,
    ) {
        let Some(item) = self.document.follow(item) else { return };
        let methods = self.methods(&item);
        for (method, node) in &methods {
            let place = self.document.place(node);
            let known = list.iter_mut().find(|it| it.operation.place == place);
            if let Some(Outgoing { trigger: Trigger::Callback { operations, .. }, .. }) = known {
                if !operations.iter().any(|it| it == caller) {
                    operations.push(caller.to_owned());
                }
                continue;
            }
            let id = own_id(&format!("{caller} {name}"), method, methods.len());
            let operation = self.outgoing(&item, method, node, id, schemes);
            list.push(Outgoing {
                operation: Operation { key: expression.to_owned(), ..operation },
                trigger: Trigger::Callback {
                    operations: vec![caller.to_owned()],
                    name: name.to_owned(),
                    expression: expression.to_owned(),
                },
            });
        }
    }

    /// An operation that is called elsewhere, where the API's servers and its security mean nothing:
    /// those say how the API itself is called. What an operation says of its own counts.
    fn outgoing(
        &mut self,
        item: &Node<'a>,
        method: &Method,
        node: &Node<'a>,
        id: String,
        schemes: &[SecurityScheme],
    ) -> Operation {
        if let Some(callbacks) = node.get("callbacks") {
            let place = self.document.key_place(&callbacks);
            self.diagnostics.not_generated(
                place,
                "a callback of what is called elsewhere",
                "left out",
            );
        }
        let around = Around { item, key: "", id };
        let mut operation = self.operation(&around, method.clone(), node);
        operation.security = self.requirements(node, None, schemes);
        operation.servers.clear();
        operation
    }
}

/// The id of an operation that has none: the name of what is called, and the method where there are several.
fn own_id(name: &str, method: &Method, n_methods: usize) -> String {
    if n_methods == 1 {
        name.to_owned()
    } else {
        format!("{name} {}", method.as_str().to_lowercase())
    }
}

/// A name as a path of one segment.
fn segment(name: &str) -> String {
    format!("/{}", utf8_percent_encode(name, RESERVED))
}
