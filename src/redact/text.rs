//! Any text with its credentials replaced: what stands around them stays byte for byte, unless it
//! repeats what was masked in a token.

use std::collections::HashSet;

use percent_encoding::percent_decode_str;

use super::{
    Masker, Masks, SHORTEST, SHORTEST_UNKNOWN,
    dictionary::Dictionary,
    json::MAX_BROKEN,
    page::Page,
    scan::{SHORTEST_PARAMETER, SHORTEST_TOKEN, begins_word, ends_word, jose, may_be_json},
    secret,
    wrap::wrapped,
};
use crate::{
    input::{self, InputError, InputSet, Origin},
    secret::RawToken,
    token::base64url,
};

/// The longest value that is looked for outside of tokens, in bytes.
const LONGEST_REPEATED: usize = 256;

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
        masker.learn();
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
    let known = sets.iter().flatten().flat_map(known);
    // A pair of name and value is no credential.
    known
        .filter(|raw| !raw.trim_end_matches('=').contains('='))
        .collect()
}

/// The token of a text that is nothing but this token, broken in a way that only the whole text tells.
fn joined(text: &str, set: &InputSet) -> Option<RawToken> {
    let [only] = set.sightings.as_slice() else {
        return None;
    };
    if set.origin != Origin::Bare || !text.trim().contains(char::is_whitespace) {
        return None;
    }
    let is_joined = match text.find("eyJ") {
        // A whole token, with all its lines, is a token in a text.
        Some(at) => wrapped(text, at).token.matches('.').count() < 2,
        // Its lines hold nothing else, though there may be a scheme before the first.
        None => text
            .trim()
            .lines()
            .skip(1)
            .all(|line| !line.trim().contains(char::is_whitespace)),
    };
    is_joined.then(|| only.raw.clone())
}

