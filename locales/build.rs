//! Makes cargo notice a new file under `server/`, which the compiler alone does not see.

fn main() {
    println!("cargo::rerun-if-changed=server");
}
