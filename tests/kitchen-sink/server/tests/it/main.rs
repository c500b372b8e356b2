//! Server and client that were generated from one schema, over real HTTP.

mod access;
mod answers;
mod anything;
mod bodies;
mod document;
mod outgoing;
mod parcels;
mod requests;
mod round_trip;
mod strategy;
mod streams;
mod support;
mod texts;
