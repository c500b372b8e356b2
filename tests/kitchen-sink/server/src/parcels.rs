//! Parcels, kept in memory.

use std::net::IpAddr;
use std::time::Duration;

use kitchen_sink::client::callbacks::CallbackSender;
use kitchen_sink::operations::callbacks::PickupCollectedInput;
use kitchen_sink::operations::parcels::*;
use kitchen_sink::server::parcels::ParcelsApi;
use kitchen_sink::types::{Parcel, ParcelPatch, Problem, Receipt};
use meshwright_runtime::client::{Connection, Retry};
use meshwright_runtime::server::Context;

use crate::listing::listed;
use crate::{Fault, Kestrel};

listed!(ListParcelsInput { page = "page", per_page = "perPage", service = "service" });
listed!(BookParcelInput { ; body });
listed!(GetParcelInput { parcel_id = "parcelId" });
listed!(ProbeParcelInput { parcel_id = "parcelId" });
listed!(ReplaceParcelInput { parcel_id = "parcelId"; body });
listed!(ChangeParcelInput { parcel_id = "parcelId"; body });
listed!(CancelParcelInput { parcel_id = "parcelId" });
listed!(RerouteParcelInput { parcel_id = "parcelId"; body });
listed!(RequestPickupInput { ; body });

fn missing() -> Problem {
    Problem::new("there is no such parcel", 404)
}

impl ParcelsApi for Kestrel {
    async fn list_parcels(
        &self,
        _: Context<()>,
        input: ListParcelsInput,
    ) -> Result<ListParcelsOutput, Fault> {
        let per_page = usize::from(input.per_page.unwrap_or(20));
        let page = usize::try_from(input.page.unwrap_or(1))?;
        Ok(self.parcels(|all| {
            let fits = |it: &&Parcel| input.service.as_ref().is_none_or(|one| *one == it.service);
            let x_total_count = all.values().filter(fits).count() as u64;
            let before = page.saturating_sub(1).saturating_mul(per_page);
            let body = all.values().rev().filter(fits).skip(before).take(per_page).cloned();
            ListParcelsOutput::Ok { x_total_count, body: body.collect() }
        }))
    }

    async fn book_parcel(
        &self,
        _: Context<()>,
        input: BookParcelInput,
    ) -> Result<BookParcelOutput, Fault> {
        let parcel = input.body;
        self.parcels(|all| all.insert(parcel.id.clone(), parcel.clone()));
        Ok(BookParcelOutput::Created {
            location: format!("/parcels/{}", parcel.id),
            x_booked_at: "2024-02-29T12:00:00Z".parse().ok(),
            body: parcel,
        })
    }

    async fn get_parcel(
        &self,
        _: Context<()>,
        input: GetParcelInput,
    ) -> Result<GetParcelOutput, Fault> {
        Ok(match self.parcels(|all| all.get(&input.parcel_id).cloned()) {
            Some(body) => GetParcelOutput::Ok { e_tag: Some(format!("\"{}\"", body.grams)), body },
            None => GetParcelOutput::NotFound(missing()),
        })
    }

    async fn probe_parcel(
        &self,
        _: Context<()>,
        input: ProbeParcelInput,
    ) -> Result<ProbeParcelOutput, Fault> {
        Ok(match self.parcels(|all| all.get(&input.parcel_id).map(|it| it.grams)) {
            Some(grams) => ProbeParcelOutput::NoContent { x_grams: Some(grams) },
            None => ProbeParcelOutput::NotFound,
        })
    }

    async fn replace_parcel(
        &self,
        _: Context<()>,
        input: ReplaceParcelInput,
    ) -> Result<ReplaceParcelOutput, Fault> {
        let ReplaceParcelInput { parcel_id, body } = input;
        Ok(match self.parcels(|all| all.insert(parcel_id, body.clone())) {
            Some(_) => ReplaceParcelOutput::Ok(body),
            None => ReplaceParcelOutput::Created(body),
        })
    }

    async fn change_parcel(
        &self,
        _: Context<()>,
        input: ChangeParcelInput,
    ) -> Result<ChangeParcelOutput, Fault> {
        let ParcelPatch { service, grams, note, priority } = input.body;
        Ok(self.parcels(|all| {
            let Some(parcel) = all.get_mut(&input.parcel_id) else {
                return ChangeParcelOutput::NotFound(missing());
            };
            if let Some(service) = service {
                parcel.service = service;
            }
            if let Some(grams) = grams {
                parcel.grams = grams;
            }
            if let Some(note) = note {
                parcel.note = note.map(Some);
            }
            if let Some(priority) = priority {
                parcel.priority = priority;
            }
            ChangeParcelOutput::Ok(parcel.clone())
        }))
    }

    async fn cancel_parcel(
        &self,
        _: Context<()>,
        input: CancelParcelInput,
    ) -> Result<CancelParcelOutput, Fault> {
        Ok(match self.parcels(|all| all.remove(&input.parcel_id)) {
            Some(_) => CancelParcelOutput::NoContent,
            None => CancelParcelOutput::NotFound(missing()),
        })
    }

    async fn reroute_parcel(
        &self,
        _: Context<()>,
        input: RerouteParcelInput,
    ) -> Result<RerouteParcelOutput, Fault> {
        let RerouteParcelInput { parcel_id, body } = input;
        Ok(self.parcels(|all| match all.get_mut(&parcel_id) {
            Some(parcel) => {
                parcel.delivery = body.clone();
                RerouteParcelOutput::Accepted(body)
            }
            None => RerouteParcelOutput::NotFound(missing()),
        }))
    }

    async fn request_pickup(
        &self,
        _: Context<()>,
        input: RequestPickupInput,
    ) -> Result<RequestPickupOutput, Fault> {
        let pickup = input.body;
        if let Some(url) = pickup.callback_url.clone().filter(|it| is_near(it)) {
            let receipts = pickup.parcels.iter().map(|parcel| Receipt {
                parcel: parcel.clone(),
                at: pickup.window.until,
                signed_by: None,
            });
            tokio::spawn(tell(url, receipts.collect()));
        }
        Ok(RequestPickupOutput::Accepted(pickup))
    }
}

/// Whether an address is on this machine: a caller does not choose whom else the server calls.
fn is_near(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A name before `@` would be taken for the host by this, and for a user's name by the client.
    let host = authority.rsplit_once(':').map_or(authority, |it| it.0);
    !authority.contains('@') && host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}

/// Says of each parcel that it has been picked up, until the receiver wants no more.
async fn tell(url: String, receipts: Vec<Receipt>) {
    let connection = Connection::new(url)
        .with_timeout(Duration::from_secs(2))
        .with_retry(Retry { times: 0, ..Retry::default() });
    let sender = CallbackSender::new(connection);
    for receipt in receipts {
        // Nobody is there to be told that a receiver is gone.
        if sender.pickup_collected(PickupCollectedInput::new(receipt)).await.is_err() {
            return;
        }
    }
}
