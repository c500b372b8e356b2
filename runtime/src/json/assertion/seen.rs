//! Which parts of a value some schema has evaluated: what `unevaluatedItems` and
//! `unevaluatedProperties` ask for.

/// The evaluated parts of one value.
#[derive(Debug, Default)]
pub(super) struct Seen<'v> {
    all_members: bool,
    members: Vec<&'v str>,
    all_items: bool,
    /// How many items from the first on.
    prefix: usize,
    items: Vec<usize>,
}

impl<'v> Seen<'v> {
    pub(super) fn member(&mut self, name: &'v str) {
        self.members.push(name);
    }

    pub(super) fn every_member(&mut self) {
        self.all_members = true;
    }

    pub(super) fn item(&mut self, index: usize) {
        self.items.push(index);
    }

    pub(super) fn first_items(&mut self, count: usize) {
        self.prefix = self.prefix.max(count);
    }

    pub(super) fn every_item(&mut self) {
        self.all_items = true;
    }

    pub(super) fn has_member(&self, name: &str) -> bool {
        self.all_members || self.members.contains(&name)
    }

    pub(super) fn has_item(&self, index: usize) -> bool {
        self.all_items || index < self.prefix || self.items.contains(&index)
    }

    /// Adds what another schema evaluated of the same value.
    pub(super) fn absorb(&mut self, other: Self) {
        self.all_members |= other.all_members;
        self.members.extend(other.members);
        self.all_items |= other.all_items;
        self.prefix = self.prefix.max(other.prefix);
        self.items.extend(other.items);
    }
}
