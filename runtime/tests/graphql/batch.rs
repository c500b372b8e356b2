//! One call for all sibling parents, by hand: what becomes of answers that do not fit.

use meshwright_runtime::graphql::{
    Batch, Call, Called, CalledBatch, Context, Error, Limits, ObjectType, Output, Request, Root,
    Schema, Tables, Writer,
};

const SDL: &str = "type Query { items: [Item!]! } type Item { number: Int! half: Int }";

static TABLES: Tables = Tables {
    objects: &[
        ObjectType { name: "Query", fields: &["items"], resolved: &[0], batched: &[] },
        ObjectType { name: "Item", fields: &["number", "half"], resolved: &[1], batched: &[1] },
    ],
    scalars: &[],
    costs: &[],
};

struct Item(i32);

impl Output for Item {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.object(1, self, &|_, out| self.0.write(out));
    }
}

type Answer = Result<Vec<Result<Option<i32>, Error>>, Error>;

/// Answers for the numbers of all parents.
struct Halves(fn(&[i32]) -> Answer);

impl Root for Halves {
    fn resolve<'a>(&'a self, call: Call<'a>) -> Called<'a> {
        call.run(async { Ok([1, 2, 4].map(Item).into_iter().collect::<Vec<_>>()) })
    }

    fn resolve_all<'a>(&'a self, batch: &Batch<'a>) -> CalledBatch<'a> {
        let parents = batch.parents::<Item>()?;
        batch.run(async move {
            tokio::task::yield_now().await;
            let numbers: Vec<i32> = parents.iter().map(|it| it.0).collect();
            (self.0)(&numbers)
        })
    }
}

async fn response(halves: fn(&[i32]) -> Answer) -> String {
    let schema = Schema::new(SDL, &TABLES, Halves(halves), Limits::default()).unwrap();
    let request = Request::new("{ items { half number } }");
    String::from_utf8(schema.execute(request, Context::default()).await.to_bytes()).unwrap()
}

const NULLS: &str = r#""data":{"items":[{"half":null,"number":1},{"half":null,"number":2},{"half":null,"number":4}]}"#;

#[tokio::test]
async fn each_parent_has_its_own_answer() {
    let halves = |numbers: &[i32]| -> Answer {
        let half = |number: &i32| match number % 2 {
            0 => Ok(Some(number / 2)),
            _ => Err(Error::new("odd")),
        };
        Ok(numbers.iter().map(half).collect())
    };
    assert_eq!(
        response(halves).await,
        concat!(
            r#"{"errors":[{"message":"odd","locations":[{"line":1,"column":11}],"path":["items",0,"half"]}],"#,
            r#""data":{"items":[{"half":null,"number":1},{"half":1,"number":2},{"half":2,"number":4}]}}"#,
        )
    );
}

#[tokio::test]
async fn an_error_of_the_call_is_one_of_all() {
    let text = response(|_| Err(Error::new("down"))).await;
    assert_eq!(text.matches(r#""message":"down""#).count(), 3);
    assert!(text.ends_with(&format!("{NULLS}}}")), "{text}");
}

#[tokio::test]
async fn too_few_answers_and_panics_are_errors_of_all() {
    for halves in [|_: &[i32]| Ok(vec![Ok(Some(1))]), |_: &[i32]| panic!("a secret")] {
        let text = response(halves).await;
        assert_eq!(text.matches(r#""message":"internal error""#).count(), 3, "{text}");
        assert!(text.ends_with(&format!("{NULLS}}}")), "{text}");
    }
}
