//! The `meshwright` command.

use std::process::ExitCode;

use meshwright::FrontEnd;

fn main() -> ExitCode {
    meshwright::run(std::env::args_os(), &FrontEnd { name: "meshwright" })
}
