//! Fields that need work, and entities.

use futures_util::stream;
use meshwright_runtime::graphql::{Context, Error, EventStream, Nullable};
use shelf::entities::{BookKey, BookReference, Entities, UserKey};
use shelf::enums::Genre;
use shelf::resolvers::{
    BookResolver, LoanResolver, MutationResolver, MutationReviewArgs, QueryBookArgs, QueryResolver,
    QuerySearchArgs, QueryUserArgs, SubscriptionResolver, UserResolver, UserReviewsArgs,
};
use shelf::types::{Book, Item, Loan, Review, User};
use shelf_models::Isbn;

use crate::{Shelf, ada};

fn book(isbn: Isbn) -> Book {
    Book {
        isbn,
        title: "Notes".to_owned(),
        genre: Genre::Science,
        author: ada(),
        pages: Some(66),
        price: None,
        weight: None,
        shipping: None,
    }
}

fn review(text: &str, stars: i32) -> Review {
    Review { id: "r".to_owned(), text: text.to_owned(), stars }
}

impl QueryResolver for Shelf {
    async fn user(&self, _: &Context, args: QueryUserArgs) -> Result<Option<User>, Error> {
        let ada = ada();
        Ok((args.id == ada.id.to_string()).then_some(ada))
    }

    async fn users(&self, _: &Context) -> Result<Option<Vec<Option<User>>>, Error> {
        let old = User { years: 5_000_000_000, ..ada() };
        Ok(Some(vec![Some(ada()), None, Some(old)]))
    }

    async fn book(&self, _: &Context, args: QueryBookArgs) -> Result<Option<Book>, Error> {
        Ok(Some(book(args.isbn)))
    }

    async fn search(&self, _: &Context, args: QuerySearchArgs) -> Result<Vec<Item>, Error> {
        self.note(format!("search {:?} {:?}", args.filter.as_option(), args.first));
        let all =
            [Item::User(Box::new(ada())), Item::Book(Box::new(book(Isbn("1234567890".into()))))];
        Ok(all.into_iter().collect())
    }

    async fn hidden(&self, _: &Context) -> Result<Option<String>, Error> {
        self.note("hidden");
        Ok(Some("plans".to_owned()))
    }

    async fn replaced(&self, _: &Context) -> Result<Option<String>, Error> {
        Err(Error::new("nobody knows"))
    }

    async fn loan(&self, _: &Context) -> Result<Option<Loan>, Error> {
        Ok(Some(Loan))
    }
}

impl MutationResolver for Shelf {
    async fn review(&self, _: &Context, args: MutationReviewArgs) -> Result<Review, Error> {
        Ok(review(&args.input.text, args.input.stars))
    }
}

impl SubscriptionResolver for Shelf {
    async fn lent(&self, _: &Context) -> Result<EventStream<User>, Error> {
        Ok(Box::pin(stream::iter([Ok(ada())])))
    }

    async fn returned(&self, _: &Context) -> Result<EventStream<User>, Error> {
        Ok(Box::pin(stream::iter([Ok(ada()), Ok(ada())])))
    }
}

impl BookResolver for Shelf {
    async fn secret(&self, _: &Context, book: &Book) -> Result<Option<String>, Error> {
        Ok(Some(format!("the secret of {}", book.title)))
    }
}

impl LoanResolver for Shelf {
    async fn id(&self, _: &Context, _: &Loan) -> Result<String, Error> {
        Ok("loan".to_owned())
    }
}

impl UserResolver for Shelf {
    async fn favourite(&self, _: &Context, _: &User) -> Result<Option<Genre>, Error> {
        Ok(Some(Genre::Fiction))
    }

    async fn reviews(
        &self,
        _: &Context,
        user: &User,
        args: UserReviewsArgs,
    ) -> Result<Vec<Review>, Error> {
        let first = args.first.unwrap_or_default();
        Ok((0..first).map(|it| review(&format!("by {}", user.full_name), it)).collect())
    }
}

impl shelf::resolvers::ReviewResolver for Shelf {
    async fn reader(&self, _: &Context, _: &Review) -> Result<User, Error> {
        Ok(ada())
    }
}

impl Entities for Shelf {
    async fn resolve_user(
        &self,
        _: &Context,
        references: Vec<UserKey>,
    ) -> Result<Vec<Option<User>>, Error> {
        self.note(format!("users {}", references.len()));
        let ada = ada();
        let find = |key: UserKey| (key.id == ada.id.to_string()).then(|| ada.clone());
        Ok(references.into_iter().map(find).collect())
    }

    async fn resolve_book(
        &self,
        _: &Context,
        references: Vec<BookReference>,
    ) -> Result<Vec<Option<Book>>, Error> {
        self.note(format!("books {}", references.len()));
        let find = |BookReference { key, price, weight }: BookReference| {
            let isbn = match key {
                BookKey::Isbn(key) => key.isbn,
                BookKey::TitleAuthor(key) => Isbn(format!("{} {}", key.title, key.author.id)),
            };
            let shipping = match (price, weight) {
                (Nullable::Value(price), Nullable::Value(weight)) => {
                    Some(price + if weight > 1.0 { 10 } else { 0 })
                }
                _ => None,
            };
            Some(Book { shipping, ..book(isbn) })
        };
        Ok(references.into_iter().map(find).collect())
    }
}
