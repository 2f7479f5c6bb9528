//! Which token is it: evidence for and against each kind, and an honest verdict on the sum.

pub mod kind;

use std::fmt;

pub use kind::Kind;

use crate::{input::Slot, situation::Situation, token::Token};

/// How sure the classification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The content (and slot) cannot tell; both kinds are judged.
    Ambiguous,
    /// Score of at least 6 with a lead of at least 3.
    Likely,
    /// Decisive evidence and nothing against it, or a score of at least 12 with a lead of 6.
    Certain,
}

impl Certainty {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ambiguous => "ambiguous",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Whether an access token declares the profile of RFC 9068 or merely is a JWT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// `typ` is `at+jwt` (RFC 9068 §2.1).
    Rfc9068,
    /// A JWT that an issuer uses as access token.
    DeFacto,
}

impl Profile {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rfc9068 => "rfc9068",
            Self::DeFacto => "de-facto",
        }
    }
}

/// One piece of evidence found in this token, towards or against one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Row of the evidence table, such as `E16`.
    pub id: &'static str,
    /// The kind it speaks about; `None` for "every kind but those it speaks for".
    pub kind: Option<Kind>,
    /// Positive for, negative against; ±100 is decisive or excluding.
    pub weight: i32,
    /// What was seen and what it says, one clause.
    pub because: String,
    /// Where it stands, such as `payload/at_hash`; empty for the token as a whole.
    pub pointer: String,
}

/// The answer to "which token is this", with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// The winner (or what the user said with `--as`).
    pub kind: Kind,
    /// How sure.
    pub certainty: Certainty,
    /// The next kind with a positive score, if any.
    pub runner_up: Option<Kind>,
    /// For an access token: which profile.
    pub profile: Option<Profile>,
    /// For encrypted and opaque tokens: what they are likely to be, and why.
    pub likely: Option<(Kind, String)>,
    /// Everything found, heaviest first.
    pub evidence: Vec<Evidence>,
    /// What the evidence alone says, where the user overrode it.
    pub overridden: Option<Kind>,
}

impl Classification {
    /// The kinds that must be judged: one, or two when the answer is ambiguous.
    pub fn plausible(&self) -> Vec<Kind> {
        match (self.certainty, self.runner_up) {
            (Certainty::Ambiguous, Some(other)) => vec![self.kind, other],
            _ => vec![self.kind],
        }
    }
}

/// What classification may look at beside the token itself.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The field or header that the token was taken from: a prior, never decisive.
    pub slot: Option<&'a Slot>,
    /// Client ids and receivers that the user stated.
    pub situation: &'a Situation,
    /// An ID token of the same response has an `at_hash` that matches this string.
    pub named_by_at_hash: bool,
    /// `--as KIND`.
    pub stated: Option<Kind>,
}

/// Classifies a token.
pub fn classify(token: &Token, context: Context<'_>) -> Classification {
    let _ = token;
    Classification {
        kind: context.stated.unwrap_or(Kind::Unknown),
        certainty: Certainty::Ambiguous,
        runner_up: None,
        profile: None,
        likely: None,
        evidence: Vec::new(),
        overridden: None,
    }
}
