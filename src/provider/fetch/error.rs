//! Why a document could not be had.

use thiserror::Error;

use super::MAX_BODY;
use crate::provider::url::UrlError;

/// Why a document could not be had: which URL, what came instead, what was expected.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FetchError {
    /// Not a URL that can be asked.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// Plain http beyond this machine.
    #[error("{url} is plain http beyond this machine, expected https")]
    PlainHttp {
        /// The URL.
        url: String,
    },
    /// A host that the token named leads inside.
    #[error("{url} leads to {address}, {range}, and the token named this host")]
    Address {
        /// The URL.
        url: String,
        /// The address it resolves to.
        address: String,
        /// What is special about it.
        range: &'static str,
    },
    /// A redirect to somewhere else.
    #[error("{url} redirects from {from} to {to}, expected the document at {from}")]
    CrossOrigin {
        /// The URL asked.
        url: String,
        /// Its origin.
        from: String,
        /// The origin it wants to send us to.
        to: String,
    },
    /// A redirect that leads nowhere.
    #[error("{url} redirects {problem}")]
    Redirect {
        /// The URL asked.
        url: String,
        /// Why it cannot be followed.
        problem: String,
    },
    /// No answer in time.
    #[error("{url} gave no complete answer within {seconds} s")]
    Timeout {
        /// The URL.
        url: String,
        /// The time-out.
        seconds: u64,
    },
    /// Too long a body.
    #[error("{url} sends more than {MAX_BODY} bytes, expected {expected}")]
    TooLarge {
        /// The URL.
        url: String,
        /// What was hoped for.
        expected: &'static str,
    },
    /// TLS does not trust the server.
    #[error("{url} has no certificate to be trusted: {because}")]
    Certificate {
        /// The URL.
        url: String,
        /// The words of the TLS library.
        because: String,
    },
    /// No connection, or a broken one.
    #[error("{url} cannot be reached: {because}")]
    Unreachable {
        /// The URL.
        url: String,
        /// What the system says.
        because: String,
    },
    /// Another status than 200.
    #[error("{url} answers with status {status}, expected {expected}")]
    Status {
        /// The URL.
        url: String,
        /// The HTTP status.
        status: u16,
        /// What was hoped for.
        expected: &'static str,
    },
    /// Not a JSON object.
    #[error("{url} answers with {found}, expected {expected}")]
    NotAnObject {
        /// The URL.
        url: String,
        /// What the body is.
        found: String,
        /// What was hoped for.
        expected: &'static str,
    },
}

impl FetchError {
    /// What the user can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Url(_) => "an issuer is an https URL without query, fragment and user name",
            Self::PlainHttp { .. } => {
                "whoever is on the path could swap the keys; --allow-http says that you know"
            }
            Self::Address { .. } => {
                "a token could make this machine ask hosts inside its network; name the issuer \
                 yourself with --issuer, or say --allow-private"
            }
            Self::CrossOrigin { .. } => {
                "keys are taken from the issuer's own origin only; is there an issuer at the \
                 other place?"
            }
            Self::Redirect { .. } => "open the URL in a browser to see where it leads",
            Self::Timeout { .. } => "is the host up? --timeout SECONDS waits longer",
            Self::TooLarge { .. } => "is this the issuer, or a site behind it?",
            Self::Certificate { .. } => {
                "--ca-file FILE trusts the certificates of a private authority"
            }
            Self::Unreachable { .. } => {
                "check the name and the network; --provider and --jwks work without"
            }
            Self::Status { .. } | Self::NotAnObject { .. } => {
                "check the issuer: its path counts, and so does its trailing slash"
            }
        }
    }

    /// Whether the host answered, so that another document of it may still be there.
    pub fn is_about_the_document(&self) -> bool {
        matches!(
            self,
            Self::CrossOrigin { .. }
                | Self::Redirect { .. }
                | Self::TooLarge { .. }
                | Self::Status { .. }
                | Self::NotAnObject { .. }
        )
    }
}
