//! Keys of the paths object: a path template, and what some documents write after it.
//!
//! A key may go on with a query string (`/rpc?action=List`, `/forecast?city={city}`) or a fragment
//! (`/files/{id}#add_link`), so that one path can have several operations of one method. Only the
//! path and the query travel.

/// A key, taken apart.
#[derive(Debug, PartialEq)]
pub(super) struct PathKey<'a> {
    /// The path template.
    pub(super) path: &'a str,
    /// The parts of the query string, by name.
    pub(super) query: Vec<(String, QueryPart<'a>)>,
    /// Whether there is a fragment.
    pub(super) has_fragment: bool,
}

/// What stands for the value of one part of the query.
#[derive(Debug, PartialEq)]
pub(super) enum QueryPart<'a> {
    /// Nothing: the name alone.
    Present,
    /// This value.
    Literal(String),
    /// The value of this parameter.
    Variable(&'a str),
    /// Text with variables in it.
    Mixed,
}

impl<'a> PathKey<'a> {
    pub(super) fn parse(key: &'a str) -> Self {
        let (key, fragment) = key.split_once('#').map_or((key, None), |it| (it.0, Some(it.1)));
        let has_fragment = fragment.is_some();
        // The form of RFC 6570: `/forecast{?city,units}`.
        if let Some((path, names)) = key.split_once("{?") {
            let names = names.trim_end_matches('}').split(',').filter(|it| !it.is_empty());
            let query = names.map(|it| (it.to_owned(), QueryPart::Variable(it))).collect();
            return Self { path, query, has_fragment };
        }
        let (path, query) = key.split_once('?').unwrap_or((key, ""));
        let query = query.split('&').filter(|it| !it.is_empty()).map(part).collect();
        Self { path, query, has_fragment }
    }

    /// The names of the path's variables.
    pub(super) fn variables(&self) -> Vec<&'a str> {
        let parts = self.path.split('{').skip(1);
        parts.filter_map(|it| it.split_once('}')).map(|it| it.0).collect()
    }

    /// The parts of the query that are variables: the name in the query, and the parameter's.
    pub(super) fn query_variables(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.query.iter().filter_map(|(name, part)| match part {
            QueryPart::Variable(variable) => Some((name.as_str(), *variable)),
            _ => None,
        })
    }

    /// What the query must have for the operation: a literal value, or just presence.
    pub(super) fn conditions(&self) -> Vec<(String, Option<String>)> {
        let condition = |(name, part): &(String, QueryPart<'_>)| match part {
            QueryPart::Literal(value) => (name.clone(), Some(value.clone())),
            _ => (name.clone(), None),
        };
        self.query.iter().map(condition).collect()
    }
}

fn part(text: &str) -> (String, QueryPart<'_>) {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, value),
        None => match whole_variable(text) {
            Some(variable) => return (variable.to_owned(), QueryPart::Variable(variable)),
            None => return (decode(text), QueryPart::Present),
        },
    };
    let part = match whole_variable(value) {
        Some(variable) => QueryPart::Variable(variable),
        None if value.contains('{') => QueryPart::Mixed,
        None => QueryPart::Literal(decode(value)),
    };
    (decode(name), part)
}

/// `city` of `{city}`.
fn whole_variable(text: &str) -> Option<&str> {
    text.strip_prefix('{')?.strip_suffix('}').filter(|it| !it.contains(['{', '}']))
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_apart() {
        for (key, path, conditions, variables) in [
            ("/pets/{id}", "/pets/{id}", "", ""),
            ("/rpc?action=List%20all&v=2", "/rpc", "action=List all v=2", ""),
            ("/forecast?city={place}&units", "/forecast", "city units", "city:place"),
            ("/forecast?{city}", "/forecast", "city", "city:city"),
            ("/forecast{?city,units}", "/forecast", "city units", "city:city units:units"),
            ("/at?at={lat},{lon}", "/at", "at", ""),
            ("/files/{id}?a=1#link?b", "/files/{id}", "a=1", ""),
        ] {
            let parsed = PathKey::parse(key);
            assert_eq!(parsed.path, path, "{key}");
            assert_eq!(parsed.has_fragment, key.contains('#'), "{key}");
            let shown = parsed.conditions().into_iter();
            let shown =
                shown.map(|(name, it)| it.map_or(name.clone(), |it| format!("{name}={it}")));
            assert_eq!(shown.collect::<Vec<_>>().join(" "), conditions, "{key}");
            let shown = parsed.query_variables().map(|(name, it)| format!("{name}:{it}"));
            assert_eq!(shown.collect::<Vec<_>>().join(" "), variables, "{key}");
        }
    }
}
