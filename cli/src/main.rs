//! The `meshwright` command.

use std::process::ExitCode;

use meshwright::FrontEnd;

/// The generator makes and drops millions of small trees; this takes a quarter off its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    meshwright::run(std::env::args_os(), &FrontEnd { name: "meshwright" })
}
