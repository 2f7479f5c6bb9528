//! What was odd in the spelling of a token, and where.

use std::fmt;

use super::{base64url::Flaw, json::Break};

/// One oddity: which part of the token, which byte of the raw text, what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The part of the token.
    pub part: Part,
    /// Byte offset in the raw token where the fault stands, or where its part begins if the fault
    /// is one of the decoded JSON (which then has its own offset).
    pub at: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// A part of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The string as a whole.
    Whole,
    /// The JOSE header.
    Header,
    /// The payload.
    Payload,
    /// The signature.
    Signature,
    /// Encrypted key, initialization vector, ciphertext or tag.
    Ciphertext,
    /// A disclosure of an SD-JWT, counted from 1.
    Disclosure(usize),
    /// The key-binding JWT of an SD-JWT as a whole.
    KeyBinding,
    /// Its header.
    KeyBindingHeader,
    /// Its payload.
    KeyBindingPayload,
    /// Its signature.
    KeyBindingSignature,
}

impl Part {
    /// The same part of the key-binding JWT that a holder added to an SD-JWT.
    pub(super) fn of_key_binding(self) -> Self {
        match self {
            Self::Header => Self::KeyBindingHeader,
            Self::Payload => Self::KeyBindingPayload,
            Self::Signature => Self::KeyBindingSignature,
            _ => Self::KeyBinding,
        }
    }

    /// Whether it was made by the holder and not by the issuer, so that what the issuer said can be
    /// read without it.
    pub fn is_of_key_binding(self) -> bool {
        matches!(
            self,
            Self::KeyBinding
                | Self::KeyBindingHeader
                | Self::KeyBindingPayload
                | Self::KeyBindingSignature
        )
    }

    /// The place as findings name it.
    pub fn pointer(self) -> String {
        match self {
            Self::Disclosure(number) => format!("disclosure/{number}"),
            Self::KeyBinding => "key_binding".to_owned(),
            Self::KeyBindingHeader => "key_binding/header".to_owned(),
            Self::KeyBindingPayload => "key_binding/payload".to_owned(),
            Self::KeyBindingSignature => "key_binding/signature".to_owned(),
            part => part.to_string(),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => formatter.write_str("token"),
            Self::Header => formatter.write_str("header"),
            Self::Payload => formatter.write_str("payload"),
            Self::Signature => formatter.write_str("signature"),
            Self::Ciphertext => formatter.write_str("ciphertext"),
            Self::Disclosure(number) => write!(formatter, "disclosure {number}"),
            Self::KeyBinding => formatter.write_str("key-binding JWT"),
            Self::KeyBindingHeader => formatter.write_str("header of the key-binding JWT"),
            Self::KeyBindingPayload => formatter.write_str("payload of the key-binding JWT"),
            Self::KeyBindingSignature => formatter.write_str("signature of the key-binding JWT"),
        }
    }
}

/// What is wrong with a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A JOSE compact object has three or five segments.
    SegmentCount {
        /// How many there are.
        found: usize,
    },
    /// An unsigned token without its final dot (RFC 7519 §6.1 shows it with one).
    FinalDotMissing,
    /// The base64url is not what RFC 7515 §2 describes.
    Encoding(Flaw),
    /// The decoded bytes are not one JSON object.
    Json(Break),
    /// A member of a JSON serialization is missing or has the wrong type.
    Member {
        /// Its name.
        name: &'static str,
        /// What was expected.
        expected: &'static str,
    },
}

impl Fault {
    /// Whether the token is not decodable as it stands, as against merely unusual.
    pub fn is_fatal(&self) -> bool {
        match self {
            Self::SegmentCount { .. } | Self::Json(_) | Self::Member { .. } => true,
            Self::Encoding(flaw) => flaw.loses_data(),
            Self::FinalDotMissing => false,
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, at, fault } = self;
        match fault {
            Fault::SegmentCount { found } => {
                let noun = if *found == 1 { "segment" } else { "segments" };
                write!(formatter, "{found} {noun}")?;
                if part.is_of_key_binding() {
                    write!(formatter, " in the {part}")?;
                }
                formatter.write_str(", a JOSE object has 3 or 5")
            }
            Fault::FinalDotMissing => {
                write!(
                    formatter,
                    "unsigned token without its final dot, at byte {at}"
                )
            }
            Fault::Encoding(flaw) => match flaw {
                Flaw::Padding { .. } => write!(formatter, "`=` padding in the {part} at byte {at}"),
                Flaw::StandardAlphabet { .. } => write!(
                    formatter,
                    "`+` or `/` of standard base64 in the {part} at byte {at}"
                ),
                Flaw::Whitespace { .. } => {
                    write!(formatter, "white space in the {part} at byte {at}")
                }
                Flaw::TrailingBits { .. } => write!(
                    formatter,
                    "unused bits that are not zero at the end of the {part}, byte {at}"
                ),
                Flaw::InvalidCharacter { found, .. } => write!(
                    formatter,
                    "character `{}` is not base64url, in the {part} at byte {at}",
                    found.escape_debug()
                ),
                Flaw::ImpossibleLength { .. } => write!(
                    formatter,
                    "the {part} has a length that no base64url has; cut off near byte {at}?"
                ),
            },
            Fault::Json(broken) => write!(
                formatter,
                "the decoded {part} is not one JSON object: {broken}"
            ),
            Fault::Member { name, expected } => {
                write!(
                    formatter,
                    "member `{name}` of the {part}: expected {expected}"
                )
            }
        }
    }
}
