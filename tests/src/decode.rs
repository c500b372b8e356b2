//! Runs the codecs of generated types over many JSON texts: one program, compiled once, with a table of types.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use meshwright::sync::{Mode, sync};
use meshwright_generator::output::OutputTree;
use serde_json::Value;

use crate::cargo::Workspace;

/// What a strict reader made of a text: what it writes again, or what it found wrong.
pub type Verdict = Result<Value, String>;

/// A program that knows the types of some generated crates.
#[derive(Debug)]
pub struct Decoder {
    workspace: Workspace,
    crates: Vec<&'static str>,
    types: Vec<(String, String)>,
}

impl Decoder {
    /// One without types, in a workspace of this name.
    pub fn new(workspace: &str) -> Self {
        Self { workspace: Workspace::new(workspace), crates: Vec::new(), types: Vec::new() }
    }

    /// Adds a crate and these of its types.
    ///
    /// # Panics
    ///
    /// When it cannot be written.
    pub fn add(&mut self, name: &'static str, tree: &OutputTree, types: &[String]) {
        sync(self.workspace.folder(), tree, Mode::Write).expect("the crate is written");
        self.crates.push(name);
        let module = name.replace('-', "_");
        let rows =
            types.iter().map(|ty| (format!("{name}/{ty}"), format!("{module}::types::{ty}")));
        self.types.extend(rows);
    }

    /// Compiles the program and reads each text as the type that comes with it: `crate/Type`.
    ///
    /// # Panics
    ///
    /// When it does not compile, or panics.
    pub fn run(&self, texts: &[(String, String)]) -> Vec<Verdict> {
        let folder = self.workspace.folder().join("decoder");
        fs::create_dir_all(folder.join("src")).expect("a folder");
        write(&folder.join("Cargo.toml"), &self.manifest());
        write(&folder.join("src/main.rs"), &self.program());
        self.workspace.members(&[&self.crates[..], &["decoder"]].concat());
        let mut program = self.workspace.command("run", &crate::target().join("corpus/target"));
        // A Greek letter alone in a crate looks like a Latin one; these schemas mean it.
        program.env("RUSTFLAGS", "-Dwarnings -Amixed-script-confusables");
        program.env("CARGO_PROFILE_DEV_DEBUG", "0");
        program.args(["--package", "decoder"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let lines: String = texts.iter().fold(String::new(), |mut lines, (ty, text)| {
            let _ = writeln!(lines, "{ty}\t{text}");
            lines
        });
        let answers = feed(program, lines);
        assert_eq!(answers.lines().count(), texts.len(), "an answer for each text");
        let verdicts = answers.lines().map(|line| match line.split_once('\t') {
            Some(("ok", text)) => Ok(serde_json::from_str(text).expect("JSON is written")),
            _ => Err(line.to_owned()),
        });
        verdicts.collect()
    }

    fn manifest(&self) -> String {
        let runtime = crate::root().join("runtime");
        let mut text = format!(
            "[package]\nname = \"decoder\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\nmeshwright-runtime = {{ path = {:?} }}\n",
            runtime.display().to_string()
        );
        for name in &self.crates {
            let _ = writeln!(text, "{name} = {{ path = \"../{name}\", default-features = false }}");
        }
        text
    }

    fn program(&self) -> String {
        let mut rows = String::new();
        for (name, path) in &self.types {
            let _ = writeln!(rows, "    ({name:?}, codec::<{path}>),");
        }
        format!("{PROGRAM}\nstatic CODECS: &[(&str, Codec)] = &[\n{rows}];\n")
    }
}

const PROGRAM: &str = r#"//! Reads lines of a type's name, a tab and JSON; answers each with a line.

use meshwright_runtime::json::{Json, Mode, from_slice, into_vec};

type Codec = fn(&[u8]) -> Result<Vec<u8>, String>;

fn codec<T: Json>(text: &[u8]) -> Result<Vec<u8>, String> {
    from_slice::<T>(text, Mode::Strict).map(into_vec).map_err(|it| it.to_string())
}

fn main() {
    let codecs: std::collections::BTreeMap<_, _> = CODECS.iter().copied().collect();
    for line in std::io::stdin().lines() {
        let line = line.expect("a line");
        let (name, text) = line.split_once('\t').expect("a tab");
        match codecs[name](text.as_bytes()) {
            Ok(text) => println!("ok\t{}", String::from_utf8_lossy(&text)),
            Err(why) => println!("no\t{}", why.replace('\n', " ")),
        }
    }
}
"#;

fn write(file: &std::path::Path, text: &str) {
    if fs::read_to_string(file).ok().as_deref() != Some(text) {
        fs::write(file, text).expect("a file");
    }
}

fn feed(mut program: Command, lines: String) -> String {
    let mut child = program.spawn().expect("cargo runs");
    let mut input = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "the program does not compile, or panicked");
    writer.join().expect("no panic").expect("all lines are read");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Whether two values are equal as JSON Schema has it: numbers by value, objects without an order.
pub fn is_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || !(left.is_i64() && right.is_i64()) && left.as_f64() == right.as_f64()
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|it| is_equal(it.0, it.1))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, it)| right.get(key).is_some_and(|other| is_equal(it, other)))
        }
        (left, right) => left == right,
    }
}

/// Whether a value is another one without some of its members, at any depth.
pub fn is_part(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|it| is_part(it.0, it.1))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.iter().all(|(key, it)| right.get(key).is_some_and(|other| is_part(it, other)))
        }
        (left, right) => is_equal(left, right),
    }
}

/// A table of counts: rows by name, each with how many agreed, of how many.
pub fn table(rows: &BTreeMap<String, (usize, usize)>) -> String {
    let mut out = String::new();
    let (mut agreed, mut all) = (0, 0);
    for (name, (n, of)) in rows {
        let _ = writeln!(out, "{name:40} {n:5} of {of:5}");
        (agreed, all) = (agreed + n, all + of);
    }
    let share = 100.0 * agreed as f64 / (all.max(1)) as f64;
    let _ = writeln!(out, "{:40} {agreed:5} of {all:5}  {share:.2} %", "all");
    out
}
