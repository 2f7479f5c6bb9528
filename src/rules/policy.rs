//! What a team decides for itself: limits that no specification fixes, in one place with their
//! origin, and which rules count how much.

use super::Selection;
use crate::situation::Profile;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Limits in seconds, bits or bytes, as named, and the selection of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// An unbound access token that lives longer is worth a word (RFC 9700 §2.2.1, OIDC Core §16.18).
    pub bearer_life_info: i64,
    /// The same, as a warning: longer than common providers give by default.
    pub bearer_life_warn: i64,
    /// The same, as an error.
    pub bearer_life_error: i64,
    /// The same warning where a public or foreign client holds the token.
    pub exposed_life_warn: i64,
    /// The same, as an error.
    pub exposed_life_error: i64,
    /// A bound access token that lives longer draws a warning.
    pub bound_life_warn: i64,
    /// An ID token that is only read at the login.
    pub id_token_life_warn: i64,
    /// An ID token that is used as a credential.
    pub id_token_credential_life_warn: i64,
    /// Age of a DPoP proof, either side (RFC 9449 §11.1: local policy).
    pub proof_age: i64,
    /// Age of a logout token that draws a warning.
    pub logout_age_warn: i64,
    /// The same, as an error.
    pub logout_age_error: i64,
    /// Life of a client assertion that draws a warning.
    pub assertion_life_warn: i64,
    /// The same, as an error.
    pub assertion_life_error: i64,
    /// Life of a request object (FAPI 2 Message Signing §5.3.1).
    pub request_object_life: i64,
    /// Life of a JARM response.
    pub jarm_life: i64,
    /// A date so far ahead is a mistake, most often milliseconds.
    pub implausible_future: i64,
    /// A date before this one, in seconds since the epoch, is a mistake: JWTs are younger than 2005.
    pub implausible_past: i64,
    /// An authentication so much older than its token is worth a word: the user was not asked again.
    pub session_age: i64,
    /// The same for a token without `nonce`, which most likely comes from a refresh.
    pub refreshed_age: i64,
    /// An authentication so much older than its token is a session for years, or a mistake.
    pub implausible_authentication_age: i64,
    /// Fewest bits of an opaque token (FAPI 2 §5.4.1 asks 128; 96 tolerates estimates).
    pub opaque_bits: u32,
    /// Fewest bits of an authorization code, which is used once and soon (RFC 6749 §10.10).
    pub code_bits: u32,
    /// Characters of a token that no browser keeps in one cookie with its name (RFC 6265 §6.1).
    pub cookie_bytes: usize,
    /// Bytes of one header line or request line that common servers take by default.
    pub header_line_bytes: usize,
    /// Bytes of all header lines together that common servers take by default.
    pub header_bytes: usize,
    /// Characters of a token that no honest use explains.
    pub token_bytes: usize,
    /// Levels of nested JSON that every parser takes.
    pub nesting: usize,
    /// Fewest bits of an RSA key (RFC 7518 §3.3).
    pub rsa_bits: usize,
    /// Most iterations of PBES2 that are worth computing (JWT BCP bis §3.13).
    pub pbes2_most: u64,
    /// Fewest iterations of PBES2 (RFC 7518 §4.8.1.2).
    pub pbes2_fewest: u64,
    /// How far into the future `nbf` and `iat` may lie; `None` for the general clock skew.
    pub future_skew: Option<i64>,
    /// The same as an error, where it is not the one limit above.
    pub future_skew_error: Option<i64>,
    /// Which rules count, and how severe their findings are.
    pub selection: Selection,
}

impl Policy {
    /// The limits of a profile.
    pub fn of(profile: Profile) -> Self {
        let common = Self {
            bearer_life_info: HOUR,
            bearer_life_warn: DAY,
            bearer_life_error: 7 * DAY,
            exposed_life_warn: HOUR,
            exposed_life_error: DAY,
            bound_life_warn: DAY,
            id_token_life_warn: DAY,
            id_token_credential_life_warn: HOUR,
            proof_age: 300,
            logout_age_warn: 2 * MINUTE,
            logout_age_error: DAY,
            assertion_life_warn: HOUR,
            assertion_life_error: DAY,
            request_object_life: HOUR,
            jarm_life: 10 * MINUTE,
            implausible_future: 50 * 365 * DAY,
            implausible_past: 1_104_537_600,
            session_age: 12 * HOUR,
            refreshed_age: HOUR,
            implausible_authentication_age: 365 * DAY,
            opaque_bits: 96,
            code_bits: 64,
            cookie_bytes: 4_096,
            header_line_bytes: 8_190,
            header_bytes: 16_384,
            token_bytes: 256 * 1024,
            nesting: 32,
            rsa_bits: 2048,
            pbes2_most: 1_200_000,
            pbes2_fewest: 1_000,
            future_skew: None,
            future_skew_error: None,
            selection: Selection::default(),
        };
        match profile {
            Profile::Fapi2 => Self {
                bearer_life_warn: HOUR,
                bearer_life_error: DAY,
                // FAPI 2 Security Profile §5.3.2.1 item 13: 10 s must pass, 60 s must not.
                future_skew: Some(10),
                future_skew_error: Some(MINUTE),
                ..common
            },
            Profile::K8s => Self {
                // Kubernetes, Authenticating: nobody can revoke an ID token, so it should live for
                // only a few minutes.
                id_token_credential_life_warn: 10 * MINUTE,
                ..common
            },
            Profile::Oidc | Profile::Rfc9068 | Profile::Teach => common,
        }
    }
}
