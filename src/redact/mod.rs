//! Texts that are safe to share: tokens without their signatures, claims without the person.
//!
//! What is masked is replaced by a fingerprint that is keyed, so that equal values are seen equal
//! within a run and nobody can find a value by trying. What is kept stands in [`claims`].

pub mod claims;
mod credential;
pub(crate) mod dictionary;
mod document;
mod json;
mod page;
mod scan;
mod sd_jwt;
mod secret;
mod shape;
mod text;
mod wrap;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fmt,
};

use aws_lc_rs::hmac;

pub use self::text::{Redacted, credentials, redact};
use crate::{
    secret::RawToken,
    token::{Document, Token, base64url},
};
use claims::Treatment;
use dictionary::Dictionary;

/// The least length of a value that is looked for in texts, in characters: shorter ones are parts of
/// too many words.
pub const SHORTEST: usize = 4;

/// The least length of a value under a name nobody knows for it to be looked for outside of tokens.
const SHORTEST_UNKNOWN: usize = 12;

/// How values are masked: the key of the fingerprints, and the claims that the user wants to keep.
pub struct Masks {
    key: hmac::Key,
    keep: BTreeSet<String>,
    /// What the user stated of personal claims, which reports quote.
    stated: Vec<String>,
}

impl fmt::Debug for Masks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Masks({} kept)", self.keep.len())
    }
}

