//! Writes the conformance vectors: `cargo run -p lotse-sync --example conformance`.

mod stories;

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/v1");
    if directory.exists() {
        fs::remove_dir_all(&directory)?;
    }
    fs::create_dir_all(&directory)?;
    for (name, story) in stories::all() {
        fs::write(directory.join(format!("{name}.json")), story.to_text())?;
    }
    Ok(())
}
