//! Calls every operation of generated clients: one program over all of them, compiled once.
//!
//! What is sent is what the generated server would read from the good request of the operation's contract.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Output;

use meshwright::sync::{Mode, sync};
use meshwright_generator::output::OutputTree;
use meshwright_generator::rust::Mock;

use crate::cargo::Workspace;

/// A program that calls the operations of some generated clients.
#[derive(Debug)]
pub struct Caller {
    workspace: Workspace,
    crates: Vec<String>,
}

impl Caller {
    /// One without clients, in a workspace of this name.
    ///
    /// # Panics
    ///
    /// When it cannot be written.
    pub fn new(workspace: &str) -> Self {
        let workspace = Workspace::new(workspace);
        fs::create_dir_all(workspace.folder().join("caller/src")).expect("a folder");
        Self { workspace, crates: Vec::new() }
    }

    /// Adds a crate with its client and its contract, and what is known of its operations.
    ///
    /// # Panics
    ///
    /// When it cannot be written.
    pub fn add(&mut self, name: &str, tree: &OutputTree, mock: &Mock) {
        sync(self.workspace.folder(), tree, Mode::Write).expect("the crate is written");
        let file = self.workspace.folder().join(format!("caller/src/{}.rs", module(name)));
        write(&file, &calls(name, mock));
        self.crates.push(name.to_owned());
    }

    /// Compiles the program and makes the calls to these base URLs, in the order of the crates.
    ///
    /// A line for each: `ok`, a tab, the crate and the operation; or what else there was instead of `ok`.
    ///
    /// # Panics
    ///
    /// When Cargo cannot run.
    pub fn run(&self, urls: &[String]) -> Output {
        let folder = self.workspace.folder().join("caller");
        write(&folder.join("Cargo.toml"), &self.manifest());
        write(&folder.join("src/main.rs"), &self.program());
        let members: Vec<&str> = self.crates.iter().map(String::as_str).chain(["caller"]).collect();
        self.workspace.members(&members);
        let mut program = self.workspace.command("run", &crate::target().join("corpus/target"));
        program.env("RUSTFLAGS", "-Dwarnings -Amixed-script-confusables");
        program.env("CARGO_PROFILE_DEV_DEBUG", "0");
        program.args(["--package", "caller", "--"]).args(urls).output().expect("cargo runs")
    }

    fn manifest(&self) -> String {
        let runtime = crate::root().join("runtime").display().to_string();
        let mut text = format!(
            "[package]\nname = \"caller\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\nmeshwright-runtime = {{ path = {runtime:?}, features = [\"contract\"] }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
        );
        for name in &self.crates {
            let _ = writeln!(
                text,
                "{name} = {{ path = \"../{name}\", default-features = false, features = [\"client\", \"contract\"] }}"
            );
        }
        text
    }

    fn program(&self) -> String {
        let mut text = PROGRAM.to_owned();
        let modules: Vec<String> = self.crates.iter().map(|it| module(it)).collect();
        modules.iter().for_each(|it| text.push_str(&format!("mod {it};\n")));
        text.push_str(
            "\n#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n    \
             let mut urls = std::env::args().skip(1);\n",
        );
        for module in modules {
            let _ = writeln!(text, "    {module}::calls(&urls.next().expect(\"a URL\")).await;");
        }
        text + "}\n"
    }
}

const PROGRAM: &str = r#"//! Calls every operation of every client once.

use meshwright_runtime::contract::{Row, input};
use meshwright_runtime::http::Input;

async fn good<I: Input + Send + 'static>(row: &Row) -> Result<I, String> {
    match input(row, true).await {
        Ok(input) => Ok(input),
        Err(_) => input(row, false).await.map_err(|why| format!("no input: {why}")),
    }
}

fn say(name: &str, operation: &str, outcome: Result<(), String>) {
    match outcome {
        Ok(()) => println!("ok\t{name}\t{operation}"),
        Err(why) => println!("no\t{name}\t{operation}\t{}", why.replace(['\n', '\t'], " ")),
    }
}

"#;

/// A function for each operation, and one that calls all.
fn calls(name: &str, mock: &Mock) -> String {
    let krate = module(name);
    let mut text = format!(
        "//! The operations of `{name}`.\n\n\
         use {krate}::client::Client;\nuse {krate}::contract::OPERATIONS;\n\
         use meshwright_runtime::client::Connection;\n\n\
         pub(crate) async fn calls(url: &str) {{\n    \
         let connection = Connection::new(url).with_one_server();\n"
    );
    for it in &mock.schemes {
        let constant = &it.constant.0;
        let _ = writeln!(
            text,
            "    let connection = connection.with_credential(&{krate}::security::{constant}, \"bmFtZTpwYXNzd29yZA==\");"
        );
    }
    text.push_str("    let client = Client::new(connection);\n");
    for (index, it) in mock.operations.iter().enumerate() {
        let id = &it.table.operation.id;
        let _ = writeln!(text, "    crate::say({name:?}, {id:?}, call_{index}(&client).await);");
    }
    text.push_str("}\n");
    for (index, (it, row)) in mock.operations.iter().zip(&mock.contract).enumerate() {
        let method = raw(&it.ident.0);
        let input = it.input.as_ref().map(|input| {
            let path = format!("{krate}::operations::{}::{}", raw(&row.module.0), input.ident.0);
            format!("crate::good::<{path}>(&OPERATIONS[{index}]).await?")
        });
        // What the document has no success for is a documented answer all the same.
        let answer = if row.succeeds { "" } else { ".answer()" };
        let _ = write!(
            text,
            "\nasync fn call_{index}(client: &Client) -> Result<(), String> {{\n    \
             let call = client.{method}({});\n    \
             call{answer}.await.map(drop).map_err(|error| format!(\"{{error:?}}\"))\n}}\n",
            input.unwrap_or_default()
        );
    }
    text
}

/// An identifier that may be a keyword.
fn raw(ident: &str) -> String {
    const KEYWORDS: &[&str] = &[
        "as", "async", "await", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
        "extern", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match",
        "mod", "move", "mut", "priv", "pub", "ref", "return", "static", "struct", "trait", "true",
        "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
        "abstract", "become", "override", "false",
    ];
    if KEYWORDS.contains(&ident) { format!("r#{ident}") } else { ident.to_owned() }
}

fn module(name: &str) -> String {
    name.replace('-', "_")
}

fn write(file: &Path, text: &str) {
    if fs::read_to_string(file).ok().as_deref() != Some(text) {
        fs::write(file, text).expect("a file");
    }
}
