//! Where an API is served (OpenAPI, "Server Object").

use std::fmt;

/// A base URL, which may have variables in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL; `{name}` stands for a variable.
    pub url: &'static str,
    /// What is there.
    pub description: &'static str,
    /// The variables of the URL.
    pub variables: &'static [ServerVariable],
}

/// A part of a URL that callers choose.
#[derive(Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name.
    pub name: &'static str,
    /// What stands there where nobody chose.
    pub default: &'static str,
    /// What it may be; none for anything.
    pub values: &'static [&'static str],
}

/// A choice that the server's URL does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerError {
    /// There is no variable of this name.
    UnknownVariable(String),
    /// The variable may not have this value.
    UnknownValue {
        /// The name of the variable.
        name: &'static str,
        /// The value.
        value: String,
        /// What it may be.
        values: &'static [&'static str],
    },
}

impl Server {
    /// One without variables.
    pub const fn at(url: &'static str) -> Self {
        Self { url, description: "", variables: &[] }
    }

    /// It is described like this.
    pub const fn description(self, description: &'static str) -> Self {
        Self { description, ..self }
    }

    /// Its URL has these variables.
    pub const fn variables(self, variables: &'static [ServerVariable]) -> Self {
        Self { variables, ..self }
    }

    /// The URL with the default of every variable.
    pub fn url(&self) -> String {
        self.fill(&[])
    }

    /// The URL with these values for some of its variables, and defaults for the others.
    ///
    /// # Errors
    ///
    /// Where there is no such variable, or it may not have such a value.
    pub fn with(&self, chosen: &[(&str, &str)]) -> Result<String, ServerError> {
        for (name, value) in chosen {
            let Some(variable) = self.variables.iter().find(|it| it.name == *name) else {
                return Err(ServerError::UnknownVariable((*name).to_owned()));
            };
            if !variable.values.is_empty() && !variable.values.contains(value) {
                let ServerVariable { name, values, .. } = *variable;
                return Err(ServerError::UnknownValue { name, value: (*value).to_owned(), values });
            }
        }
        Ok(self.fill(chosen))
    }

    fn fill(&self, chosen: &[(&str, &str)]) -> String {
        let mut url = self.url.to_owned();
        for variable in self.variables {
            let value = chosen.iter().rfind(|it| it.0 == variable.name);
            let value = value.map_or(variable.default, |it| it.1);
            url = url.replace(&format!("{{{}}}", variable.name), value);
        }
        url
    }
}

impl ServerVariable {
    /// A variable with its default, and what it may be.
    pub const fn new(
        name: &'static str,
        default: &'static str,
        values: &'static [&'static str],
    ) -> Self {
        Self { name, default, values }
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVariable(name) => write!(f, "the server's URL has no variable `{name}`"),
            Self::UnknownValue { name, value, values } => {
                let values = values.join("`, `");
                write!(f, "`{name}` of the server's URL is one of `{values}`, and not `{value}`")
            }
        }
    }
}

impl std::error::Error for ServerError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in_and_checked() {
        const SERVER: Server = Server::at("https://{region}.pets.io:{port}/{region}").variables(&[
            ServerVariable::new("region", "us", &["us", "eu"]),
            ServerVariable::new("port", "443", &[]),
        ]);
        assert_eq!(SERVER.url(), "https://us.pets.io:443/us");
        let url = SERVER.with(&[("region", "eu"), ("port", "8443")]);
        assert_eq!(url.as_deref(), Ok("https://eu.pets.io:8443/eu"));
        let unknown = SERVER.with(&[("zone", "a")]).expect_err("a refusal");
        assert_eq!(unknown.to_string(), "the server's URL has no variable `zone`");
        let unknown = SERVER.with(&[("region", "mars")]).expect_err("a refusal");
        let expected = "`region` of the server's URL is one of `us`, `eu`, and not `mars`";
        assert_eq!(unknown.to_string(), expected);
    }
}
