//! The two files that every page refers to.

/// The style sheet, `style.css`.
pub const STYLE: &str = include_str!("../../../templates/docs/style.css");

/// The script, `script.js`: search, theme, copy buttons. Pages read well without it.
pub const SCRIPT: &str = include_str!("../../../templates/docs/script.js");
