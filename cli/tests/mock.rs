//! `mock` as people meet it: where it listens, and what keeps it from that.

#![cfg(feature = "mock")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const PETS: &str = r#"openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: The pets.
          content: { application/json: { schema: { type: array, items: { type: string } } } }
"#;

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meshwright"));
    command.arg("mock").args(args).current_dir(folder).stdin(Stdio::null());
    command
}

fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let Output { status, stderr, .. } = command(folder, args).output().expect("it runs");
    (status.code().expect("a code"), String::from_utf8_lossy(&stderr).into_owned())
}

/// Stops the command whatever becomes of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_says_where_it_listens_and_answers_there() {
    let root = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(root.path().join(name), text).expect("a file");
    };
    write("pets.yaml", PETS);
    write("toys.yaml", &PETS.replace("/pets", "/toys"));
    write("meshwright.toml", "[[crate]]\nname = \"pets\"\nschema = \"pets.yaml\"\n");
    for (args, path) in [(&["pets.yaml", "toys.yaml"][..], "/toys"), (&[][..], "/pets")] {
        let mut command = command(root.path(), args);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut running = Running(child.expect("it starts"));
        let mut out = BufReader::new(running.0.stdout.take().expect("an output"));
        let mut line = String::new();
        out.read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("http://").expect("a URL").to_owned();

        let mut stream = TcpStream::connect(&address).expect("a connection");
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.ends_with("[\"text\"]"), "{answer}");

        // The port is taken now.
        let (_, port) = address.rsplit_once(':').expect("a port");
        let (code, said) = run(root.path(), &["pets.yaml", "--port", port]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(&format!("cannot listen at {address}")), "{said}");

        drop(running);
        let mut rest = String::new();
        out.read_to_string(&mut rest).expect("the rest");
        assert_eq!(rest, "", "the address is all that programs have to read");
    }
}

#[test]
fn what_cannot_be_served_is_told() {
    let root = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(root.path().join(name), text).expect("a file");
    };
    write("pets.yaml", PETS);
    write("pets.graphql", "type Query { pets: [String] }");
    write("broken.yaml", "openapi: 3.0.3\npaths: [");
    for (args, expected_code, expected) in [
        (&["broken.yaml"][..], 1, "[syntax]"),
        (&["gone.yaml"], 2, "cannot read `gone.yaml`"),
        (&["pets.graphql"], 2, "there is no OpenAPI document to mock"),
        (&[], 2, "no `meshwright.toml`"),
        (&["pets.yaml", "--port", "70000"], 2, "70000"),
        (&["pets.yaml", "--host", "nowhere"], 2, "nowhere"),
    ] {
        let (code, said) = run(root.path(), args);
        assert_eq!(code, expected_code, "{args:?} {said}");
        assert!(said.contains(expected), "{args:?} {said}");
    }
}
