//! The server: axum 0.8 with its extractors, a route by a route.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use validator::Validate as _;

use crate::types::{Order, Reference};

/// What is in the shop.
pub struct Shop {
    pub orders: Vec<Order>,
}

type Answer<T> = Result<T, (StatusCode, String)>;

/// A router for every operation of the API.
pub fn router(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/orders", post(place_order).get(list_orders))
        .route("/references", post(echo_reference))
        .route("/references/{id}/orders/{line}", get(read_line))
        .route("/carriers", get(list))
        .route("/carriers/{id}", get(read).delete(delete))
        .route("/carriers/{id}/history", get(read))
        .route("/carts", get(list))
        .route("/carts/{id}", get(read).delete(delete))
        .route("/carts/{id}/history", get(read))
        .route("/categories", get(list))
        .route("/categories/{id}", get(read).delete(delete))
        .route("/categories/{id}/history", get(read))
        .route("/channels", get(list))
        .route("/channels/{id}", get(read).delete(delete))
        .route("/channels/{id}/history", get(read))
        .route("/coupons", get(list))
        .route("/coupons/{id}", get(read).delete(delete))
        .route("/coupons/{id}/history", get(read))
        .route("/currencies", get(list))
        .route("/currencies/{id}", get(read).delete(delete))
        .route("/currencies/{id}/history", get(read))
        .route("/depots", get(list))
        .route("/depots/{id}", get(read).delete(delete))
        .route("/depots/{id}/history", get(read))
        .route("/discounts", get(list))
        .route("/discounts/{id}", get(read).delete(delete))
        .route("/discounts/{id}/history", get(read))
        .route("/invoices", get(list))
        .route("/invoices/{id}", get(read).delete(delete))
        .route("/invoices/{id}/history", get(read))
        .route("/labels", get(list))
        .route("/labels/{id}", get(read).delete(delete))
        .route("/labels/{id}/history", get(read))
        .route("/locations", get(list))
        .route("/locations/{id}", get(read).delete(delete))
        .route("/locations/{id}/history", get(read))
        .route("/manifests", get(list))
        .route("/manifests/{id}", get(read).delete(delete))
        .route("/manifests/{id}/history", get(read))
        .route("/payments", get(list))
        .route("/payments/{id}", get(read).delete(delete))
        .route("/payments/{id}/history", get(read))
        .route("/pickups", get(list))
        .route("/pickups/{id}", get(read).delete(delete))
        .route("/pickups/{id}/history", get(read))
        .route("/pricelists", get(list))
        .route("/pricelists/{id}", get(read).delete(delete))
        .route("/pricelists/{id}/history", get(read))
        .route("/products", get(list))
        .route("/products/{id}", get(read).delete(delete))
        .route("/products/{id}/history", get(read))
        .route("/promotions", get(list))
        .route("/promotions/{id}", get(read).delete(delete))
        .route("/promotions/{id}/history", get(read))
        .route("/refunds", get(list))
        .route("/refunds/{id}", get(read).delete(delete))
        .route("/refunds/{id}/history", get(read))
        .route("/returns", get(list))
        .route("/returns/{id}", get(read).delete(delete))
        .route("/returns/{id}/history", get(read))
        .route("/reviews", get(list))
        .route("/reviews/{id}", get(read).delete(delete))
        .route("/reviews/{id}/history", get(read))
        .route("/shipments", get(list))
        .route("/shipments/{id}", get(read).delete(delete))
        .route("/shipments/{id}/history", get(read))
        .route("/suppliers", get(list))
        .route("/suppliers/{id}", get(read).delete(delete))
        .route("/suppliers/{id}/history", get(read))
        .route("/taxes", get(list))
        .route("/taxes/{id}", get(read).delete(delete))
        .route("/taxes/{id}/history", get(read))
        .route("/warehouses", get(list))
        .route("/warehouses/{id}", get(read).delete(delete))
        .route("/warehouses/{id}/history", get(read))
        .with_state(shop)
}

/// What is wrong with a body, as its caller is told.
fn refused(error: validator::ValidationErrors) -> (StatusCode, String) {
    (StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
}

async fn place_order(Json(order): Json<Order>) -> Answer<(StatusCode, Json<Reference>)> {
    order.validate().map_err(refused)?;
    let reference = Reference { id: order.reference, count: order.lines.len() as i64, note: order.note };
    Ok((StatusCode::CREATED, Json(reference)))
}

#[derive(Deserialize, validator::Validate)]
struct Page {
    #[validate(range(min = 1, max = 1000))]
    limit: Option<i32>,
    #[validate(length(max = 100))]
    after: Option<String>,
}

async fn list_orders(
    State(shop): State<Arc<Shop>>,
    Query(page): Query<Page>,
) -> Answer<Json<Vec<Order>>> {
    page.validate().map_err(refused)?;
    let _ = page.after;
    let most = page.limit.unwrap_or(100) as usize;
    Ok(Json(shop.orders.iter().take(most).cloned().collect()))
}

async fn echo_reference(
    Json(reference): Json<Reference>,
) -> Answer<(StatusCode, Json<Reference>)> {
    reference.validate().map_err(refused)?;
    Ok((StatusCode::CREATED, Json(reference)))
}

#[derive(Deserialize)]
struct Detail {
    expand: Option<bool>,
    fields: Option<String>,
}

async fn read_line(
    Path((id, line)): Path<(String, i64)>,
    Query(detail): Query<Detail>,
) -> Json<Reference> {
    let note = detail.fields.filter(|_| detail.expand == Some(true));
    Json(Reference { id, count: line, note })
}

async fn list() -> Json<Reference> {
    Json(Reference { id: "all".to_owned(), count: 1, note: None })
}

async fn read(Path(id): Path<String>) -> Json<Reference> {
    Json(Reference { id, count: 1, note: None })
}

async fn delete(Path(id): Path<String>) -> StatusCode {
    let _ = id;
    StatusCode::NO_CONTENT
}
