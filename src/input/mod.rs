//! Where tokens come from: what was typed or piped becomes sightings of tokens in their places.

mod authorization;
mod detect;
pub mod ndjson;

use std::fmt;

use thiserror::Error;

use crate::{secret::RawToken, token::Document};

pub use authorization::Flaw;
pub(crate) use detect::names_this_machine;
pub use detect::{sightings, sightings_as};

/// The longest text that is read as one input, in bytes. A token of a megabyte is no token.
pub const MAX_INPUT: usize = 1 << 20;

/// The most tokens of one URL or message: each is compared with all others of its set.
pub const MAX_TOKENS: usize = 50;

/// One credential, and where it was found.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// The text, freed of its wrapping.
    pub raw: RawToken,
    /// The field or header it was in, if any.
    pub slot: Option<Slot>,
    /// Where it stood.
    pub place: Place,
    /// What was taken off to get at it (a scheme, quotes, line breaks …), for people.
    pub unwrapped: Vec<&'static str>,
}

/// Where a token stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// `argument`, `stdin`, or a file's path.
    pub input: String,
    /// The place inside, such as `/access_token` or `query/token`.
    pub pointer: Option<String>,
}

/// The field or header that a token was taken from: what it was *meant* to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// `id_token`
    IdToken,
    /// `access_token`
    AccessToken,
    /// `refresh_token`
    RefreshToken,
    /// `logout_token`
    LogoutToken,
    /// The `DPoP` header.
    DpopProof,
    /// The `OAuth-Client-Attestation` header.
    ClientAttestation,
    /// The `OAuth-Client-Attestation-PoP` header.
    ClientAttestationProof,
    /// `client_assertion`
    ClientAssertion,
    /// `request`
    RequestObject,
    /// `response` (JARM)
    Response,
    /// `id_token_hint`
    IdTokenHint,
    /// `software_statement`
    SoftwareStatement,
    /// `subject_token`, with its type if stated.
    SubjectToken(Option<String>),
    /// `actor_token`, with its type if stated.
    ActorToken(Option<String>),
    /// `registration_access_token`
    RegistrationAccessToken,
    /// `code`
    Code,
    /// `Authorization: Bearer`
    AuthorizationBearer,
    /// `Authorization: DPoP`
    AuthorizationDpop,
    /// A parameter of another name, in a URL, a form or JSON.
    Parameter(String),
    /// A header of another name.
    Header(String),
}

impl Slot {
    /// The slot of a response member or request parameter of this name.
    pub fn of_parameter(name: &str) -> Option<Self> {
        Some(match name {
            "id_token" => Self::IdToken,
            "access_token" => Self::AccessToken,
            "refresh_token" => Self::RefreshToken,
            "logout_token" => Self::LogoutToken,
            "client_assertion" => Self::ClientAssertion,
            "request" => Self::RequestObject,
            "response" => Self::Response,
            "id_token_hint" => Self::IdTokenHint,
            "software_statement" => Self::SoftwareStatement,
            "subject_token" => Self::SubjectToken(None),
            "actor_token" => Self::ActorToken(None),
            "registration_access_token" => Self::RegistrationAccessToken,
            "code" => Self::Code,
            _ => return None,
        })
    }

    /// The slot that a field or header of this name is, as [`Slot::name`] and the wire have it.
    pub fn named(name: &str) -> Self {
        if let Some(slot) = Self::of_parameter(name) {
            return slot;
        }
        let header = name.to_ascii_lowercase();
        match header.as_str() {
            "dpop" => Self::DpopProof,
            "oauth-client-attestation" => Self::ClientAttestation,
            "oauth-client-attestation-pop" => Self::ClientAttestationProof,
            "authorization: bearer" => Self::AuthorizationBearer,
            "authorization: dpop" => Self::AuthorizationDpop,
            "authorization" => Self::Header(name.to_owned()),
            _ => Self::Parameter(name.to_owned()),
        }
    }

