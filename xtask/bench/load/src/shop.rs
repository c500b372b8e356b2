//! The same handlers as those that are written by hand, behind the generated server.

use meshwright_runtime::server::{Context, Credential, Denied, Fault, Guard};
use storefront::operations::default::*;
use storefront::server::default::DefaultApi;
use storefront::types::{Order, Reference};

/// What is in the shop.
pub struct Shop {
    pub orders: Vec<Order>,
}

impl Guard for Shop {
    type Principal = ();

    async fn admit(&self, _: Vec<Credential>) -> Result<(), Denied> {
        Ok(())
    }
}

macro_rules! resources {
    ($($list:ident $List:ident $read:ident $Read:ident $ReadIn:ident $delete:ident $Delete:ident $DeleteIn:ident $history:ident $History:ident $HistoryIn:ident;)*) => {
        impl DefaultApi for Shop {
            async fn place_order(&self, _: Context<()>, input: PlaceOrderInput) -> Result<PlaceOrderOutput, Fault> {
                let order = input.body;
                let reference = Reference { id: order.reference, count: order.lines.len() as i64, note: order.note };
                Ok(PlaceOrderOutput::Created(reference))
            }

            async fn list_orders(&self, _: Context<()>, input: ListOrdersInput) -> Result<ListOrdersOutput, Fault> {
                let most = input.limit.unwrap_or(100) as usize;
                Ok(ListOrdersOutput::Ok(self.orders.iter().take(most).cloned().collect()))
            }

            async fn echo_reference(&self, _: Context<()>, input: EchoReferenceInput) -> Result<EchoReferenceOutput, Fault> {
                Ok(EchoReferenceOutput::Created(input.body))
            }

            async fn read_line(&self, _: Context<()>, input: ReadLineInput) -> Result<ReadLineOutput, Fault> {
                let note = input.fields.filter(|_| input.expand == Some(true));
                Ok(ReadLineOutput::Ok(Reference { id: input.id, count: input.line, note }))
            }

            $(
                async fn $list(&self, _: Context<()>) -> Result<$List, Fault> {
                    Ok($List::Ok(Reference { id: "all".to_owned(), count: 1, note: None }))
                }

                async fn $read(&self, _: Context<()>, input: $ReadIn) -> Result<$Read, Fault> {
                    Ok($Read::Ok(Reference { id: input.id, count: 1, note: None }))
                }

                async fn $delete(&self, _: Context<()>, input: $DeleteIn) -> Result<$Delete, Fault> {
                    let _ = input.id;
                    Ok($Delete::NoContent)
                }

                async fn $history(&self, _: Context<()>, input: $HistoryIn) -> Result<$History, Fault> {
                    Ok($History::Ok(Reference { id: input.id, count: 1, note: None }))
                }
            )*
        }
    };
}

