//! The same handlers behind the server that `openapi-to-rust` generates for the operations that are asked for.

use std::sync::Arc;

use axum::Router;
use rival::generated::*;

use crate::codec::ORDER;

#[derive(Clone)]
struct Shop {
    orders: Arc<Vec<Order>>,
}

pub fn router() -> Router {
    let one: Order = serde_json::from_str(ORDER).unwrap();
    server_api_router(Shop { orders: Arc::new(vec![one; 100]) })
}

#[async_trait::async_trait]
impl ServerApi for Shop {
    async fn place_order(&self, order: Order) -> PlaceOrderResponse {
        let count = order.lines.len() as i64;
        PlaceOrderResponse::Created(Reference { id: order.reference, count, note: order.note })
    }

    async fn list_orders(&self, limit: Option<i32>, _: Option<String>) -> ListOrdersServerResponse {
        let most = limit.unwrap_or(100) as usize;
        ListOrdersServerResponse::Ok(self.orders.iter().take(most).cloned().collect())
    }

    async fn echo_reference(&self, reference: Reference) -> EchoReferenceResponse {
        EchoReferenceResponse::Created(reference)
    }

    async fn read_line(
        &self,
        id: String,
        line: i64,
        expand: Option<bool>,
        fields: Option<String>,
    ) -> ReadLineResponse {
        let note = fields.filter(|_| expand == Some(true));
        ReadLineResponse::Ok(Reference { id, count: line, note })
    }

    async fn list_refunds(&self) -> ListRefundsResponse {
        ListRefundsResponse::Ok(Reference { id: "all".to_owned(), count: 1, note: None })
    }

    async fn read_supplier_history(&self, id: String) -> ReadSupplierHistoryResponse {
        ReadSupplierHistoryResponse::Ok(Reference { id, count: 1, note: None })
    }
}
