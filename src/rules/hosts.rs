//! Which hosts belong together.

use std::net::IpAddr;

use crate::provider::vendors;

/// Whether an issuer is Microsoft Entra, of any version and national cloud.
pub(crate) fn is_entra(issuer: &str) -> bool {
    vendors::is_issuer_of(&["entra-v2", "entra-v1"], issuer)
}

/// Whether two hosts lie under one registered domain, as far as their names show it.
pub(crate) fn same_site(one: &str, other: &str) -> bool {
    site(one).eq_ignore_ascii_case(site(other))
}

/// The registered domain of a host by the usual shapes (`idp.example.com`, `idp.example.co.uk`); an
/// address or a single name stands for itself, and so does each tenant of a publishing host.
pub(crate) fn site(host: &str) -> &str {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if bare.parse::<IpAddr>().is_ok() {
        return host;
    }
    let labels = match publisher(host) {
        Some(publisher) => publisher.split('.').count() + 1,
        None => 2 + usize::from(has_second_level(host)),
    };
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    match dots.nth(labels - 1) {
        Some(at) => &host[at + 1..],
        None => host,
    }
}

/// `co.uk` and its like, where names are registered on the third level.
fn has_second_level(host: &str) -> bool {
    let mut labels = host.rsplit('.');
    let (top, second) = (labels.next(), labels.next());
    top.is_some_and(|top| top.len() == 2)
        && second.is_some_and(|second| {
            matches!(
                second,
                "co" | "com" | "net" | "org" | "ac" | "edu" | "gov" | "gob" | "ne" | "or"
            )
        })
}

/// Hosts where many parties publish side by side; each name below is another party's.
const PUBLISHERS: [&str; 14] = [
    "amazonaws.com",
    "azurewebsites.net",
    "blob.core.windows.net",
    "cloudfront.net",
    "github.io",
    "githubusercontent.com",
    "gitlab.io",
    "netlify.app",
    "oraclecloud.com",
    "pages.dev",
    "r2.dev",
    "storage.googleapis.com",
    "vercel.app",
    "web.core.windows.net",
];

/// The publishing host that a host belongs to, if it is one of the well-known ones.
pub(crate) fn publisher(host: &str) -> Option<&'static str> {
    PUBLISHERS.into_iter().find(|publisher| {
        host.strip_suffix(publisher)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_one_registered_domain_belong_together() {
        for (one, other, expected) in [
            ("login.example.com", "keys.example.com", true),
            ("example.com", "keys.example.com", true),
            ("LOGIN.example.com", "login.EXAMPLE.com", true),
            ("idp.example.co.uk", "keys.example.co.uk", true),
            ("idp.example.co.uk", "keys.other.co.uk", false),
            ("example.com", "example.net", false),
            ("example.com", "notexample.com", false),
            ("one.github.io", "two.github.io", false),
            ("127.0.0.1", "127.0.0.2", false),
            ("10.0.0.1", "11.0.0.1", false),
            ("localhost", "localhost", true),
        ] {
            assert_eq!(same_site(one, other), expected, "{one} {other}");
        }
        assert_eq!(publisher("bucket.s3.amazonaws.com"), Some("amazonaws.com"));
        assert_eq!(publisher("notgithub.io"), None);
    }
}
