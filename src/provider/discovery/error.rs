//! Why there is no metadata, or there are no keys.

use thiserror::Error;

use crate::provider::{
    fetch::FetchError,
    keys::KeySetError,
    url::{Url, UrlError},
};

/// Why there is no metadata, or there are no keys.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DiscoveryError {
    /// The issuer is not a URL that documents can be found from.
    #[error("the issuer {0}")]
    Issuer(UrlError),
    /// The issuer has a query, which an issuer never has (OIDC Core §1.2 "Issuer Identifier").
    #[error("the issuer `{issuer}` has a query (`?`), expected scheme, host and path")]
    Query {
        /// The issuer asked for.
        issuer: String,
    },
    /// The address of a discovery document in the place of the issuer.
    #[error("`{given}` is the address of a discovery document, expected the issuer itself")]
    DocumentAddress {
        /// What was given.
        given: String,
        /// The issuer that this document would belong to.
        issuer: String,
    },
    /// Neither form gave a document.
    #[error("no discovery document for `{issuer}`: {openid}; and {oauth}")]
    NotFound {
        /// The issuer asked for.
        issuer: String,
        /// What OpenID Discovery gave.
        openid: Box<FetchError>,
        /// What RFC 8414 gave.
        oauth: Box<FetchError>,
    },
    /// The host could not be asked at all, or its key set could not be had.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The document has no `issuer`.
    #[error("{url} has no `issuer`, expected `{expected}`")]
    NoIssuer {
        /// Where the document is.
        url: String,
        /// The issuer asked for.
        expected: String,
    },
    /// The document is another issuer's.
    #[error(
        "{place} is of issuer `{found}`, expected `{asked}`{}",
        difference(asked, found)
    )]
    OtherIssuer {
        /// Where the document is.
        place: String,
        /// Its `issuer`.
        found: String,
        /// The issuer asked for.
        asked: String,
    },
    /// No `jwks_uri`.
    #[error("{place} has no `jwks_uri`, expected the address of the key set")]
    NoKeys {
        /// Where the document is.
        place: String,
    },
    /// The `jwks_uri` is no URL.
    #[error("the `jwks_uri` {0}")]
    KeysUrl(UrlError),
    /// A JSON object that is no key set.
    #[error("{url}: {problem}")]
    KeySet {
        /// Where it is.
        url: String,
        /// What it is instead.
        problem: KeySetError,
    },
}

impl DiscoveryError {
    /// What the user can do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Fetch(error) => error.hint().to_owned(),
            Self::NotFound { openid, .. } => openid.hint().to_owned(),
            Self::DocumentAddress { issuer, .. } => {
                format!("give the issuer: `{issuer}`")
            }
            Self::Issuer(_) | Self::Query { .. } | Self::NoIssuer { .. } => {
                "an issuer is an https URL such as https://login.example/tenant, letter for \
                 letter as tokens have it in `iss`"
                    .to_owned()
            }
            Self::OtherIssuer { found, .. } if is_template(found) => {
                "this document is shared by all tenants; give the issuer of one tenant, with its \
                 id in the place of the braces"
                    .to_owned()
            }
            Self::OtherIssuer { .. } => {
                "issuers are compared letter for letter; give the one that tokens have in `iss`"
                    .to_owned()
            }
            Self::NoKeys { .. } | Self::KeysUrl(_) | Self::KeySet { .. } => {
                "--jwks FILE gives keys by hand".to_owned()
            }
        }
    }

    /// Whether what was typed is at fault, before anything was asked.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Issuer(_) | Self::Query { .. } | Self::DocumentAddress { .. }
        )
    }
}

/// What sets two issuers apart, as an addition to an error; empty where they simply differ.
pub fn difference(asked: &str, found: &str) -> String {
    let Some(what) = named_difference(asked, found) else {
        return String::new();
    };
    format!(" (they differ in {what})")
}

fn named_difference(asked: &str, found: &str) -> Option<&'static str> {
    if is_template(found) {
        return Some("a placeholder for the tenant");
    }
    if asked.trim_end_matches('/') == found.trim_end_matches('/') {
        return Some("the trailing slash");
    }
    if asked.eq_ignore_ascii_case(found) {
        return Some("letter case");
    }
    let (asked, found) = (Url::parse(asked).ok()?, Url::parse(found).ok()?);
    let rest = |url: &Url| url.as_str()[url.base().len()..].to_owned();
    if rest(&asked) != rest(&found) || asked.host() != found.host() {
        return None;
    }
    Some(if asked.scheme() == found.scheme() {
        "the port"
    } else {
        "http and https"
    })
}

/// Whether an issuer has a placeholder such as `{tenantid}` in it.
pub fn is_template(issuer: &str) -> bool {
    issuer
        .find('{')
        .is_some_and(|start| issuer[start..].contains('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_named() {
        let asked = "https://op.example/a";
        for (found, expected) in [
            ("https://op.example/a/", Some("the trailing slash")),
            ("https://op.example/A", Some("letter case")),
            ("https://op.example:8443/a", Some("the port")),
            ("http://op.example/a", Some("http and https")),
            (
                "https://op.example/{tenantid}",
                Some("a placeholder for the tenant"),
            ),
            ("https://op.example/b", None),
        ] {
            assert_eq!(named_difference(asked, found), expected, "{found}");
        }
    }
}