impl Masks {
    /// With a key that nobody can guess: 32 random bytes, or the bytes of a salt file.
    pub fn new(key: &[u8], keep: impl IntoIterator<Item = String>) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, key),
            keep: keep.into_iter().collect(),
            stated: Vec::new(),
        }
    }

    /// The same, for reports that compare with the nonce that was sent.
    pub fn with_nonce(mut self, nonce: Option<&str>) -> Self {
        let is_masked = self.is_personal("nonce");
        let stated = nonce.filter(|_| is_masked).map(str::to_owned);
        self.stated.extend(stated);
        self
    }

    /// What the user stated and nobody else should read.
    pub(crate) fn stated(&self) -> &[String] {
        &self.stated
    }

    /// What stands for a value, such as `masked-3f9a1c`.
    pub fn fingerprint(&self, value: &str) -> String {
        format!("masked-{}", hex(&self.hash(value)[..3]))
    }

    /// What stands for a text of some form: workloads keep the scheme of their name and the number
    /// of its parts, e-mail addresses their `@`.
    pub fn mask(&self, text: &str) -> String {
        if let Some(scheme) = claims::WORKLOADS
            .iter()
            .find(|known| text.starts_with(**known))
        {
            return self.mask_parts(scheme, &text[scheme.len()..]);
        }
        match text.split_once('@') {
            Some((local, domain)) if !local.is_empty() && is_domain(domain) => {
                let end = claims::MACHINE_DOMAINS
                    .iter()
                    .find(|end| domain.ends_with(**end))
                    .unwrap_or(&".invalid");
                format!(
                    "{}@{}{end}",
                    self.fingerprint(local),
                    self.fingerprint(domain)
                )
            }
            _ => self.fingerprint(text),
        }
    }

    fn mask_parts(&self, scheme: &str, rest: &str) -> String {
        let separators = [':', '/', '@'];
        let parts = rest.split_inclusive(separators).map(|part| {
            let word = part.trim_end_matches(separators);
            let end = &part[word.len()..];
            if word.is_empty() || claims::WORKLOAD_WORDS.contains(&word) {
                return part.to_owned();
            }
            format!("{}{end}", self.fingerprint(word))
        });
        std::iter::once(scheme.to_owned()).chain(parts).collect()
    }

    /// What stands for a number: six digits.
    fn number(&self, text: &str) -> String {
        let hash = self.hash(text);
        let number = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
        (100_000 + number % 900_000).to_string()
    }

    /// What stands for a credential that nobody can read: the prefix of its issuer stays.
    fn opaque(&self, text: &str) -> String {
        let prefix = secret::prefix(text).map_or("", |(prefix, _)| prefix);
        let hash = hex(&self.hash(text)[..16]);
        format!("{prefix}opaque-masked-{hash}")
    }

    /// base64url of some length that stands for base64url.
    fn base64url(&self, text: &str) -> String {
        let mut mask = String::new();
        while mask.len() < text.len() {
            mask.push_str(&base64url::encode(
                &self.hash(&format!("{}:{text}", mask.len())),
            ));
        }
        mask.truncate(text.len());
        canonical(mask)
    }

    /// Whether a claim of this name is about a person or a session.
    pub fn is_personal(&self, name: &str) -> bool {
        self.treatment(name) == Treatment::Personal
    }

    fn treatment(&self, name: &str) -> Treatment {
        if self.keep.contains(name) {
            return Treatment::Asked;
        }
        claims::treatment(name)
    }

    fn hash(&self, value: &str) -> Vec<u8> {
        hmac::sign(&self.key, value.as_bytes()).as_ref().to_vec()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_domain(text: &str) -> bool {
    text.contains('.')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
}

/// base64url whose last character has no bits that no byte uses.
fn canonical(mut text: String) -> String {
    if !text.len().is_multiple_of(4) && text.pop().is_some() {
        text.push('A');
    }
    text
}

/// What stands for a signature, a ciphertext or a tag: a word that no key makes, to the same length.
/// In a signature of two numbers it stands once in each, with zeros around it, so that both are in
/// the range of every curve and what is said of the spelling stays true.
fn cut(segment: &str) -> String {
    const WORD: &str = "masked";
    let length = segment.len();
    let half = |length: usize| {
        let before = (length - WORD.len()) / 2;
        let after = length - WORD.len() - before;
        format!("{}{WORD}{}", "A".repeat(before), "A".repeat(after))
    };
    let text = match length {
        ..40 => WORD.chars().cycle().take(length).collect(),
        _ => format!("{}{}", half(length / 2), half(length - length / 2)),
    };
    canonical(text)
}

/// The masking of texts that belong together. Some of what is written depends on what is read later
/// (a hash of another token, say), so that all is done in several rounds.
struct Masker<'m> {
    masks: &'m Masks,
    /// Issuers, audiences and clients of all tokens.
    identifiers: BTreeSet<String>,
    /// Those of the token at hand: what equals one of them is kept there.
    own: BTreeSet<String>,
    /// What was masked, and what stands for it; `true` where the name says that it is personal.
    masked: BTreeMap<String, (String, bool)>,
    /// What stands for tokens and other credentials.
    credentials: HashMap<String, String>,
    /// Credentials that the input is known to hold.
    known: HashSet<String>,
    /// How long these are, and what is long in `repeated`.
    lengths: HashSet<usize>,
    /// What was masked before this round, to be looked for around the tokens.
    repeated: Dictionary<String>,
    /// The same for what is longer than any claim that is looked for, such as signatures.
    long: Dictionary<String>,
    /// Digests of disclosures before and after.
    digests: HashMap<String, String>,
    /// How many credentials were replaced in this round.
    found: usize,
    /// How deep the token at hand is nested in others.
    depth: usize,
    /// Whether hashes of tokens are made anew, since the tokens are.
    remakes_hashes: bool,
}

/// It holds credentials, so it tells how many.
impl fmt::Debug for Masker<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Masker({} credentials)", self.credentials.len())
    }
}

impl<'m> Masker<'m> {
    fn new(masks: &'m Masks) -> Self {
        Self {
            masks,
            identifiers: BTreeSet::new(),
            own: BTreeSet::new(),
            masked: BTreeMap::new(),
            credentials: HashMap::new(),
            known: HashSet::new(),
            lengths: HashSet::new(),
            repeated: Dictionary::new([]),
            long: Dictionary::new([]),
            digests: HashMap::new(),
            found: 0,
            depth: 0,
            remakes_hashes: true,
        }
    }

    /// The mask of a value, unless it is an identifier of the token at hand.
    fn mask(&mut self, text: &str, is_personal: bool) -> String {
        if text.is_empty() || matches!(text, "true" | "false") || self.own.contains(text) {
            return text.to_owned();
        }
        let mask = self.masks.mask(text);
        let known = self.masked.entry(text.to_owned());
        known.or_insert((mask.clone(), false)).1 |= is_personal;
        mask
    }

