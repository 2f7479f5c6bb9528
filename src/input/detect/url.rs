//! URLs: the tokens in them, and the connection that they stand for.

use super::{
    InputSet,
    form::{self, parameters},
};
use crate::input::{Connection, Origin, Request};

/// Tokens in the query or the fragment of a URL, or of a path as logs have it.
pub(super) fn url(text: &str, place: &str) -> Option<InputSet> {
    let is_scheme = |start: &str| {
        start
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    };
    let scheme = text
        .split_once("://")
        .map(|(start, _)| start)
        .filter(|start| is_scheme(start));
    if text.contains(char::is_whitespace) || !(scheme.is_some() || text.starts_with('/')) {
        return None;
    }
    let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
    let query = before.split_once('?').map_or("", |(_, query)| query);
    let mut sightings = parameters(query, "query", place);
    sightings.extend(parameters(fragment, "fragment", place));
    let origin = Origin::Url;
    (!sightings.is_empty()).then_some(InputSet {
        sightings,
        origin,
        request: Box::new(Request {
            url: scheme.and_then(|_| Some(before.split('?').next()?.to_owned())),
            ..form::request(query)
        }),
        connection: scheme.and_then(|scheme| connection(scheme, text)),
        ..InputSet::default()
    })
}

/// What the scheme of a URL says, and of a plain one the host.
pub(in crate::input) fn connection(scheme: &str, url: &str) -> Option<Connection> {
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "wss" => Some(Connection::Tls),
        "http" | "ws" => Some(if is_this_machine(url) {
            Connection::Loopback
        } else {
            Connection::Cleartext
        }),
        _ => None,
    }
}

/// Whether the host of a URL names this machine.
fn is_this_machine(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let bare = match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    names_this_machine(&bare.to_ascii_lowercase())
}

/// Whether a host, in lower case and without brackets, says that it is this machine (RFC 6761
/// §6.3).
pub(crate) fn names_this_machine(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_and_host_tell_the_connection() {
        for (url, expected) in [
            ("https://app.example/cb", Some(Connection::Tls)),
            ("WSS://api.example/ws", Some(Connection::Tls)),
            ("http://app.example/cb", Some(Connection::Cleartext)),
            ("ws://127.0.0.1.evil.example", Some(Connection::Cleartext)),
            (
                "http://localhost@evil.example/",
                Some(Connection::Cleartext),
            ),
            ("http://127.0.0.1:8080/cb", Some(Connection::Loopback)),
            ("http://[::1]:8080?x", Some(Connection::Loopback)),
            ("http://LocalHost#x", Some(Connection::Loopback)),
            ("com.example.app://cb", None),
        ] {
            let (scheme, _) = url.split_once("://").unwrap();
            assert_eq!(connection(scheme, url), expected, "{url}");
        }
    }
}
