//! The Meshery API in single-user mode: the local provider, called `None`.
//!
//! [`Meshery`] implements the generated traits; one file per tag.

mod authentication;
mod connections;
mod contexts;
mod cookie;
mod credentials;
mod designs;
mod environments;
mod events;
mod filters;
mod guard;
mod health;
mod journal;
mod kubeconfig;
mod kubernetes;
mod local_user;
mod organizations;
mod performance;
mod preferences;
mod providers;
mod registrations;
mod registry;
mod source;
mod system;
mod users;
mod workspaces;

use meshwright_runtime::Uuid;
use meshwright_runtime::server::Fault;

pub use cookie::NewCookies;
pub use guard::{PROVIDER, admitted, is_local};
pub use local_user::{own_names, single_user};

use crate::bus::Bus;
use crate::refusal::bad_place;
use crate::store::{Error, Order, Query, Store};
use crate::token::Signer;

/// Everything that the Meshery API can do.
#[derive(Debug, Clone)]
pub struct Meshery {
    /// What is kept.
    pub store: Store,
    /// Where changes are told.
    pub bus: Bus,
    /// Who signs the local user's token.
    pub tokens: Signer,
    /// The only user.
    pub user: Uuid,
    /// The only organization.
    pub organization: Uuid,
    /// This server, as events name it.
    pub system: Uuid,
    /// The host name that people know this server by.
    pub public_host: String,
}

impl Meshery {
    /// The API on a database.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn new(store: Store, bus: Bus, public_url: &str) -> Result<Self, Error> {
        let tokens = Signer::new(&store, "meshery").await?;
        let user = store.identity("meshery.user").await?;
        let organization = store.identity("meshery.organization").await?;
        let system = store.identity("meshery.system").await?;
        let public_host = public_url.parse::<http::Uri>().ok();
        let public_host = public_host.and_then(|it| it.host().map(str::to_owned));
        let public_host = public_host.unwrap_or_default();
        Ok(Self { store, bus, tokens, user, organization, system, public_host })
    }
}

/// What every list of the API can be asked.
#[derive(Debug)]
struct Listing {
    page: i32,
    size: i32,
    search: Option<String>,
    order: Option<String>,
}

impl Listing {
    /// With the schema's defaults in place of what the caller did not say.
    fn new(
        page: Option<i32>,
        size: Option<i32>,
        search: Option<String>,
        order: Option<String>,
    ) -> Self {
        Self { page: page.unwrap_or(0), size: size.unwrap_or(10), search, order }
    }

    /// The documents that are asked for.
    fn query(&self) -> Result<Query, Fault> {
        let query = Query::default().search(self.search.as_deref()).page(self.page, self.size);
        let Some(text) = &self.order else { return Ok(query) };
        let wrong = || bad_place("/query/order", "expected `name`, `created_at` or `updated_at`");
        Ok(query.order(Order::parse(text).ok_or_else(wrong)?))
    }

    /// The part of a list in memory that is asked for, by name; and how many items there are.
    fn part<T>(&self, items: Vec<T>, name: fn(&T) -> &str) -> (Vec<T>, i32) {
        let wanted = self.search.as_deref().unwrap_or_default().to_lowercase();
        let mut items: Vec<T> =
            items.into_iter().filter(|it| name(it).to_lowercase().contains(&wanted)).collect();
        if self.order.as_deref().is_some_and(|it| it.ends_with(" desc")) {
            items.reverse();
        }
        let n_items = total(i64::try_from(items.len()).unwrap_or(i64::MAX));
        let skip =
            usize::try_from(i64::from(self.page) * i64::from(self.size)).unwrap_or(usize::MAX);
        let most = usize::try_from(self.size).unwrap_or(0);
        (items.into_iter().skip(skip).take(most).collect(), n_items)
    }
}

/// A number of items as the wire has it.
fn total(n_items: i64) -> i32 {
    i32::try_from(n_items).unwrap_or(i32::MAX)
}
