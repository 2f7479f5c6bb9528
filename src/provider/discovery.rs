//! From an issuer to its metadata and keys (OpenID Connect Discovery §4, RFC 8414 §3).

use thiserror::Error;

use super::{
    KeySet, KeySource,
    fetch::{self, Fetch, FetchError},
    keys::{self, KeySetError, Publicity},
    url::{Url, UrlError},
};
use crate::token::Document;

/// Metadata whose `issuer` is the one asked for.
#[derive(Debug, Clone)]
pub struct Metadata {
    /// Where it was found.
    pub url: String,
    /// The document.
    pub document: Document,
}

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

/// Where the documents of an issuer may be: the OpenID form, then the RFC 8414 form.
///
/// # Errors
/// The text is no issuer.
pub fn addresses(issuer: &str) -> Result<[Url; 2], DiscoveryError> {
    let parse = |text: &str| Url::parse(text).map_err(DiscoveryError::Issuer);
    let url = parse(issuer)?;
    if let Some(real) = issuer_of_address(&url) {
        return Err(DiscoveryError::DocumentAddress {
            given: issuer.to_owned(),
            issuer: real,
        });
    }
    if url.has_query() {
        return Err(DiscoveryError::Query {
            issuer: issuer.to_owned(),
        });
    }
    let path = url.path().strip_suffix('/').unwrap_or(url.path());
    let base = url.base();
    Ok([
        parse(&format!("{base}{path}{OPENID}"))?,
        parse(&format!("{base}{OAUTH}{path}"))?,
    ])
}

const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";

/// Metadata of an issuer: the first of the two forms that gives a document, its `issuer` compared
/// byte for byte (OpenID Connect Discovery §4.3, RFC 8414 §3.3).
///
/// # Errors
/// No document, or one of another issuer.
pub fn discover(issuer: &str, fetch: &dyn Fetch) -> Result<Metadata, DiscoveryError> {
    let [openid, oauth] = addresses(issuer)?;
    let first = fetch::object(fetch, &openid, DOCUMENT);
    let (url, document) = match first {
        Ok(document) => (openid, document),
        Err(error) if !error.is_about_the_document() => return Err(error.into()),
        Err(error) => match fetch::object(fetch, &oauth, DOCUMENT) {
            Ok(document) => (oauth, document),
            Err(second) => {
                return Err(DiscoveryError::NotFound {
                    issuer: issuer.to_owned(),
                    openid: Box::new(error),
                    oauth: Box::new(second),
                });
            }
        },
    };
    let url = url.to_string();
    match document.str("issuer") {
        None => Err(DiscoveryError::NoIssuer {
            url,
            expected: issuer.to_owned(),
        }),
        Some(found) if found != issuer => Err(DiscoveryError::OtherIssuer {
            place: url,
            found: found.into_owned(),
            asked: issuer.to_owned(),
        }),
        Some(_) => Ok(Metadata { url, document }),
    }
}

const DOCUMENT: &str = "a discovery document (a JSON object)";

/// The address of the key set that metadata names; `place` is where the metadata is.
///
/// # Errors
/// There is none, or it is no URL.
pub fn keys_address(metadata: &Document, place: &str) -> Result<Url, DiscoveryError> {
    let Some(address) = metadata.str("jwks_uri") else {
        return Err(DiscoveryError::NoKeys {
            place: place.to_owned(),
        });
    };
    Url::parse(&address).map_err(DiscoveryError::KeysUrl)
}

