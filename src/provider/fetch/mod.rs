//! The one user of the network: GET of a JSON document, with every limit set.
//!
//! Time, size and redirects are capped; plain http stays on this machine; and for hosts that a
//! token named, the address that is connected to must be a public one.

mod error;
mod policy;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rustls::crypto::ring;
use thiserror::Error;
use ureq::{
    Agent,
    config::Config,
    http::{Uri, header},
    tls::TlsConfig,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

pub use error::FetchError;
pub use policy::{Policy, ProxySetting, Roots, RootsError};

use super::{
    ChosenBy, address,
    url::{Scheme, Url},
};
use crate::token::{Document, json::Break};

/// The largest body that is read, in bytes.
pub const MAX_BODY: u64 = 1 << 20;

/// No time-out is longer.
const LONGEST_WAIT: Duration = Duration::from_secs(86_400);

/// How many redirects are followed, all of them within one origin.
pub const MAX_REDIRECTS: usize = 3;

/// A way to get a document; the tests bring their own.
pub trait Fetch {
    /// Gets what is at a URL, redirects within its origin followed.
    ///
    /// # Errors
    /// The policy forbids it, or there was no answer. A status other than 200 is an answer.
    fn get(&self, url: &Url) -> Result<Fetched, FetchError>;
}

/// An answer.
#[derive(Debug, Clone, Default)]
pub struct Fetched {
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type` without parameters, in lower case.
    pub content_type: Option<String>,
    /// The body, at most [`MAX_BODY`] bytes.
    pub body: Vec<u8>,
}

/// Gets one JSON object.
///
/// # Errors
/// As for [`Fetch::get`]; and another status than 200, HTML, another JSON value, broken JSON.
pub fn object(
    fetch: &dyn Fetch,
    url: &Url,
    expected: &'static str,
) -> Result<Document, FetchError> {
    let answer = fetch.get(url).map_err(|error| match error {
        FetchError::TooLarge { url, .. } => FetchError::TooLarge { url, expected },
        other => other,
    })?;
    let url = || url.to_string();
    if answer.status != 200 {
        return Err(FetchError::Status {
            url: url(),
            status: answer.status,
            expected,
        });
    }
    let start = beginning(&answer.body);
    let (document, broken) = Document::read(answer.body);
    let found = match broken {
        None | Some(Break::TooDeep { .. }) => return Ok(document),
        Some(_) if start.is_none() => "an empty body".to_owned(),
        Some(broken) => {
            let content_type = answer.content_type.as_deref().unwrap_or("no content type");
            let start = start.unwrap_or_default();
            format!(
                "`{}` that begins with `{start}` ({broken})",
                content_type.escape_debug()
            )
        }
    };
    Err(FetchError::NotAnObject {
        url: url(),
        found,
        expected,
    })
}

/// The first characters of a body that is markup, enough to see which. Another body could be short
/// and secret.
fn beginning(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&body[..body.len().min(64)]);
    let text = text.trim_start();
    text.starts_with('<')
        .then(|| text.chars().take(14).collect::<String>() + "…")
}

/// The network, under a [`Policy`]. The time-out runs from the making of this value.
#[derive(Debug)]
pub struct Http {
    agent: Agent,
    policy: Policy,
    deadline: Instant,
}

impl Http {
    /// Opens nothing yet.
    pub fn new(policy: Policy) -> Self {
        let config = Config::builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .proxy(policy.proxy_to_use())
            .user_agent(concat!("whichtoken/", env!("CARGO_PKG_VERSION")))
            .accept("application/json, application/jwk-set+json")
            .tls_config(
                TlsConfig::builder()
                    .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
                    .root_certs(policy.root_certificates())
                    .build(),
            )
            .build();
        let guard = Guard {
            lookup: DefaultResolver::default(),
            only_public: policy.named_by == ChosenBy::Token && !policy.allow_private,
            allow_http: policy.allow_http,
        };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), guard),
            // Adding a longer time could overflow, and nobody waits that long.
            deadline: Instant::now() + policy.timeout.min(LONGEST_WAIT),
            policy,
        }
    }

    /// One request; `Some` location for a redirect.
    fn ask(&self, url: &Url) -> Result<(Fetched, Option<String>), FetchError> {
        if url.scheme() == Scheme::Http && !self.policy.allow_http && !url.names_this_machine() {
            return Err(FetchError::PlainHttp {
                url: url.to_string(),
            });
        }
        let fail = |error| self.explain(url, error);
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(self.too_late(url));
        }
        let mut request = self
            .agent
            .get(url.as_str())
            .config()
            .timeout_global(Some(left));
        if url.names_this_machine() {
            // A proxy's own loopback is another one.
            request = request.proxy(None);
        }
        let mut response = request.build().call().map_err(fail)?;
        let header = |name| {
            let value = response.headers().get(name)?;
            Some(value.to_str().unwrap_or_default().to_owned())
        };
        let location = header(header::LOCATION);
        let content_type = header(header::CONTENT_TYPE)
            .and_then(|value| Some(value.split(';').next()?.trim().to_ascii_lowercase()));
        let status = response.status();
        if status.is_redirection() {
            let redirect = Fetched {
                status: status.as_u16(),
                content_type,
                body: Vec::new(),
            };
            return Ok((redirect, Some(location.unwrap_or_default())));
        }
        let body = response
            .body_mut()
            .with_config()
            .limit(MAX_BODY)
            .read_to_vec()
            .map_err(fail)?;
        let answer = Fetched {
            status: status.as_u16(),
            content_type,
            body,
        };
        Ok((answer, None))
    }

    fn too_late(&self, url: &Url) -> FetchError {
        FetchError::Timeout {
            url: url.to_string(),
            seconds: self.policy.timeout.as_secs(),
        }
    }

    fn explain(&self, url: &Url, error: ureq::Error) -> FetchError {
        let because = match error {
            ureq::Error::Timeout(_) => return self.too_late(url),
            ureq::Error::BodyExceedsLimit(_) => {
                return FetchError::TooLarge {
                    url: url.to_string(),
                    expected: "a JSON document",
                };
            }
            ureq::Error::Other(inner) => match inner.downcast::<Refused>() {
                Ok(refused) => return refused.explain(url),
                Err(other) => other.to_string(),
            },
            ureq::Error::HostNotFound => "there is no such host".to_owned(),
            ureq::Error::Io(error) => error.to_string(),
            ureq::Error::Rustls(error) => error.to_string(),
            other => other.to_string(),
        };
        let url = url.to_string();
        if because.contains("certificate") {
            FetchError::Certificate { url, because }
        } else {
            FetchError::Unreachable { url, because }
        }
    }
}

impl Fetch for Http {
    fn get(&self, url: &Url) -> Result<Fetched, FetchError> {
        let mut at = url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let (answer, location) = self.ask(&at)?;
            let Some(location) = location else {
                return Ok(answer);
            };
            at = redirected(url, &at, &location)?;
        }
        Err(FetchError::Redirect {
            url: url.to_string(),
            problem: format!("more than {MAX_REDIRECTS} times"),
        })
    }
}

/// Where a redirect leads, if within the origin.
fn redirected(asked: &Url, at: &Url, location: &str) -> Result<Url, FetchError> {
    let fail = |problem: String| FetchError::Redirect {
        url: asked.to_string(),
        problem,
    };
    if location.is_empty() {
        return Err(fail("without saying where to (`Location`)".to_owned()));
    }
    let next = at
        .join(location)
        .map_err(|error| fail(format!("to a place that is no URL: {error}")))?;
    if next.origin() != asked.origin() {
        return Err(FetchError::CrossOrigin {
            url: asked.to_string(),
            from: asked.origin(),
            to: next.origin(),
        });
    }
    Ok(next)
}

/// Looks at every address before it is connected to; the connection then goes to that very address.
#[derive(Debug)]
struct Guard {
    lookup: DefaultResolver,
    only_public: bool,
    allow_http: bool,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let addresses = self.lookup.resolve(uri, config, timeout)?;
        // With a proxy, the address is the proxy's and says nothing about the host.
        let plain = uri.scheme_str() == Some("http") && config.proxy().is_none();
        for address in &addresses {
            let address = address.ip().to_canonical();
            let special = address::special(address);
            let refused = match special {
                Some(range) if self.only_public => Refused::Special {
                    address: address.to_string(),
                    range,
                },
                _ if plain && !self.allow_http && !address.is_loopback() => Refused::PlainHttp,
                _ => continue,
            };
            return Err(ureq::Error::Other(Box::new(refused)));
        }
        Ok(addresses)
    }
}

#[derive(Debug, Error)]
enum Refused {
    #[error("{address} is {range}")]
    Special {
        address: String,
        range: &'static str,
    },
    #[error("plain http beyond this machine")]
    PlainHttp,
}

impl Refused {
    fn explain(self, url: &Url) -> FetchError {
        let url = url.to_string();
        match self {
            Self::Special { address, range } => FetchError::Address {
                url,
                address,
                range,
            },
            Self::PlainHttp => FetchError::PlainHttp { url },
        }
    }
}
