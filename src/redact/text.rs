//! Any text with its credentials replaced: what stands around them stays byte for byte, unless it
//! repeats what was masked in a token.

use std::collections::HashSet;

use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;

use super::{
    Masker, Masks, SHORTEST, SHORTEST_UNKNOWN,
    document::Edits,
    scan::{
        SHORTEST_PARAMETER, SHORTEST_PREFIXED, SHORTEST_TOKEN, begins_word, credential_by_name,
        ends_word, is_prefixed, is_secret, jose, may_be_json, run, value_length,
    },
};
use crate::{
    explain::claims::quoted,
    input::{self, InputError, InputSet, Origin},
    secret::RawToken,
    token::{self, Document, JsonKind, Prefix, Value},
};

/// The longest value that is looked for outside of tokens, in bytes.
const LONGEST_REPEATED: usize = 256;

/// How often something that begins like JSON and is none is read before it is taken for text.
const MAX_BROKEN: usize = 200;

/// How often the text is gone through: to learn what is kept and which credentials there are, to
/// know what stands for each, and to make the hashes of these.
const ROUNDS: usize = 3;

/// A text that is safe to share.
#[derive(Debug)]
pub struct Redacted {
    /// The text.
    pub text: String,
    /// How many credentials were replaced.
    pub credentials: usize,
}

/// Replaces every credential of a text. `place` names the text in the error, which says that there
/// is no credential to be seen, so that nothing is given out as safe that was not understood.
pub fn redact(text: &str, place: &str, masks: &Masks) -> Result<Redacted, InputError> {
    let mut masker = Masker::new(masks);
    let set = input::sightings(text.as_bytes(), place);
    masker.known = match &set {
        Ok(set) => known(set),
        Err(_) => known_by_line(text),
    };
    let joined = set.as_ref().ok().and_then(|set| joined(text, set));
    let mut redacted = String::new();
    for _ in 0..ROUNDS {
        masker.found = 0;
        redacted = match &joined {
            Some(token) => masker.wrapped(text, token),
            None => masker.text(text),
        };
    }
    if masker.found == 0 {
        let place = place.to_owned();
        let found = "no credential is to be seen in it".to_owned();
        return Err(set.err().unwrap_or(InputError::NoToken { place, found }));
    }
    Ok(Redacted {
        text: masker.without_known(redacted),
        credentials: masker.found,
    })
}

/// What stands for credentials that belong together.
pub fn credentials(credentials: &[&RawToken], masks: &Masks) -> Vec<RawToken> {
    let mut masker = Masker::new(masks);
    let mut masked = Vec::new();
    for _ in 0..ROUNDS {
        masked = credentials
            .iter()
            .map(|raw| RawToken::new(masker.credential(raw.expose())))
            .collect();
    }
    masked
}

/// The credentials of an input.
fn known(set: &InputSet) -> HashSet<String> {
    let earlier = set.earlier.iter().flat_map(|set| &set.sightings);
    let sightings = set.sightings.iter().chain(earlier);
    sightings
        .map(|one| one.raw.expose().to_owned())
        .filter(|raw| raw.len() >= SHORTEST_PARAMETER)
        .collect()
}

/// The same where every line is an input of its own.
fn known_by_line(text: &str) -> HashSet<String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let sets: Result<Vec<InputSet>, InputError> = lines
        .map(|line| input::sightings(line.as_bytes(), ""))
        .collect();
    sets.iter().flatten().flat_map(known).collect()
}

/// The token of a text that is nothing but this token, broken into lines or otherwise wrapped.
fn joined(text: &str, set: &InputSet) -> Option<RawToken> {
    let [only] = set.sightings.as_slice() else {
        return None;
    };
    let mut words = text.split_whitespace();
    let is_whole = |word: &str| word.matches('.').count() >= 2;
    // A whole token with words after it is a token in a text, unless what follows is but its end.
    let begins_whole = words.next().is_some_and(is_whole);
    let is_in_text = begins_whole && (words.any(is_whole) || !text.trim().contains('\n'));
    let is_wrapped = set.origin == Origin::Bare && text.trim().contains(char::is_whitespace);
    (is_wrapped && !is_in_text).then(|| only.raw.clone())
}

