//! Loaders: which keys are fetched together, and which once.

use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use futures_util::future::join_all;
use meshwright_runtime::graphql::{Context, Error, Fetch, Fetched, Loader};

/// Fetches squares, and writes down what it was asked.
#[derive(Clone, Default)]
struct Squares(Arc<Mutex<Vec<Vec<i32>>>>);

impl Fetch for Squares {
    type Key = i32;
    type Value = i32;
    const MAX_KEYS: usize = 5;

    async fn fetch(&self, keys: Vec<i32>) -> Result<Fetched<Self>, Error> {
        self.0.lock().unwrap().push(keys.clone());
        tokio::task::yield_now().await;
        if keys.contains(&100) {
            return Err(Error::new("no more"));
        }
        let answers = keys.into_iter().filter(|key| *key >= 0).map(|key| match key {
            13 => (key, Err(Error::new("unlucky"))),
            key => (key, Ok(key * key)),
        });
        Ok(answers.collect())
    }
}

impl Squares {
    fn calls(&self) -> Vec<Vec<i32>> {
        self.0.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn keys_of_one_round_are_fetched_together_and_once() {
    let squares = Squares::default();
    let loader = Loader::new(squares.clone());
    assert_eq!(loader.load_many([1, 2, 1, 3]).await, [1, 4, 1, 9].map(|it| Ok(Some(it))));
    assert_eq!(loader.load_many([3, 4]).await, [Ok(Some(9)), Ok(Some(16))]);
    assert_eq!(squares.calls(), [vec![1, 2, 3], vec![4]]);
}

#[tokio::test]
async fn errors_and_absent_values_are_those_of_their_keys() {
    let loader = Loader::new(Squares::default());
    let answers = loader.load_many([2, -1, 13]).await;
    assert_eq!(answers, [Ok(Some(4)), Ok(None), Err(Error::new("unlucky"))]);
    assert_eq!(loader.load_many([100, 5]).await, [(); 2].map(|()| Err(Error::new("no more"))));
}

#[tokio::test]
async fn many_keys_are_several_calls() {
    let squares = Squares::default();
    let loader = Loader::new(squares.clone());
    loader.load_many(0..12).await;
    assert_eq!(squares.calls().iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 2]);
}

#[tokio::test]
async fn what_is_known_is_not_fetched_until_it_is_forgotten() {
    let squares = Squares::default();
    let loader = Loader::new(squares.clone());
    loader.know(2, Some(5));
    assert_eq!(loader.load(2).await, Ok(Some(5)));
    loader.forget(&2);
    assert_eq!(loader.load(2).await, Ok(Some(4)));
    assert_eq!(squares.calls(), [vec![2]]);
}

#[tokio::test]
async fn a_dropped_load_leaves_the_others_alone() {
    let squares = Squares::default();
    let loader = Loader::new(squares.clone());
    let mut dropped = Box::pin(loader.load(1));
    assert!((&mut dropped).now_or_never().is_none());
    drop(dropped);
    assert_eq!(loader.load_many([1, 2]).await, [Ok(Some(1)), Ok(Some(4))]);
    assert_eq!(squares.calls(), [vec![1, 2]]);
}

#[tokio::test]
async fn resolvers_of_one_operation_share_a_loader() {
    let squares = Squares::default();
    let context = Context::default();
    let load = |key| {
        let (context, squares) = (&context, squares.clone());
        async move { context.loader(|| squares).load(key).await }
    };
    assert_eq!(join_all([1, 2, 2].map(load)).await, [1, 4, 4].map(|it| Ok(Some(it))));
    assert_eq!(squares.calls(), [vec![1, 2]]);
}
