//! Readable, stable names for folders, files and anchors out of any text.

use std::collections::BTreeSet;

/// Names that some file system or this site keeps for itself.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "index"];

/// Longer names meet the limits of file systems.
const LONGEST: usize = 80;

/// The names given in one folder or page.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// The name for a text: its slug, with a number after it if that is taken.
    pub(super) fn name(&mut self, text: &str) -> String {
        let slug = slug(text);
        let mut name = slug.clone();
        let mut count = 1;
        while !self.0.insert(name.clone()) {
            count += 1;
            name = format!("{slug}-{count}");
        }
        name
    }
}

/// The text in kebab case: ASCII letters and digits, other letters by their number, nothing else.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            dash(&mut slug);
            continue;
        }
        let before = at.checked_sub(1).map(|it| chars[it]);
        let ends_acronym = before.is_some_and(char::is_uppercase)
            && chars.get(at + 1).is_some_and(|it| it.is_lowercase());
        if c.is_uppercase()
            && (before.is_some_and(|it| it.is_lowercase() || it.is_numeric()) || ends_acronym)
        {
            dash(&mut slug);
        }
        if c.is_ascii() {
            slug.push(c.to_ascii_lowercase());
        } else {
            slug.push_str(&format!("u{:x}", c as u32));
        }
    }
    slug.truncate(LONGEST);
    let slug = slug.trim_matches('-');
    let is_device = slug.len() == 4 && (slug.starts_with("com") || slug.starts_with("lpt"));
    match slug {
        "" => "unnamed".to_owned(),
        _ if RESERVED.contains(&slug) || is_device => format!("{slug}-"),
        _ => slug.to_owned(),
    }
}

fn dash(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// The way from one page to another, both by path below the site's folder.
pub(super) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len() - 1;
    let shared =
        from[..folders].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(folders - shared), to[shared..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_becomes_a_clean_name() {
        for (text, expected) in [
            ("listEvents", "list-events"),
            ("HTTPServer2Go", "http-server2-go"),
            ("../../etc/passwd", "etc-passwd"),
            ("<script>", "script"),
            ("größe", "gruf6udfe"),
            ("", "unnamed"),
            ("CON", "con-"),
            ("repos/get.all", "repos-get-all"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn names_differ_whatever_the_case() {
        let mut names = Names::default();
        assert_eq!(names.name("Event"), "event");
        assert_eq!(names.name("event"), "event-2");
        assert_eq!(names.name("EVENT!"), "event-3");
    }

    #[test]
    fn links_are_relative() {
        assert_eq!(relative("a/types/x", "a/types/y.html"), "y.html");
        assert_eq!(relative("a/types/x", "a/index.html"), "../index.html");
        assert_eq!(relative("index", "a/index.html"), "a/index.html");
        assert_eq!(relative("a/index", "b/types/x.html"), "../b/types/x.html");
    }
}