    /// The hash of a token in another, made anew for what stands for that token.
    fn token_hash(&self, claim: &str, stated: &str, holder: Option<&Token>) -> String {
        use crate::verify::hash;
        let made = |text: &str| {
            let value = RawToken::new(text);
            match claim {
                "ath" => Some(hash::access_token_hash(&value)),
                _ => hash::half_hash(holder?, &value),
            }
        };
        let mut known = self.credentials.iter();
        known
            .find_map(|(before, after)| (made(before)? == stated).then(|| made(after)).flatten())
            .unwrap_or_else(|| self.masks.base64url(stated))
    }
}

/// The masks of the members of one document, for what is made of it beside its text.
#[derive(Debug)]
pub struct Values<'m>(Masker<'m>);

impl<'m> Values<'m> {
    /// None seen yet.
    pub fn new(masks: &'m Masks) -> Self {
        Self(Masker {
            remakes_hashes: false,
            ..Masker::new(masks)
        })
    }

    /// The identifiers of a document, which are kept in what is said of it.
    pub fn note(&mut self, text: &str) -> BTreeSet<String> {
        self.0.members(text, document::Part::Claims, None);
        self.0.masked.clear();
        document::identifiers(&Document::parse(text).0)
    }

    /// The text of a JSON object of claims with its values masked.
    pub fn claims(&mut self, text: &str) -> String {
        self.0.members(text, document::Part::Claims, None)
    }

    /// The same for a header.
    pub fn header(&mut self, text: &str) -> String {
        self.0.members(text, document::Part::Header, None)
    }

    /// What was masked, with what stands for it.
    pub fn masked(&self) -> impl Iterator<Item = (&str, &str)> {
        let masked = self.0.masked.iter();
        masked.map(|(value, (mask, _))| (value.as_str(), mask.as_str()))
    }

    /// Identifiers that are kept.
    pub fn kept(&self) -> impl Iterator<Item = &str> {
        self.0.identifiers.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_equal_for_equal_values_and_depend_on_the_key() {
        let one = Masks::new(&[1; 32], []);
        let two = Masks::new(&[2; 32], []);
        assert_eq!(one.fingerprint("alice"), one.fingerprint("alice"));
        assert_ne!(one.fingerprint("alice"), one.fingerprint("bob"));
        assert_ne!(one.fingerprint("alice"), two.fingerprint("alice"));
        assert_eq!(one.fingerprint("alice").len(), "masked-3f9a1c".len());
    }

    #[test]
    fn forms_that_say_what_a_value_is_stay() {
        let masks = Masks::new(&[1; 32], []);
        let email = masks.mask("ada@example.com");
        assert!(email.starts_with("masked-") && email.ends_with(".invalid"));
        assert!(email.contains("@masked-"), "{email}");
        let account = masks.mask("web@shop.iam.gserviceaccount.com");
        assert!(account.ends_with(".gserviceaccount.com"), "{account}");
        let workload = masks.mask("system:serviceaccount:shop:web");
        assert!(workload.starts_with("system:serviceaccount:masked-"));
        assert_eq!(workload.matches(':').count(), 3);
        let job = masks.mask("repo:team/web:ref:refs/heads/main");
        assert!(job.contains(":ref:refs/heads/"), "{job}");
        assert!(!job.contains("team") && !job.contains("web"), "{job}");
    }

    #[test]
    fn what_stands_for_a_signature_is_as_long_and_is_base64url() {
        for length in [0, 2, 3, 4, 43, 86, 342] {
            let mark = cut(&"x".repeat(length));
            assert_eq!(mark.len(), length);
            assert!(base64url::decode_strict(&mark).is_some(), "{mark}");
        }
        let mask = Masks::new(&[1; 32], []).base64url(&"x".repeat(43));
        assert!(base64url::decode_strict(&mask).is_some(), "{mask}");
    }
}
