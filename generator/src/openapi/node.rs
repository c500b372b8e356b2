//! A node of a value tree that knows its address.

use std::rc::Rc;

use serde_json::{Map, Value};

/// A value and the way to it from the root of its tree.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The value itself.
    pub value: &'a Value,
    step: Rc<Step<'a>>,
}

#[derive(Debug)]
enum Step<'a> {
    Root,
    Key(Rc<Step<'a>>, &'a str),
    Index(Rc<Step<'a>>, usize),
}

impl<'a> Node<'a> {
    /// The root of a tree.
    pub fn root(value: &'a Value) -> Self {
        Self { value, step: Rc::new(Step::Root) }
    }

    /// The member of this name, where the value is an object that has it.
    pub fn get(&self, key: &str) -> Option<Self> {
        let (key, value) = find(self.value.as_object()?, key)?;
        Some(self.member(key, value))
    }

    /// The value of the member of this name.
    pub fn value_of(&self, key: &str) -> Option<&'a Value> {
        Some(find(self.value.as_object()?, key)?.1)
    }

    /// The text of the member of this name; none where it is absent or no text.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.value_of(key)?.as_str()
    }

    /// The text of the member of this name, or nothing.
    pub fn prose(&self, key: &str) -> String {
        self.text(key).unwrap_or_default().trim().to_owned()
    }

    /// Whether the member of this name is `true`.
    pub fn flag(&self, key: &str) -> bool {
        self.value_of(key) == Some(&Value::Bool(true))
    }

    /// The members; none where the value is no object.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let step = Rc::clone(&self.step);
        self.value.as_object().into_iter().flatten().map(move |(key, value)| {
            (key.as_str(), Self { value, step: Rc::new(Step::Key(Rc::clone(&step), key)) })
        })
    }

    /// The members of the member of this name.
    pub fn members_of(&self, key: &str) -> Vec<(&'a str, Self)> {
        self.get(key).map(|it| it.members().collect()).unwrap_or_default()
    }

    /// The items; none where the value is no array.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        let step = Rc::clone(&self.step);
        self.value.as_array().into_iter().flatten().enumerate().map(move |(index, value)| Self {
            value,
            step: Rc::new(Step::Index(Rc::clone(&step), index)),
        })
    }

    /// The items of the member of this name.
    pub fn items_of(&self, key: &str) -> Vec<Self> {
        self.get(key).map(|it| it.items().collect()).unwrap_or_default()
    }

    /// The part that one segment of a JSON pointer names.
    pub fn child(&self, segment: &str) -> Option<Self> {
        match self.value {
            Value::Object(_) => self.get(segment),
            Value::Array(list) => {
                let index = segment.parse().ok()?;
                let value = list.get(index)?;
                Some(Self { value, step: Rc::new(Step::Index(Rc::clone(&self.step), index)) })
            }
            _ => None,
        }
    }

    /// The JSON pointer (RFC 6901) from the root of the tree.
    pub fn pointer(&self) -> String {
        let mut steps = Vec::with_capacity(16);
        let mut step = &*self.step;
        while let Step::Key(parent, _) | Step::Index(parent, _) = step {
            steps.push(step);
            step = parent;
        }
        let mut pointer = String::with_capacity(120);
        for step in steps.into_iter().rev() {
            pointer.push('/');
            match step {
                Step::Root => {}
                Step::Key(_, key) if key.bytes().any(|it| matches!(it, b'~' | b'/')) => {
                    pointer.push_str(&escape(key));
                }
                Step::Key(_, key) => pointer.push_str(key),
                Step::Index(_, index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }

    fn member(&self, key: &'a str, value: &'a Value) -> Self {
        Self { value, step: Rc::new(Step::Key(Rc::clone(&self.step), key)) }
    }
}

/// Up to how many members are looked through: to hash a name takes longer than to compare it with so many.
const FEW: usize = 16;

/// The member of this name.
fn find<'a>(map: &'a Map<String, Value>, key: &str) -> Option<(&'a String, &'a Value)> {
    match map.len() {
        ..=FEW => map.iter().find(|it| it.0 == key),
        _ => map.get_key_value(key),
    }
}

/// One segment of a JSON pointer.
pub(super) fn escape(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}

/// A JSON pointer as the fragment of a reference: what looks encoded is a `%` of its own.
pub(super) fn fragment(pointer: &str) -> String {
    format!("#{}", pointer.replace('%', "%25"))
}

/// The segments of the fragment of a reference, decoded; none where it is no JSON pointer.
pub(super) fn segments(fragment: &str) -> Option<Vec<String>> {
    if fragment.is_empty() {
        return Some(Vec::new());
    }
    let rest = fragment.strip_prefix('/')?;
    Some(
        rest.split('/')
            .map(|segment| percent_decode(segment).replace("~1", "/").replace("~0", "~"))
            .collect(),
    )
}

pub(super) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        match (first, code.and_then(|it| u8::from_str_radix(it, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
