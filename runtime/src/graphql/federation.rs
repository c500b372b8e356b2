//! What a gateway asks of a subgraph (Apollo Federation, "Subgraph specification").

use std::future::Future;

use serde_json::Value;

use super::call::Arguments;
use super::error::Error;
use super::input::Input;
use super::output::Output;
use super::writer::Writer;

/// The entities that one `_entities` asks for: `T` is the enum of all of them.
#[derive(Debug)]
pub struct Representations<T> {
    wanted: Vec<Value>,
    found: Vec<Option<Result<Option<T>, Error>>>,
}

/// One of them, as it is answered: an entity, null where there is none, or an error.
#[derive(Debug)]
pub struct Found<T>(Result<Option<T>, Error>);

impl<T> Representations<T> {
    /// What the arguments of `_entities` ask for.
    pub fn new(arguments: Arguments<'_>) -> Self {
        let wanted = arguments.into_value().get_mut("representations").map(Value::take);
        let wanted = match wanted {
            Some(Value::Array(wanted)) => wanted,
            _ => Vec::new(),
        };
        let found = wanted.iter().map(|_| None).collect();
        Self { wanted, found }
    }

    /// Finds all entities of one type at once.
    ///
    /// `resolve` gets the references in the order of the request, and gives as many answers in the same order; it is
    /// not called where there are none. A reference that does not read is an error of that entity alone.
    pub async fn resolve<R, E, F>(
        &mut self,
        name: &str,
        resolve: impl FnOnce(Vec<R>) -> F,
        entity: impl Fn(E) -> T,
    ) where
        R: Input,
        F: Future<Output = Result<Vec<Option<E>>, Error>>,
    {
        let (mut places, mut references) = (Vec::new(), Vec::new());
        for (place, (wanted, found)) in self.wanted.iter().zip(&mut self.found).enumerate() {
            if wanted.get("__typename").and_then(Value::as_str) != Some(name) {
                continue;
            }
            match R::read(wanted) {
                Ok(reference) => {
                    places.push(place);
                    references.push(reference);
                }
                Err(error) => {
                    *found = Some(Err(Error::new(format!("cannot read a `{name}`: {error}"))));
                }
            }
        }
        if places.is_empty() {
            return;
        }
        let n_wanted = places.len();
        let answers = resolve(references).await.and_then(|answers| match answers.len() {
            n_found if n_found == n_wanted => Ok(answers),
            n_found => Err(Error::new(format!("asked for {n_wanted} of `{name}`, got {n_found}"))),
        });
        let mut answers = answers.map(Vec::into_iter);
        for place in places {
            let answer = match &mut answers {
                Ok(answers) => Ok(answers.next().flatten().map(&entity)),
                Err(error) => Err(error.clone()),
            };
            if let Some(found) = self.found.get_mut(place) {
                *found = Some(answer);
            }
        }
    }

    /// The answers in the order of the request; what no type claimed is an error.
    pub fn finish(self) -> Vec<Found<T>> {
        let all = self.wanted.iter().zip(self.found);
        all.map(|(wanted, found)| Found(found.unwrap_or_else(|| Err(unclaimed(wanted))))).collect()
    }
}

fn unclaimed(wanted: &Value) -> Error {
    match wanted.get("__typename").and_then(Value::as_str) {
        Some(name) => Error::new(format!("there is no entity `{name}` here")),
        None => Error::new("a representation needs a `__typename`"),
    }
}

impl<T: Output> Output for Found<T> {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        match &self.0 {
            Ok(Some(entity)) => entity.write(out),
            Ok(None) => out.null(),
            Err(error) => out.fail(error.clone()),
        }
    }
}

/// Whether a representation has all of these members: whether it can be read by one of several keys.
pub fn has_members(value: &Value, names: &[&str]) -> bool {
    names.iter().all(|name| value.get(name).is_some())
}
