//! Where the keys and values of one document are written.

use std::ops::Range;

/// The index of a node in its tree.
pub(super) type NodeId = usize;

/// The longest value that is underlined whole when it holds others.
const LONGEST_CONTAINER: usize = 80;

/// The nodes of one document, the root first; none when nothing could be read.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// One value, and the key it has where it is a member of a mapping.
#[derive(Debug)]
struct Node {
    name: Name,
    /// The key to show for the value; an alias takes that of the value it stands for.
    header: Option<Range<usize>>,
    key: Option<Range<usize>>,
    value: Range<usize>,
    container: bool,
    first_child: Option<NodeId>,
    last_child: Option<NodeId>,
    next: Option<NodeId>,
}

/// What a pointer calls a node.
#[derive(Debug, PartialEq)]
pub(super) enum Name {
    Root,
    Key(Box<str>),
    Index(usize),
}

impl Tree {
    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Adds a node below `parent`. Its value begins at `start` and is not closed yet.
    pub(super) fn add(
        &mut self,
        parent: Option<NodeId>,
        name: Name,
        key: Option<Range<usize>>,
        start: usize,
    ) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node {
            name,
            header: key.clone(),
            key,
            value: start..start,
            container: false,
            first_child: None,
            last_child: None,
            next: None,
        });
        if let Some(parent) = parent {
            match self.nodes[parent].last_child.replace(id) {
                Some(before) => self.nodes[before].next = Some(id),
                None => self.nodes[parent].first_child = Some(id),
            }
        }
        id
    }

    /// States where the value of a node ends.
    pub(super) fn close(&mut self, id: NodeId, end: usize, container: bool) {
        let node = &mut self.nodes[id];
        node.value.end = end.max(node.value.start);
        node.container = container;
    }

    /// Makes a node stand for another: same value, same children, its own key.
    pub(super) fn alias(&mut self, id: NodeId, target: NodeId) {
        let Node { header, value, container, first_child, .. } = &self.nodes[target];
        let (header, value, container, first_child) =
            (header.clone(), value.clone(), *container, *first_child);
        let node = &mut self.nodes[id];
        // An anchor without a key (an element) leaves only the alias's own key to show.
        node.header = header.or_else(|| node.key.clone());
        node.value = value;
        node.container = container;
        node.first_child = first_child;
    }

    /// The range of the key or the value at `pointer`, or at the longest part of it that exists.
    pub(super) fn find(&self, text: &str, pointer: &str, key: bool) -> Range<usize> {
        let Some(mut node) = self.nodes.first() else {
            return 0..0;
        };
        let mut whole = true;
        for part in pointer.split('/').skip(1) {
            match self.child(node, part) {
                Some(child) => node = child,
                None => {
                    whole = false;
                    break;
                }
            }
        }
        match (&node.key, key || !whole) {
            (Some(key), true) => key.clone(),
            _ => node.shown(text),
        }
    }

    /// Whether the value at `pointer` has been read to its end.
    pub(super) fn is_whole(&self, pointer: &str) -> bool {
        let mut parts = pointer.split('/').skip(1);
        let found = parts.try_fold(self.nodes.first(), |node, part| {
            node.and_then(|it| self.child(it, part)).map(Some)
        });
        found.flatten().is_some_and(|it| it.container || !it.value.is_empty())
    }

    /// The child of this name; of several, the last, as JSON readers have it.
    fn child(&self, node: &Node, part: &str) -> Option<&Node> {
        let name = part.replace("~1", "/").replace("~0", "~");
        let mut found = None;
        let mut next = node.first_child;
        while let Some(child) = next.map(|id| &self.nodes[id]) {
            let same = match &child.name {
                Name::Root => false,
                Name::Key(key) => **key == *name,
                Name::Index(index) => name.parse() == Ok(*index),
            };
            if same {
                found = Some(child);
            }
            next = child.next;
        }
        found
    }
}

impl Node {
    /// The part of the value that an excerpt shows.
    fn shown(&self, text: &str) -> Range<usize> {
        let value = text.get(self.value.clone()).unwrap_or_default();
        let below_key = self.header.as_ref().is_some_and(|key| {
            text.get(key.end..self.value.start).is_some_and(|between| between.contains('\n'))
        });
        let line = value.lines().next().unwrap_or_default().trim_end();
        match &self.header {
            Some(key) if below_key || line.is_empty() => key.clone(),
            Some(key) if self.container && line.len() > LONGEST_CONTAINER => key.clone(),
            _ if self.container && line.len() > LONGEST_CONTAINER => {
                self.value.start..self.value.start + 1
            }
            _ => self.value.start..self.value.start + line.len(),
        }
    }
}
