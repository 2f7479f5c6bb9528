//! base64url as JOSE wants it (RFC 7515 §2), and what can be saved where it is not.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
type Strict = base64::engine::Simd;
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
type Strict = GeneralPurpose;

/// Unpadded, trailing bits zero: the only spelling that RFC 7515 §2 knows.
static STRICT: std::sync::LazyLock<Strict> = std::sync::LazyLock::new(|| {
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::RequireNone);
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    return Strict::url_safe(config);
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    return Strict::new(&alphabet::URL_SAFE, config);
});

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// One deviation from strict base64url; `at` counts bytes from the start of the segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// `=` at the end, which RFC 7515 §2 leaves out.
    Padding {
        /// First padding character.
        at: usize,
    },
    /// `+` or `/` of the standard alphabet in place of `-` or `_`.
    StandardAlphabet {
        /// First such character.
        at: usize,
    },
    /// Blanks or line breaks inside the segment.
    Whitespace {
        /// First such character.
        at: usize,
    },
    /// The last character carries bits that no byte uses, and they are not zero.
    TrailingBits {
        /// The last character.
        at: usize,
    },
    /// A character of no base64 alphabet: what follows it is lost.
    InvalidCharacter {
        /// Where it stands.
        at: usize,
        /// The character.
        found: char,
    },
    /// A length no encoder produces (one character over a multiple of four): cut off or overlong.
    ImpossibleLength {
        /// The last character.
        at: usize,
    },
}

impl Flaw {
    /// Whether bytes were lost, as against merely spelt unusually.
    pub fn loses_data(&self) -> bool {
        matches!(
            self,
            Self::InvalidCharacter { .. } | Self::ImpossibleLength { .. }
        )
    }

    /// Offset in the segment, in bytes.
    pub fn at(&self) -> usize {
        match *self {
            Self::Padding { at }
            | Self::StandardAlphabet { at }
            | Self::Whitespace { at }
            | Self::TrailingBits { at }
            | Self::InvalidCharacter { at, .. }
            | Self::ImpossibleLength { at } => at,
        }
    }
}

/// Decodes one segment as far as it goes, and names every deviation on the way.
pub fn decode(segment: &str) -> (Vec<u8>, Vec<Flaw>) {
    match STRICT.decode(segment) {
        Ok(bytes) => (bytes, Vec::new()),
        Err(_) => diagnose(segment),
    }
}

/// Strict decoding for values inside a token (JWK members, thumbprints): bytes or nothing.
pub fn decode_strict(text: &str) -> Option<Vec<u8>> {
    STRICT.decode(text).ok()
}

/// Unpadded base64url of bytes.
pub fn encode(bytes: &[u8]) -> String {
    LENIENT.encode(bytes).trim_end_matches('=').to_owned()
}

fn diagnose(segment: &str) -> (Vec<u8>, Vec<Flaw>) {
    let mut flaws: Vec<Flaw> = Vec::new();
    let mut clean = Vec::with_capacity(segment.len());
    let mut last_at = 0;
    // How a text ends says nothing where its end was not reached.
    let mut stopped = false;
    let mut note = |flaw: Flaw| {
        if !flaws
            .iter()
            .any(|known| std::mem::discriminant(known) == std::mem::discriminant(&flaw))
        {
            flaws.push(flaw);
        }
    };
    let ended = segment.trim_end_matches(['=', ' ', '\t', '\r', '\n']).len();
    for (at, character) in segment.char_indices() {
        match character {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '_' => clean.push(character as u8),
            '+' | '/' => {
                note(Flaw::StandardAlphabet { at });
                clean.push(if character == '+' { b'-' } else { b'_' });
            }
            ' ' | '\t' | '\r' | '\n' => {
                note(Flaw::Whitespace { at });
                continue;
            }
            '=' if at >= ended => {
                note(Flaw::Padding { at });
                continue;
            }
            found => {
                note(Flaw::InvalidCharacter { at, found });
                stopped = true;
                break;
            }
        }
        last_at = at;
    }
    if clean.len() % 4 == 1 {
        clean.pop();
        if !stopped {
            note(Flaw::ImpossibleLength { at: last_at });
        }
    }
    let bytes = LENIENT.decode(&clean).unwrap_or_default();
    if !stopped && STRICT.decode(&clean).is_err() {
        note(Flaw::TrailingBits { at: last_at });
    }
    (bytes, flaws)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_input_has_no_flaws() {
        assert_eq!(decode("eyJhIjoxfQ"), (b"{\"a\":1}".to_vec(), vec![]));
        assert_eq!(decode(""), (vec![], vec![]));
    }

    #[test]
    fn every_deviation_is_named_with_its_position_and_the_bytes_are_saved() {
        assert_eq!(decode("eyJhIjoxfQ==").1, [Flaw::Padding { at: 10 }]);
        assert_eq!(decode("eyJh\nIjoxfQ").1, [Flaw::Whitespace { at: 4 }]);
        assert_eq!(decode("-_-_"), decode_with("+/+/"));
        assert_eq!(decode("+/+/").1, [Flaw::StandardAlphabet { at: 0 }]);
        assert_eq!(decode("eyJhIjoxfR").1, [Flaw::TrailingBits { at: 9 }]);
        assert_eq!(decode("eyJhI").1, [Flaw::ImpossibleLength { at: 4 }]);
        let (bytes, flaws) = decode("eyJhIjox*fQ");
        assert_eq!(bytes, b"{\"a\":1");
        assert_eq!(flaws, [Flaw::InvalidCharacter { at: 8, found: '*' }]);
        assert_eq!(decode("eyJhIjox=fQ").1[0].at(), 8);
        for cut in ["AB*D", "ABCDE*FG"] {
            let [Flaw::InvalidCharacter { found: '*', .. }] = decode(cut).1[..] else {
                panic!("{cut}: {:?}", decode(cut).1);
            };
        }
    }

    fn decode_with(text: &str) -> (Vec<u8>, Vec<Flaw>) {
        (decode(text).0, vec![])
    }

    #[test]
    fn encoding_is_unpadded() {
        assert_eq!(encode(b"{\"a\":1}"), "eyJhIjoxfQ");
        assert_eq!(decode_strict("eyJhIjoxfQ=="), None);
    }
}
