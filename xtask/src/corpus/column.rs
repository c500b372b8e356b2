//! What is known about each document, and how each number is judged.

use serde::{Serialize, Serializer};

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    /// The document's size in kB, without the files that it refers to.
    Size,
    /// The operations that the document describes, counted without the generator.
    Operations,
    /// Those that only version 3.2 can describe: `query` and methods of one's own.
    Newer,
    /// The webhooks of the document.
    Webhooks,
    /// The document's operations that the generated client has.
    Client,
    /// The document's operations that the generated server has.
    Server,
    /// The types of the crate.
    Types,
    /// The places where a type accepts more than its schema.
    Widened,
    /// All warnings about the document.
    Warnings,
    /// Lines of Rust as they are printed, before rustfmt lays them out.
    Printed,
    /// Lines of Rust as they are written.
    Lines,
    /// Files that rustfmt would change.
    Unformatted,
    /// Seconds of processor time that the generator takes, rustfmt aside.
    Generation,
    /// The same in yardsticks.
    GenerationRatio,
    /// The most memory that the generator takes, in MiB.
    GenerationMemory,
    /// Seconds of processor time that rustfmt takes.
    Formatting,
    /// Seconds of processor time that `cargo check` takes, what the crate stands on aside.
    Check,
    /// The same in yardsticks.
    CheckRatio,
    /// The most memory that `cargo check` takes, in MiB.
    CheckMemory,
    /// Errors of `cargo check`.
    CheckErrors,
    /// Warnings of `cargo check`.
    CheckWarnings,
}

/// How a number is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Rule {
    /// Not at all: it is shown.
    Shown,
    /// Any at all is a fault.
    Zero,
    /// It may grow and never shrink.
    AtLeast,
    /// It may shrink and never grow.
    AtMost,
    /// As `AtMost`, but what is over by less than this share of the budget, or by less than this much, is noise.
    Measured { share: f64, noise: f64 },
}

impl Column {
    /// All, in the order of the table.
    pub(crate) const ALL: &[Self] = &[
        Self::Size,
        Self::Operations,
        Self::Newer,
        Self::Webhooks,
        Self::Client,
        Self::Server,
        Self::Types,
        Self::Widened,
        Self::Warnings,
        Self::Printed,
        Self::Lines,
        Self::Unformatted,
        Self::Generation,
        Self::GenerationRatio,
        Self::GenerationMemory,
        Self::Formatting,
        Self::Check,
        Self::CheckRatio,
        Self::CheckMemory,
        Self::CheckErrors,
        Self::CheckWarnings,
    ];

    /// The name, as people and the file of budgets know it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Size => "kB",
            Self::Operations => "operations",
            Self::Newer => "of-3.2",
            Self::Webhooks => "webhooks",
            Self::Client => "client",
            Self::Server => "server",
            Self::Types => "types",
            Self::Widened => "widened",
            Self::Warnings => "warnings",
            Self::Printed => "printed",
            Self::Lines => "lines",
            Self::Unformatted => "unformatted",
            Self::Generation => "gen-s",
            Self::GenerationRatio => "gen",
            Self::GenerationMemory => "gen-mib",
            Self::Formatting => "rustfmt-s",
            Self::Check => "check-s",
            Self::CheckRatio => "check",
            Self::CheckMemory => "check-mib",
            Self::CheckErrors => "check-errors",
            Self::CheckWarnings => "check-warnings",
        }
    }

    /// How its numbers are judged.
    pub(crate) fn rule(self) -> Rule {
        match self {
            Self::Operations => Rule::AtLeast,
            Self::Widened | Self::Warnings => Rule::AtMost,
            // A check that was forgotten is worth a few lines; a form of code that is too long is not.
            Self::Printed | Self::Lines => Rule::Measured { share: 0.02, noise: 40.0 },
            Self::Unformatted | Self::CheckErrors | Self::CheckWarnings => Rule::Zero,
            Self::GenerationRatio | Self::CheckRatio => Rule::Measured { share: 0.6, noise: 0.4 },
            Self::GenerationMemory => Rule::Measured { share: 0.25, noise: 24.0 },
            Self::CheckMemory => Rule::Measured { share: 0.25, noise: 40.0 },
            Self::Size
            | Self::Newer
            | Self::Webhooks
            | Self::Client
            | Self::Server
            | Self::Types
            | Self::Generation
            | Self::Formatting
            | Self::Check => Rule::Shown,
        }
    }

    /// A number of this column as it is shown.
    pub(crate) fn show(self, number: f64) -> String {
        match self {
            Self::Generation
            | Self::GenerationRatio
            | Self::Formatting
            | Self::Check
            | Self::CheckRatio => format!("{number:.2}"),
            _ => format!("{number:.0}"),
        }
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