/// The key set at an address, with remarks on what was odd in it.
///
/// # Errors
/// There is no key set.
pub fn fetch_keys(url: &Url, fetch: &dyn Fetch) -> Result<(KeySet, Vec<String>), DiscoveryError> {
    let document = fetch::object(fetch, url, "a key set `{\"keys\":[…]}`")?;
    let source = KeySource::Provider {
        url: url.to_string(),
    };
    keys::read_set(document.text(), &source, Publicity::Published).map_err(|problem| {
        DiscoveryError::KeySet {
            url: url.to_string(),
            problem,
        }
    })
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

/// The issuer whose document is at this address, if it is the address of a document.
fn issuer_of_address(url: &Url) -> Option<String> {
    let (base, path) = (url.base(), url.path());
    let (before, after) = path.split_once("/.well-known/")?;
    let after = after.find('/').map_or("", |slash| &after[slash..]);
    Some(format!("{base}{before}{after}"))
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, collections::BTreeMap};

    use super::*;
    use crate::provider::fetch::Fetched;

    /// Answers from a table, and writes down what was asked.
    #[derive(Default)]
    struct Table {
        answers: BTreeMap<&'static str, (u16, &'static str)>,
        asked: RefCell<Vec<String>>,
    }

    impl Fetch for Table {
        fn get(&self, url: &Url) -> Result<Fetched, FetchError> {
            self.asked.borrow_mut().push(url.to_string());
            let (status, body) = self.answers.get(url.as_str()).unwrap_or(&(404, ""));
            Ok(Fetched {
                status: *status,
                content_type: Some("application/json".to_owned()),
                body: body.as_bytes().to_vec(),
            })
        }
    }

    fn table(answers: &[(&'static str, &'static str)]) -> Table {
        Table {
            answers: answers
                .iter()
                .map(|(url, body)| (*url, (200, *body)))
                .collect(),
            asked: RefCell::default(),
        }
    }

    #[test]
    fn both_forms_of_an_address_are_built_as_their_specifications_say() {
        let built = |issuer: &str| addresses(issuer).unwrap().map(|url| url.to_string());
        assert_eq!(
            built("https://op.example"),
            [
                "https://op.example/.well-known/openid-configuration",
                "https://op.example/.well-known/oauth-authorization-server",
            ]
        );
        let with_path = [
            "https://op.example/t/a/.well-known/openid-configuration",
            "https://op.example/.well-known/oauth-authorization-server/t/a",
        ];
        assert_eq!(built("https://op.example/t/a"), with_path);
        assert_eq!(built("https://op.example/t/a/"), with_path);
    }

    #[test]
    fn the_second_form_is_asked_only_if_the_first_gives_no_document() {
        let provider = table(&[(
            "https://op.example/.well-known/oauth-authorization-server",
            r#"{"issuer":"https://op.example"}"#,
        )]);
        let found = discover("https://op.example", &provider).unwrap();
        assert!(found.url.ends_with("oauth-authorization-server"));
        assert_eq!(provider.asked.borrow().len(), 2);

        let error = discover("https://other.example", &provider).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("openid-configuration answers with status 404"),
            "{text}"
        );
        assert!(
            text.contains("oauth-authorization-server answers with status 404"),
            "{text}"
        );
    }

    #[test]
    fn an_issuer_that_differs_is_an_error_with_both_strings() {
        let provider = table(&[(
            "https://op.example/.well-known/openid-configuration",
            r#"{"issuer":"https://op.example"}"#,
        )]);
        let error = discover("https://op.example/", &provider).unwrap_err();
        assert_eq!(
            error.to_string(),
            "https://op.example/.well-known/openid-configuration is of issuer \
             `https://op.example`, expected `https://op.example/` (they differ in the trailing \
             slash)"
        );
    }

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

    #[test]
    fn the_address_of_a_document_is_not_an_issuer() {
        for (given, issuer) in [
            (
                "https://op.example/.well-known/openid-configuration",
                "https://op.example",
            ),
            (
                "https://op.example/t/.well-known/openid-configuration",
                "https://op.example/t",
            ),
            (
                "https://op.example/.well-known/oauth-authorization-server/t",
                "https://op.example/t",
            ),
        ] {
            let error = addresses(given).unwrap_err();
            assert_eq!(error.hint(), format!("give the issuer: `{issuer}`"));
            assert!(error.is_usage());
        }
    }

    #[test]
    fn a_document_without_issuer_or_key_set_says_so() {
        let provider = table(&[("https://op.example/.well-known/openid-configuration", "{}")]);
        let error = discover("https://op.example", &provider).unwrap_err();
        assert!(error.to_string().contains("has no `issuer`"), "{error}");
        let error = keys_address(&Document::parse("{}").0, "x.json").unwrap_err();
        assert!(
            error.to_string().contains("x.json has no `jwks_uri`"),
            "{error}"
        );
        let error = keys_address(&Document::parse(r#"{"jwks_uri":"/jwks"}"#).0, "x").unwrap_err();
        assert!(
            error.to_string().contains("the `jwks_uri` `/jwks` has no"),
            "{error}"
        );
    }

    #[test]
    fn html_in_the_place_of_keys_is_named() {
        let provider = table(&[("https://op.example/jwks", "<!DOCTYPE html><p>Sign in")]);
        let url = Url::parse("https://op.example/jwks").unwrap();
        let text = fetch_keys(&url, &provider).unwrap_err().to_string();
        assert!(text.contains("begins with `<!DOCTYPE html…`"), "{text}");
        assert!(text.contains("expected a key set"), "{text}");
    }
}
