//! EDGE. The rim: parse the arguments, run, say what went wrong, return the exit status.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use weighbridge::cli::{self, Arguments};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to stdout, mistakes to stderr; nobody is left to tell if that is closed.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match cli::run(arguments) {
        Ok(status) => status.into(),
        Err(error) => {
            let _ = write!(anstream::stderr(), "{}", cli::rendered(&error));
            cli::ExitStatus::CouldNotJudge.into()
        }
    }
}
