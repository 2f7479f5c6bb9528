//! From an issuer to its metadata and keys (OpenID Connect Discovery §4, RFC 8414 §3).

mod error;

pub use error::{DiscoveryError, difference, is_template};

use super::{
    KeySet, KeySource,
    fetch::{self, Fetch},
    keys::{self, Publicity},
    url::Url,
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
    use crate::provider::fetch::{FetchError, Fetched};

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
