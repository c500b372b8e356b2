//! What the API itself calls: a typed sender meets a typed receiver.

use std::sync::Arc;
use std::time::Duration;

use kitchen_sink::client::webhooks::WebhookSender;
use kitchen_sink::operations::callbacks::*;
use kitchen_sink::operations::parcels::RequestPickupInput;
use kitchen_sink::operations::webhooks::*;
use kitchen_sink::security::BEARER;
use kitchen_sink::server::callbacks::CallbacksApi;
use kitchen_sink::server::webhooks::WebhooksApi;
use kitchen_sink::types::{Delivery, LockerDelivery, Pickup, Receipt, Scan, Window};
use meshwright_runtime::client::{Connection, Error};
use meshwright_runtime::json::{Json, Mode, from_slice};
use meshwright_runtime::server::{Context, Credential, Denied, Fault, Guard, Router};
use proptest::prelude::*;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::document::DOCUMENT;
use crate::round_trip::{DEPTH, all};
use crate::strategy::values;
use crate::support::World;

/// Somebody who wants to be told, and notes what comes.
struct Shop {
    notes: UnboundedSender<Note>,
}

#[derive(Debug, PartialEq)]
enum Note {
    Delivered(u32, Receipt),
    Lost(Scan),
    Collected(Receipt),
}

impl Guard for Shop {
    type Principal = ();

    async fn admit(&self, credentials: Vec<Credential>) -> Result<(), Denied> {
        match credentials.iter().all(|it| it.secret.is("shop")) {
            true => Ok(()),
            false => Err(Denied::Unknown("it is somebody else")),
        }
    }
}

impl WebhooksApi for Shop {
    async fn parcel_delivered(
        &self,
        _: Context<()>,
        input: ParcelDeliveredInput,
    ) -> Result<ParcelDeliveredOutput, Fault> {
        let is_enough = input.x_attempt > 3;
        self.notes.send(Note::Delivered(input.x_attempt, input.body))?;
        let (go_on, stop) = (ParcelDeliveredOutput::NoContent, ParcelDeliveredOutput::Gone);
        Ok(if is_enough { stop } else { go_on })
    }

    async fn parcel_lost(
        &self,
        _: Context<()>,
        input: ParcelLostInput,
    ) -> Result<ParcelLostOutput, Fault> {
        self.notes.send(Note::Lost(input.body))?;
        Ok(ParcelLostOutput::Ok(Delivery::LockerDelivery(locker())))
    }
}

impl CallbacksApi for Shop {
    async fn pickup_collected(
        &self,
        _: Context<()>,
        input: PickupCollectedInput,
    ) -> Result<PickupCollectedOutput, Fault> {
        self.notes.send(Note::Collected(input.body))?;
        Ok(PickupCollectedOutput::NoContent)
    }
}

fn locker() -> LockerDelivery {
    let json = br#"{"kind": "locker", "locker": 107}"#;
    from_slice(json, Mode::Strict).expect("a locker")
}

/// Starts the shop; gives its base URL, and what it notes.
async fn shop(router: impl FnOnce(Arc<Shop>) -> Router) -> (String, UnboundedReceiver<Note>) {
    let (notes, noted) = unbounded_channel();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = router(Arc::new(Shop { notes }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}"), noted)
}

fn typed<T: Json + std::fmt::Debug + 'static>(schema: &str) -> BoxedStrategy<T> {
    let values = values(&DOCUMENT["components"]["schemas"][schema], DEPTH);
    values
        .prop_map(|it| {
            from_slice(it.to_string().as_bytes(), Mode::Strict).expect("a value of its schema")
        })
        .boxed()
}

#[test]
fn webhooks() {
    let world = World::new();
    let router = kitchen_sink::server::webhooks::router::<Shop>;
    let (url, mut noted) = world.runtime.block_on(shop(router));
    let sender = |path: &str, secret: &str| {
        let connection = Connection::new(format!("{url}{path}"));
        WebhookSender::new(connection.with_credential(&BEARER, secret))
    };
    all(
        &(1_u32.., typed::<Receipt>("Receipt"), typed::<Scan>("Scan")),
        |(attempt, receipt, scan)| {
            world.runtime.block_on(async {
                let input = ParcelDeliveredInput::new(attempt, receipt.clone());
                let outcome = sender("/parcelDelivered", "shop").parcel_delivered(input).await;
                match outcome {
                    Ok(()) if attempt <= 3 => {}
                    Err(Error::Answer(ParcelDeliveredOutput::Gone)) if attempt > 3 => {}
                    other => return Err(format!("{other:?}")),
                }
                let expected = Note::Delivered(attempt, receipt);
                assert_eq!(noted.recv().await, Some(expected));

                let lost =
                    sender("/parcel.lost", "shop").parcel_lost(ParcelLostInput::new(scan.clone()));
                let delivery = lost.await.map_err(|it| it.to_string())?;
                assert_eq!(delivery, Delivery::LockerDelivery(locker()));
                assert_eq!(noted.recv().await, Some(Note::Lost(scan.clone())));

                let lost = sender("/parcel.lost", "other").parcel_lost(ParcelLostInput::new(scan));
                match lost.await {
                    Err(Error::Answer(ParcelLostOutput::Unauthorized)) => Ok(()),
                    other => Err(format!("{other:?}")),
                }
            })
        },
    );
    world.end();
}

#[test]
fn callbacks() {
    let world = World::new();
    let router = kitchen_sink::server::callbacks::router::<Shop>;
    let (url, mut noted) = world.runtime.block_on(shop(router));
    world.runtime.block_on(async {
        let moment = |text: &str| text.parse().expect("a moment");
        let (from, until) = (moment("2024-02-29T08:00:00Z"), moment("2024-02-29T10:00:00+01:00"));
        let parcels = ["KP000000001DE", "KP000000002NL"].map(str::to_owned);
        let mut pickup = Pickup::new(Window::new(from, until), parcels.to_vec());
        pickup.callback_url = Some(format!("{url}/pickupCollected"));
        let call = world.client().request_pickup(RequestPickupInput::new(pickup.clone()));
        assert_eq!(call.await.expect("it is accepted"), pickup);
        for parcel in parcels {
            let note = tokio::time::timeout(Duration::from_secs(10), noted.recv()).await;
            let expected = Note::Collected(Receipt { parcel, at: until, signed_by: None });
            assert_eq!(note.expect("it comes in time"), Some(expected));
        }
    });
    world.end();
}
