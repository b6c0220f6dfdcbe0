//! `integrity.json`: for each file of the package what a page writes into `integrity`, so that a browser takes no other.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha384};

pub const FILE: &str = "integrity.json";

/// The list of these files, by name.
pub fn list(files: &BTreeMap<String, Vec<u8>>) -> String {
    let hashes: BTreeMap<_, _> = files.iter().map(|(name, bytes)| (name, hash(bytes))).collect();
    format!("{}\n", serde_json::to_string_pretty(&hashes).expect("names and hashes are strings"))
}

/// The metadata of the specification Subresource Integrity, section 3.1.
fn hash(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_of_the_specifications_example() {
        // Subresource Integrity, section 3.1: the script `alert('Hello, world.');`.
        assert_eq!(
            hash(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }

    #[test]
    fn files_are_listed_in_order() {
        let files = [("b", "2"), ("a", "1")].map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let list = list(&BTreeMap::from(files));
        let names: Vec<_> = list.lines().filter_map(|line| line.split('"').nth(1)).collect();
        assert_eq!(names, ["a", "b"], "{list}");
    }
}
