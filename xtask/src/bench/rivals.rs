//! Other people's generators: where they are, and how they are called.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::ensure;

use crate::say;
use crate::usage::{Usage, measure};

/// A generator that is not ours, where it is installed.
#[derive(Debug)]
pub(crate) struct Rival {
    pub(crate) kind: Kind,
    program: PathBuf,
}

/// Which one, and what it is asked for: each at its cheapest, a client alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    OpenapiToRust,
    Oas3Gen,
}

impl Kind {
    const ALL: &[Self] = &[Self::OpenapiToRust, Self::Oas3Gen];

    /// The package, which is the program too.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OpenapiToRust => "openapi-to-rust",
            Self::Oas3Gen => "oas3-gen",
        }
    }

    fn version(self) -> &'static str {
        match self {
            Self::OpenapiToRust => "0.23.0",
            Self::Oas3Gen => "0.29.0",
        }
    }
}

/// Where they are installed, below the repository.
const FOLDER: &str = "target/meshwright/rivals";

/// Those that are installed; of the others it says how to install them.
pub(crate) fn find() -> Vec<Rival> {
    Kind::ALL.iter().filter_map(|kind| find_one(*kind)).collect()
}

fn find_one(kind: Kind) -> Option<Rival> {
    let (name, version) = (kind.name(), kind.version());
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    for program in [tests::root().join(FOLDER).join("bin").join(&file), PathBuf::from(&file)] {
        let out = Command::new(&program).arg("--version").output();
        let Ok(out) = out else { continue };
        if String::from_utf8_lossy(&out.stdout).contains(version) {
            return Some(Rival { kind, program });
        }
    }
    let how = format!("cargo install --locked --root {FOLDER} {name}@{version}");
    say(&format!("bench: skipped {name} {version}, which is not installed: `{how}`"));
    None
}

impl Rival {
    /// Generates a crate with a client into a folder, anew, and says what that cost.
    pub(crate) fn generate(&self, schema: &Path, out: &Path) -> anyhow::Result<Usage> {
        if out.exists() {
            fs::remove_dir_all(out)?;
        }
        fs::create_dir_all(out)?;
        let mut command = Command::new(&self.program);
        match self.kind {
            Kind::OpenapiToRust => {
                let config = format!(
                    "[generator]\nspec_path = {schema:?}\noutput_dir = \"src/generated\"\nmodule_name = \"api\"\n\n\
                     [features]\nenable_async_client = true\n"
                );
                fs::write(out.join("openapi-to-rust.toml"), config)?;
                command.args(["generate", "--config"]).arg(out.join("openapi-to-rust.toml"));
            }
            Kind::Oas3Gen => {
                command.args(["generate", "client-mod", "--workspace", "-i"]).arg(schema);
                command.arg("-o").arg(out);
            }
        }
        let ended = measure(command.current_dir(out))?;
        ensure!(ended.status.success(), "{}", ended.complaint());
        self.complete(out)?;
        Ok(ended.usage)
    }

    /// Generates a crate with a server for some operations, anew; none where it makes no servers.
    pub(crate) fn generate_server(
        &self,
        schema: &Path,
        out: &Path,
        operations: &[&str],
    ) -> Option<anyhow::Result<()>> {
        match self.kind {
            Kind::OpenapiToRust => Some(self.server(schema, out, operations)),
            Kind::Oas3Gen => None,
        }
    }

    fn server(&self, schema: &Path, out: &Path, operations: &[&str]) -> anyhow::Result<()> {
        fs::create_dir_all(out)?;
        let config = format!(
            "[generator]\nspec_path = {schema:?}\noutput_dir = \"src/generated\"\nmodule_name = \"api\"\n\n\
             [features]\nenable_async_client = false\n\n\
             [server]\nframework = \"axum\"\nprune_models = true\noperations = {operations:?}\n"
        );
        let file = out.join("openapi-to-rust.toml");
        fs::write(&file, config)?;
        let mut command = Command::new(&self.program);
        command.args(["generate", "--config"]).arg(file);
        let ended = measure(command.current_dir(out))?;
        ensure!(ended.status.success(), "{}", ended.complaint());
        fs::write(out.join("src/lib.rs"), "pub mod generated;\n")?;
        let dependencies = fs::read_to_string(out.join("src/generated/REQUIRED_DEPS.toml"))?;
        let package = "[package]\nname = \"rival\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n";
        fs::write(out.join("Cargo.toml"), format!("{package}{dependencies}"))?;
        Ok(())
    }

    /// Adds what the crate lacks to be compiled.
    fn complete(&self, out: &Path) -> anyhow::Result<()> {
        let manifest = out.join("Cargo.toml");
        let text = match self.kind {
            Kind::OpenapiToRust => {
                fs::write(out.join("src/lib.rs"), "pub mod generated;\n")?;
                let dependencies =
                    fs::read_to_string(out.join("src/generated/REQUIRED_DEPS.toml"))?;
                let name = out.file_name().unwrap_or_default().to_string_lossy();
                format!(
                    "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{dependencies}"
                )
            }
            Kind::Oas3Gen => fs::read_to_string(&manifest)?,
        };
        // A workspace of its own: the repository's does not know it.
        fs::write(manifest, text + "\n[workspace]\n")?;
        Ok(())
    }
}