impl Masker<'_> {
    /// A text with everything in it that is known for a credential replaced.
    pub(super) fn text(&mut self, text: &str) -> String {
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

    /// What the rounds before have masked is looked for in the next one.
    fn learn(&mut self) {
        let worth = self.masked.iter().filter(|(value, (_, is_personal))| {
            let length = value.chars().count();
            let is_long = length >= SHORTEST_UNKNOWN && !self.identifiers.contains(*value);
            is_long || *is_personal && length >= SHORTEST
        });
        let pairs = worth.map(|(value, (mask, _))| (value.clone(), mask.clone()));
        let (long, short): (Vec<_>, Vec<_>) =
            pairs.partition(|(value, _)| value.len() > LONGEST_REPEATED);
        self.lengths = self.known.iter().map(String::len).collect();
        self.lengths
            .extend(long.iter().map(|(value, _)| value.len()));
        self.long = Dictionary::new(long);
        self.repeated = Dictionary::new(short);
    }

    fn scan(&mut self, text: &str, is_outside: bool) -> String {
        let mut page = Page::new(text);
        let mut new = String::with_capacity(text.len());
        let (mut kept, mut at, mut broken) = (0, 0, 0);
        while at < text.len() {
            let found = if is_outside && broken < MAX_BROKEN && may_be_json(&text[at..]) {
                let found = self.json(&text[at..]);
                broken += found.as_ref().err().unwrap_or(&0);
                found.ok()
            } else {
                None
            };
            match found.or_else(|| self.replacement(&mut page, at, is_outside)) {
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
    fn replacement(
        &mut self,
        page: &mut Page<'_>,
        at: usize,
        is_outside: bool,
    ) -> Option<(usize, String)> {
        let text = page.text;
        let rest = &text[at..];
        if is_outside && let Some(found) = self.private_key(rest) {
            return Some(found);
        }
        if !begins_word(text, at) {
            // `Bearer` and the token run together, for one.
            let is_token = rest.starts_with("eyJ");
            return is_token.then(|| self.jose(text, at)).flatten();
        }
        if let Some(length) = self.known_at(page, at) {
            return Some((length, self.credential(&rest[..length])));
        }
        if let Some(found) = self.jose(text, at) {
            return Some(found);
        }
        if let Some((_, shortest)) = secret::prefix(rest) {
            let length = page.word(at);
            if length >= shortest {
                return Some((length, self.opaque_run(&rest[..length])));
            }
        }
        if !is_outside {
            return None;
        }
        if let Some(found) = self.encoded(page, at) {
            return Some(found);
        }
        if let Some((length, has_user)) = secret::length(page, at) {
            return Some((length, self.secret(&rest[..length], has_user)));
        }
        let word = page.word(at);
        self.repeated(rest, word)
    }

    /// The length of the known credential at a place: a word, a parameter, or a line.
    fn known_at(&self, page: &mut Page<'_>, at: usize) -> Option<usize> {
        if self.known.is_empty() {
            return None;
        }
        let [last, inner] = page.line(at).ends;
        let lengths = [
            page.word(at),
            page.value(at),
            last.saturating_sub(at),
            inner.saturating_sub(at),
        ];
        let rest = &page.text[at..];
        lengths.into_iter().find(|length| {
            // A look at the lengths first: most places begin no credential.
            self.lengths.contains(length) && self.known.contains(&rest[..*length])
        })
    }

    /// What stands for a secret; user and password of a URL each for itself.
    fn secret(&mut self, text: &str, has_user: bool) -> String {
        match text.split_once(':').filter(|_| has_user) {
            Some((user, password)) => {
                let user = self.mask(user, true);
                format!("{user}:{}", self.opaque_run(password))
            }
            None => self.opaque_run(text),
        }
    }

    /// A private key in PEM, whose first and last line stay.
    fn private_key(&mut self, rest: &str) -> Option<(usize, String)> {
        let body = secret::private_key(rest)?;
        let mask = self.masks.fingerprint(&rest[body.clone()]);
        self.found += 1;
        Some((body.end, format!("{}{mask}", &rest[..body.start])))
    }

    /// A token in base64, as clusters keep their secrets: in the same spelling.
    fn encoded(&mut self, page: &mut Page<'_>, at: usize) -> Option<(usize, String)> {
        // base64 of `eyJ`.
        if !page.text[at..].starts_with("ZXlK") {
            return None;
        }
        let length = page.word(at);
        let run = &page.text[at..at + length];
        let url = run
            .trim_end_matches('=')
            .replace('+', "-")
            .replace('/', "_");
        let token = String::from_utf8(base64url::decode_strict(&url)?).ok()?;
        let is_token = token.contains('.') && !token.trim().contains(char::is_whitespace);
        if !is_token {
            return None;
        }
        let mask = self.credential(token.trim_end());
        let mut new = base64url::encode(mask.as_bytes());
        if run.ends_with('=') {
            while !new.len().is_multiple_of(4) {
                new.push('=');
            }
        }
        if run.contains(['+', '/']) {
            new = new.replace('-', "+").replace('_', "/");
        }
        Some((length, new))
    }

    fn jose(&mut self, text: &str, at: usize) -> Option<(usize, String)> {
        let found = jose(text, at)?;
        let token = percent_decode_str(&found.token).decode_utf8_lossy();
        Some((found.length, self.credential(&token)))
    }

    /// What stands for an opaque credential, perhaps percent-encoded.
    pub(super) fn opaque_run(&mut self, text: &str) -> String {
        let decoded = percent_decode_str(text).decode_utf8_lossy().into_owned();
        self.credential(&decoded)
    }

    /// A value that was masked in a token and stands outside of it too. `word` is the length of the
    /// run that begins here: a signature is longer than any claim that is looked for.
    fn repeated(&mut self, rest: &str, word: usize) -> Option<(usize, String)> {
        if word > LONGEST_REPEATED
            && self.lengths.contains(&word)
            && let Some(mask) = self.long.get(&rest[..word])
        {
            return Some((word, mask.clone()));
        }
        let ends = |end: usize| rest.get(end..).is_some_and(ends_word);
        let (length, mask) = self.repeated.longest(rest, ends)?;
        Some((length, mask.clone()))
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

    /// Each of these takes very long if what follows a word is read to the end at every word; the
    /// longest one hours.
    #[test]
    fn floods_are_read_in_time() {
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhLmIuYS5iLmEuYiJ9.c2lnbmF0dXJl";
        for word in [
            "{\"a\":",
            "[[",
            "a ",
            "\"",
            "eyJ ",
            "a=",
            "bearer ",
            "a.b.",
            "e.e.",
            "eyJ.a ",
            "k=\"",
            "password=",
            "-u=",
            "1//",
            "a%20",
            "://a",
            "a.b.a.b.a.b ",
        ] {
            let size = if word == "a.b." { 1 << 20 } else { 1 << 14 };
            let flood = word.repeat(size / word.len());
            let masks = Masks::new(&[1; 32], []);
            let text = format!("{token}\n{flood}");
            assert!(redact(&text, "text", &masks).is_ok(), "{word:?}");
        }
    }
}
