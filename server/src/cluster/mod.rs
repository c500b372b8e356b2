//! What this server knows of clusters: it reaches none itself, and hears of their resources from
//! MeshSync, which runs in them and reports over a broker (NATS).
//!
//! * [`broker`](Broker) is the connection: it keeps what is reported, and asks for reports.
//! * [`message`](Report) is what travels over it.
//! * `form` reads resources in MeshSync's form, and `pod` the containers of pods.
//! * `mesh` knows service meshes by their images, `telemetry` telemetry systems by their names.
//! * [`describe()`] puts a resource in words.

mod broker;
mod describe;
mod form;
mod mesh;
mod message;
mod pod;
mod telemetry;

pub use broker::{Broker, ConnectError, NotAsked, QUIET};
pub use describe::describe;
pub use form::{labels, metadata_text, part, tag};
pub use mesh::{MESHES, Mesh};
pub use message::{Change, Report};
pub use pod::{Pod, PodContainer};
pub use telemetry::{ADDONS, TELEMETRY, is_one_of};
