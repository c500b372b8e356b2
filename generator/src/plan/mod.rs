//! Decides every name, type, file and page.

pub mod pages;
