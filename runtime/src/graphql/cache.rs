//! A bounded cache in two generations: when the young one is full it becomes the old one.
//!
//! What is asked for again moves back to the young generation; what is not is forgotten with the old one.

use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

/// Longer texts are planned anew each time rather than kept.
const MAX_KEY: usize = 64 << 10;

pub(crate) struct Cache<T> {
    capacity: usize,
    generations: Mutex<Generations<T>>,
}

struct Generations<T> {
    young: HashMap<String, Arc<T>>,
    old: HashMap<String, Arc<T>>,
}

impl<T> Cache<T> {
    /// A cache of at most twice `capacity` entries; with 0 it keeps nothing.
    pub(crate) fn new(capacity: usize) -> Self {
        let generations = Generations { young: HashMap::new(), old: HashMap::new() };
        Self { capacity, generations: Mutex::new(generations) }
    }

    pub(crate) fn get(&self, key: &str) -> Option<Arc<T>> {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = generations.young.get(key) {
            return Some(Arc::clone(found));
        }
        let (key, found) = generations.old.remove_entry(key)?;
        self.put(&mut generations, key, Arc::clone(&found));
        Some(found)
    }

    pub(crate) fn insert(&self, key: String, value: Arc<T>) {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        self.put(&mut generations, key, value);
    }

    fn put(&self, generations: &mut Generations<T>, key: String, value: Arc<T>) {
        if self.capacity == 0 || key.len() > MAX_KEY {
            return;
        }
        if generations.young.len() >= self.capacity {
            generations.old = mem::take(&mut generations.young);
        }
        generations.young.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgets_what_is_not_asked_for() {
        let cache = Cache::new(2);
        for key in ["a", "b", "c", "d"] {
            cache.insert(key.into(), Arc::new(()));
            assert!(cache.get("a").is_some(), "{key}");
        }
        assert!(cache.get("b").is_none());
        assert!(cache.get("d").is_some());
    }
}