resources! {
    list_carriers ListCarriersOutput read_carrier ReadCarrierOutput ReadCarrierInput delete_carrier DeleteCarrierOutput DeleteCarrierInput read_carrier_history ReadCarrierHistoryOutput ReadCarrierHistoryInput;
    list_carts ListCartsOutput read_cart ReadCartOutput ReadCartInput delete_cart DeleteCartOutput DeleteCartInput read_cart_history ReadCartHistoryOutput ReadCartHistoryInput;
    list_categories ListCategoriesOutput read_category ReadCategoryOutput ReadCategoryInput delete_category DeleteCategoryOutput DeleteCategoryInput read_category_history ReadCategoryHistoryOutput ReadCategoryHistoryInput;
    list_channels ListChannelsOutput read_channel ReadChannelOutput ReadChannelInput delete_channel DeleteChannelOutput DeleteChannelInput read_channel_history ReadChannelHistoryOutput ReadChannelHistoryInput;
    list_coupons ListCouponsOutput read_coupon ReadCouponOutput ReadCouponInput delete_coupon DeleteCouponOutput DeleteCouponInput read_coupon_history ReadCouponHistoryOutput ReadCouponHistoryInput;
    list_currencies ListCurrenciesOutput read_currency ReadCurrencyOutput ReadCurrencyInput delete_currency DeleteCurrencyOutput DeleteCurrencyInput read_currency_history ReadCurrencyHistoryOutput ReadCurrencyHistoryInput;
    list_depots ListDepotsOutput read_depot ReadDepotOutput ReadDepotInput delete_depot DeleteDepotOutput DeleteDepotInput read_depot_history ReadDepotHistoryOutput ReadDepotHistoryInput;
    list_discounts ListDiscountsOutput read_discount ReadDiscountOutput ReadDiscountInput delete_discount DeleteDiscountOutput DeleteDiscountInput read_discount_history ReadDiscountHistoryOutput ReadDiscountHistoryInput;
    list_invoices ListInvoicesOutput read_invoice ReadInvoiceOutput ReadInvoiceInput delete_invoice DeleteInvoiceOutput DeleteInvoiceInput read_invoice_history ReadInvoiceHistoryOutput ReadInvoiceHistoryInput;
    list_labels ListLabelsOutput read_label ReadLabelOutput ReadLabelInput delete_label DeleteLabelOutput DeleteLabelInput read_label_history ReadLabelHistoryOutput ReadLabelHistoryInput;
    list_locations ListLocationsOutput read_location ReadLocationOutput ReadLocationInput delete_location DeleteLocationOutput DeleteLocationInput read_location_history ReadLocationHistoryOutput ReadLocationHistoryInput;
    list_manifests ListManifestsOutput read_manifest ReadManifestOutput ReadManifestInput delete_manifest DeleteManifestOutput DeleteManifestInput read_manifest_history ReadManifestHistoryOutput ReadManifestHistoryInput;
    list_payments ListPaymentsOutput read_payment ReadPaymentOutput ReadPaymentInput delete_payment DeletePaymentOutput DeletePaymentInput read_payment_history ReadPaymentHistoryOutput ReadPaymentHistoryInput;
    list_pickups ListPickupsOutput read_pickup ReadPickupOutput ReadPickupInput delete_pickup DeletePickupOutput DeletePickupInput read_pickup_history ReadPickupHistoryOutput ReadPickupHistoryInput;
    list_pricelists ListPricelistsOutput read_pricelist ReadPricelistOutput ReadPricelistInput delete_pricelist DeletePricelistOutput DeletePricelistInput read_pricelist_history ReadPricelistHistoryOutput ReadPricelistHistoryInput;
    list_products ListProductsOutput read_product ReadProductOutput ReadProductInput delete_product DeleteProductOutput DeleteProductInput read_product_history ReadProductHistoryOutput ReadProductHistoryInput;
    list_promotions ListPromotionsOutput read_promotion ReadPromotionOutput ReadPromotionInput delete_promotion DeletePromotionOutput DeletePromotionInput read_promotion_history ReadPromotionHistoryOutput ReadPromotionHistoryInput;
    list_refunds ListRefundsOutput read_refund ReadRefundOutput ReadRefundInput delete_refund DeleteRefundOutput DeleteRefundInput read_refund_history ReadRefundHistoryOutput ReadRefundHistoryInput;
    list_returns ListReturnsOutput read_return ReadReturnOutput ReadReturnInput delete_return DeleteReturnOutput DeleteReturnInput read_return_history ReadReturnHistoryOutput ReadReturnHistoryInput;
    list_reviews ListReviewsOutput read_review ReadReviewOutput ReadReviewInput delete_review DeleteReviewOutput DeleteReviewInput read_review_history ReadReviewHistoryOutput ReadReviewHistoryInput;
    list_shipments ListShipmentsOutput read_shipment ReadShipmentOutput ReadShipmentInput delete_shipment DeleteShipmentOutput DeleteShipmentInput read_shipment_history ReadShipmentHistoryOutput ReadShipmentHistoryInput;
    list_suppliers ListSuppliersOutput read_supplier ReadSupplierOutput ReadSupplierInput delete_supplier DeleteSupplierOutput DeleteSupplierInput read_supplier_history ReadSupplierHistoryOutput ReadSupplierHistoryInput;
    list_taxes ListTaxesOutput read_tax ReadTaxOutput ReadTaxInput delete_tax DeleteTaxOutput DeleteTaxInput read_tax_history ReadTaxHistoryOutput ReadTaxHistoryInput;
    list_warehouses ListWarehousesOutput read_warehouse ReadWarehouseOutput ReadWarehouseInput delete_warehouse DeleteWarehouseOutput DeleteWarehouseInput read_warehouse_history ReadWarehouseHistoryOutput ReadWarehouseHistoryInput;
}
