//! What the directives of the schema do.

use meshwright_runtime::Value;
use meshwright_runtime::graphql::{Answer, Context, Error, Next};
use shelf::directives::{AuthArgs, BoundedArgs, Directives};
use shelf::enums::Role;

use crate::Shelf;

impl Directives for Shelf {
    /// Whoever says so in a header is a writer.
    async fn auth<'a>(
        &self,
        context: &Context,
        coordinate: &str,
        args: AuthArgs,
        next: Next<'a>,
    ) -> Result<Answer<'a>, Error> {
        self.note(format!("auth {coordinate}"));
        let is_writer = context.headers().contains_key("writer");
        if args.role == Role::Writer && !is_writer {
            return Err(Error::new("only for writers").with("code", "FORBIDDEN"));
        }
        next.run().await
    }

    async fn upper<'a>(
        &self,
        _: &Context,
        coordinate: &str,
        next: Next<'a>,
    ) -> Result<Answer<'a>, Error> {
        self.note(format!("upper {coordinate}"));
        let answer = match next.run().await {
            Ok(answer) => answer,
            // What failed within may still be answered.
            Err(error) if error.message() == "nobody knows" => return Ok(Answer::new("DEFAULT")),
            Err(error) => return Err(error),
        };
        let text = answer.get::<String>();
        match text.or_else(|| answer.get::<Option<String>>()?.as_ref()) {
            Some(text) => Ok(Answer::new(text.to_uppercase())),
            None => Ok(answer),
        }
    }

    async fn bounded_input(
        &self,
        _: &Context,
        coordinate: &str,
        args: BoundedArgs,
        value: Value,
    ) -> Result<Value, Error> {
        self.note(format!("bounded {coordinate} {}", args.max));
        match value.as_i64() {
            Some(number) if number > 1_000 => Err(Error::new(format!("{coordinate} is absurd"))),
            Some(number) => Ok(number.min(i64::from(args.max)).into()),
            None => Ok(value),
        }
    }
}
