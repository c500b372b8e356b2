//! Prints what `plan` decided.

pub mod pages;
