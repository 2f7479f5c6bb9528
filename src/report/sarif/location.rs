//! Where a finding is: a file or another input, and a place inside the token.

use std::path::MAIN_SEPARATOR;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    log::{ArtifactLocation, Location, LogicalLocation, PhysicalLocation, Region},
    subject::Subject,
};
use crate::{provider::url::Url, report::escape::shown};

/// What stands in a path as it is (RFC 3986 §3.3), without the colon, which could end a scheme.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The place of a finding of this subject.
pub(super) fn of(subject: &Subject<'_>, pointer: &str) -> Location {
    let pointer = shown(pointer);
    let name = pointer.rsplit('/').next().unwrap_or_default().to_owned();
    let is_there = !pointer.is_empty();
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: uri(subject.input),
            },
            region: subject.line.map(|start_line| Region { start_line }),
        },
        logical_locations: is_there
            .then_some(LogicalLocation {
                name,
                fully_qualified_name: pointer,
            })
            .into_iter()
            .collect(),
    }
}

/// A file as a whole.
pub(super) fn of_file(path: &str) -> Location {
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(path) },
            region: None,
        },
        logical_locations: Vec::new(),
    }
}

/// A URL as it is; of a path, of `stdin` and of `argument` the URI reference, which is relative
/// unless the path is not.
fn uri(input: &str) -> String {
    let input = shown(input);
    if let Ok(url) = Url::parse(&input) {
        return url.as_str().to_owned();
    }
    let path = input.replace(MAIN_SEPARATOR, "/");
    let encoded = utf8_percent_encode(&path, IN_PATH);
    match path.starts_with('/') {
        true => format!("file://{encoded}"),
        false => encoded.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_becomes_a_uri_reference() {
        for (input, expected) in [
            ("stdin", "stdin"),
            ("tokens/id token.jwt", "tokens/id%20token.jwt"),
            ("a:b#c?d%e[f]", "a%3Ab%23c%3Fd%25e%5Bf%5D"),
            ("/tmp/ö.jwt", "file:///tmp/%C3%B6.jwt"),
            (
                "https://idp.example/.well-known/openid-configuration",
                "https://idp.example/.well-known/openid-configuration",
            ),
            ("://nothing here", "%3A//nothing%20here"),
        ] {
            assert_eq!(uri(input), expected);
        }
    }
}