    /// The name that the field has on the wire.
    pub fn name(&self) -> &str {
        match self {
            Self::IdToken => "id_token",
            Self::AccessToken => "access_token",
            Self::RefreshToken => "refresh_token",
            Self::LogoutToken => "logout_token",
            Self::DpopProof => "DPoP",
            Self::ClientAttestation => "OAuth-Client-Attestation",
            Self::ClientAttestationProof => "OAuth-Client-Attestation-PoP",
            Self::ClientAssertion => "client_assertion",
            Self::RequestObject => "request",
            Self::Response => "response",
            Self::IdTokenHint => "id_token_hint",
            Self::SoftwareStatement => "software_statement",
            Self::SubjectToken(_) => "subject_token",
            Self::ActorToken(_) => "actor_token",
            Self::RegistrationAccessToken => "registration_access_token",
            Self::Code => "code",
            Self::AuthorizationBearer => "Authorization: Bearer",
            Self::AuthorizationDpop => "Authorization: DPoP",
            Self::Parameter(name) | Self::Header(name) => name,
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What one input held: the tokens of one message or response belong together.
#[derive(Debug, Clone, Default)]
pub struct InputSet {
    /// The credentials, in the order of the text.
    pub sightings: Vec<Sighting>,
    /// Where the tokens of this set came from as a whole.
    pub origin: Origin,
    /// What is wrong with the spelling of `Authorization` lines, by the index of the sighting.
    pub flaws: Vec<(usize, Flaw)>,
    /// How the URL that holds them is reached; `None` where there is no URL of a known scheme.
    pub connection: Option<Connection>,
    /// What the text says, beside its tokens, of a request that it is or belongs to.
    pub request: Box<Request>,
    /// The JSON object that held them, with its other members (`token_type`, `scope` …).
    pub response: Option<Document>,
    /// The response before this one, if this one refreshed it: the first of an array of two.
    pub earlier: Option<Box<InputSet>>,
}

/// What a request says of itself beside its tokens. Only names, and values that are no secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Where it goes: the URL without query and fragment.
    pub url: Option<String>,
    /// The names of its header lines, in lower case.
    pub headers: Vec<String>,
    /// The names of its parameters, in query or form.
    pub parameters: Vec<String>,
    /// `grant_type`, which only token endpoints take (RFC 6749 §4).
    pub grant_type: Option<String>,
    /// `client_id`
    pub client_id: Option<String>,
    /// `Action`, by which services of AWS tell their calls apart.
    pub action: Option<String>,
}

impl Request {
    /// Whether it has a parameter of this name.
    pub fn has_parameter(&self, name: &str) -> bool {
        self.parameters.iter().any(|known| known == name)
    }
}

impl InputSet {
    /// How many tokens it holds.
    pub fn len(&self) -> usize {
        let earlier = self.earlier.as_ref().map_or(0, |earlier| earlier.len());
        self.sightings.len() + earlier
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What scheme and host of a URL say about the connection to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// `https` or `wss`.
    Tls,
    /// Plain, and it does not leave this machine.
    Loopback,
    /// Plain.
    Cleartext,
}

/// How to read a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// As its look tells.
    #[default]
    Detected,
    /// A token alone, perhaps in quotes or behind its scheme.
    Token,
    /// A token response, or a JOSE object in JSON.
    Json,
    /// Header lines.
    Headers,
    /// A URL.
    Url,
    /// A form body.
    Form,
}

/// What the text around the tokens was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// A token alone.
    #[default]
    Bare,
    /// The answer of a token endpoint (RFC 6749 §5.1).
    TokenResponse,
    /// A redirect or request URL with tokens in its query or fragment.
    Url,
    /// Form parameters, or a variable as shells and environment files have it.
    Form,
    /// Request header lines.
    Headers,
}

/// Why an input holds no token. The text itself is never repeated.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InputError {
    /// Nothing but white space.
    #[error("{place} is empty, expected a token")]
    Empty {
        /// Which input.
        place: String,
    },
    /// Longer than [`MAX_INPUT`].
    #[error("{place} is over {limit} bytes, expected a token or a token response")]
    TooLong {
        /// Which input.
        place: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// More than [`MAX_TOKENS`] in one URL or message.
    #[error("{place} holds {found} tokens, expected one message with at most {MAX_TOKENS}")]
    TooMany {
        /// Which input.
        place: String,
        /// How many there are.
        found: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("{place} is not text: byte {at} is not UTF-8, expected a token")]
    NotText {
        /// Which input.
        place: String,
        /// Offset of the first bad byte.
        at: usize,
    },
    /// JSON, but neither a JOSE object nor a response with tokens in it.
    #[error("{place} is JSON without a token: {found}")]
    JsonWithoutToken {
        /// Which input.
        place: String,
        /// What it holds instead.
        found: String,
    },
    /// A line of many that is no record of a token.
    #[error("{place} is no record of a token: {found}")]
    Record {
        /// Which line of which input.
        place: String,
        /// What speaks against it.
        found: String,
    },
    /// More tokens than one without the response that would say what they are to each other.
    #[error("{place} holds {found}, expected one token or one token response")]
    Several {
        /// Which input.
        place: String,
        /// What it holds instead.
        found: String,
    },
    /// Text with a token somewhere in it, such as a command line or a raw request.
    #[error("{place} is text around what looks like a JWT, expected the JWT alone")]
    Buried {
        /// Which input.
        place: String,
    },
    /// Text that is no token in any form known here.
    #[error("{place} is no token: {found}")]
    NoToken {
        /// Which input.
        place: String,
        /// What speaks against it.
        found: String,
    },
}

impl InputError {
    /// What the user can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "give a token, a file that holds one, or pipe one in",
            Self::TooLong { .. } => "cut the token out of the text around it",
            Self::TooMany { .. } => "give the tokens one by one",
            Self::NotText { .. } => "was a compressed or binary file given?",
            Self::JsonWithoutToken { .. } => {
                "a token response has members such as `id_token` or `access_token`"
            }
            Self::Record { .. } => {
                "a line is a token, or an object such as `{\"token\": …, \"id\": …}`"
            }
            Self::Several { .. } => "give each as an input of its own",
            Self::Buried { .. } => "`grep -oE 'eyJ[A-Za-z0-9._-]+'` cuts it out",
            Self::NoToken { .. } => {
                "a token is one word: three or five base64url segments, or an opaque string"
            }
        }
    }
}