impl Masker<'_> {
    /// A text with everything in it that is known for a credential replaced.
    fn text(&mut self, text: &str) -> String {
        self.scan(text, true)
    }

    /// What is kept of a token, but for tokens in it.
    pub(super) fn inside(&mut self, text: &str) -> String {
        if text.len() < SHORTEST_TOKEN {
            return text.to_owned();
        }
        self.scan(text, false)
    }

    /// A wrapped token, with the white space around it.
    fn wrapped(&mut self, text: &str, token: &RawToken) -> String {
        let trimmed = text.trim();
        let start = text.len() - text.trim_start().len();
        let (before, after) = (&text[..start], &text[start + trimmed.len()..]);
        format!("{before}{}{after}", self.credential(token.expose()))
    }

    /// Nothing that is known for a credential is left, wherever it stands.
    fn without_known(&self, text: String) -> String {
        // A token without signature that says nothing of anybody stays what it is.
        let is_replaced = |raw: &&String| self.credentials.get(*raw) != Some(*raw);
        let known = self.known.iter().filter(is_replaced);
        known
            .take(input::MAX_TOKENS)
            .fold(text, |text, raw| match text.contains(raw) {
                true => text.replace(raw, &self.masks.opaque(raw)),
                false => text,
            })
    }

    fn scan(&mut self, text: &str, is_outside: bool) -> String {
        let mut new = String::with_capacity(text.len());
        let (mut kept, mut at, mut broken) = (0, 0, 0);
        while at < text.len() {
            let found = if is_outside && broken < MAX_BROKEN && may_be_json(&text[at..]) {
                let found = self.json(&text[at..]);
                broken += usize::from(found.is_none());
                found
            } else {
                None
            };
            match found.or_else(|| self.replacement(text, at, is_outside)) {
                Some((length, mask)) if length > 0 => {
                    new.push_str(&text[kept..at]);
                    new.push_str(&mask);
                    at += length;
                    kept = at;
                }
                _ => at += text[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        new.push_str(&text[kept..]);
        new
    }

    /// The length of what begins here and is not to be shown, and what stands for it.
    fn replacement(&mut self, text: &str, at: usize, is_outside: bool) -> Option<(usize, String)> {
        let rest = &text[at..];
        if !begins_word(text, at) {
            // `Bearer` and the token run together, for one.
            let is_token = rest.starts_with("eyJ") && jose(rest).is_some();
            return is_token.then(|| self.jose(rest)).flatten();
        }
        if let Some(length) = self.known_at(rest) {
            return Some((length, self.credential(&rest[..length])));
        }
        if let Some(found) = self.jose(rest) {
            return Some(found);
        }
        if Prefix::of(rest).is_some() {
            let length = run(rest, false);
            if length >= SHORTEST_PREFIXED {
                return Some((length, self.opaque_run(&rest[..length])));
            }
        }
        if !is_outside {
            return None;
        }
        if let Some(length) = credential_by_name(text, at) {
            return Some((length, self.opaque_run(&rest[..length])));
        }
        self.repeated(rest)
    }

    /// The length of the known credential at the start: a word, a parameter, or a line.
    fn known_at(&self, rest: &str) -> Option<usize> {
        if self.known.is_empty() {
            return None;
        }
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = rest[..line].trim_end();
        let lengths = [
            run(rest, false),
            value_length(rest),
            line.len(),
            line.trim_end_matches(['"', '\'', '`', ',', ';']).len(),
        ];
        lengths
            .into_iter()
            .find(|length| self.known.contains(&rest[..*length]))
    }

    fn jose(&mut self, rest: &str) -> Option<(usize, String)> {
        let length = jose(rest)?;
        let token: String = rest[..length].split_whitespace().collect();
        let token = percent_decode_str(&token).decode_utf8_lossy().into_owned();
        Some((length, self.credential(&token)))
    }

    /// What stands for an opaque credential, perhaps percent-encoded.
    fn opaque_run(&mut self, text: &str) -> String {
        let decoded = percent_decode_str(text).decode_utf8_lossy().into_owned();
        self.credential(&decoded)
    }

    /// A value that was masked in a token and stands outside of it too.
    fn repeated(&mut self, rest: &str) -> Option<(usize, String)> {
        // A signature is longer than any claim that is looked for.
        let segment = run(rest, false);
        if segment > LONGEST_REPEATED
            && let Some((mask, _)) = self.masked.get(&rest[..segment])
        {
            return Some((segment, mask.clone()));
        }
        let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
        let found = ends
            .take_while(|end| *end <= LONGEST_REPEATED)
            .filter(|end| *end >= SHORTEST && ends_word(&rest[*end..]))
            .filter_map(|end| Some((end, self.masked.get(&rest[..end])?)))
            .filter(|(end, (_, is_personal))| {
                let is_long = rest[..*end].chars().count() >= SHORTEST_UNKNOWN;
                (*is_personal || is_long) && !self.identifiers.contains(&rest[..*end])
            });
        let (length, (mask, _)) = found.last()?;
        Some((length, mask.clone()))
    }

    /// The JSON that begins here, with the credentials in its strings replaced.
    fn json(&mut self, rest: &str) -> Option<(usize, String)> {
        const BEFORE: &str = "{\"v\":";
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        let text = values.next()?.ok()?.get();
        let (wrapped, broken) = Document::parse(format!("{BEFORE}{text}}}"));
        let value = wrapped.get("v").filter(|_| broken.is_none())?;
        let mut edits = Edits::default();
        self.outer("", value, &mut edits);
        let edited = edits.apply(wrapped.text());
        let edited = &edited[BEFORE.len()..edited.len() - 1];
        Some((text.len(), edited.to_owned()))
    }

    fn outer(&mut self, name: &str, value: Value<'_>, edits: &mut Edits) {
        match value.kind() {
            JsonKind::String => {
                let text = value.string().unwrap_or_default();
                let is_known = self.known.contains(text.trim());
                let new = if is_known || is_secret(name, &text) || is_prefixed(&text) {
                    self.opaque_run(&text)
                } else {
                    self.text(&text)
                };
                if new != text {
                    edits.put(value, quoted(&new));
                }
            }
            JsonKind::Array => {
                for item in value.items().unwrap_or_default() {
                    self.outer(name, item, edits);
                }
            }
            JsonKind::Object if token::is_jose_json(&Document::parse(value.text()).0) => {
                edits.put(value, self.credential(value.text()));
            }
            JsonKind::Object => {
                for (inner, value) in value.members().unwrap_or_default() {
                    self.outer(&inner, value, edits);
                }
            }
            JsonKind::Null | JsonKind::Boolean | JsonKind::Number => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::token::base64url;

    proptest! {
        #[test]
        fn whatever_stands_around_no_signature_is_left(
            before in "(?s).{0,30}|[ -~\n]{0,60}",
            after in "(?s).{0,30}|[ -~\n]{0,60}",
            subject in "[a-z]{12,20}",
        ) {
            let claims = base64url::encode(format!("{{\"sub\":\"{subject}\"}}").as_bytes());
            let signature = "c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";
            let text = format!("{before} eyJhbGciOiJub25lIn0.{claims}.{signature} {after}");
            let masks = Masks::new(&[1; 32], []);
            let redacted = redact(&text, "text", &masks).expect("there is a token").text;
            prop_assert!(!redacted.contains(signature), "{}", redacted);
            prop_assert!(!redacted.contains(&claims), "{}", redacted);
        }

        #[test]
        fn any_text_is_gone_through(text in "(?s).*|[ -~\n]{0,200}|[{}\\[\\]\",:eyJ.=%~ a]{0,60}") {
            let masks = Masks::new(&[1; 32], []);
            let _ = redact(&text, "text", &masks);
        }
    }

    /// Each of these takes very long if what follows a word is read to the end at every word.
    #[test]
    fn floods_are_read_in_time() {
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZS00NzExIn0.c2lnbmF0dXJl";
        for word in [
            "{\"a\":",
            "[[",
            "a ",
            "\"",
            "eyJ ",
            "a=",
            "bearer ",
            "alice-4711 ",
        ] {
            let flood = word.repeat((1 << 15) / word.len());
            let masks = Masks::new(&[1; 32], []);
            let text = format!("{token}\n{flood}");
            assert!(redact(&text, "text", &masks).is_ok(), "{word:?}");
        }
    }
}
