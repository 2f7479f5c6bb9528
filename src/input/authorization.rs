//! The value of an `Authorization` line: its tokens, and in what it is not as HTTP spells it.

use super::Slot;
use crate::token::looks_like_jose;

/// What is wrong with the spelling of credentials (RFC 9110 §11.4, RFC 6750 §2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// A token alone, with no scheme before it.
    NoScheme,
    /// A scheme that carries no token of this kind, as it was written.
    Scheme(String),
    /// `Bearer Bearer …`
    DoubledScheme,
    /// Two credentials or more in one line, with commas between them.
    Joined,
    /// Quotes around the token.
    Quotes,
    /// White space inside the token.
    Blank,
    /// A character that no credential has (`token68`).
    Character(char),
}

/// One token of the line.
#[derive(Debug)]
pub(super) struct Credential<'a> {
    pub(super) slot: Slot,
    pub(super) text: &'a str,
    pub(super) flaws: Vec<Flaw>,
}

/// The tokens of a value; none where its scheme carries something else.
pub(super) fn credentials<'a>(name: &str, value: &'a str) -> Vec<Credential<'a>> {
    let value = without_wrapping(value);
    let of_header = |text, flaw: Option<Flaw>| {
        let mut flaws: Vec<Flaw> = flaw.into_iter().collect();
        flaws.extend(spelling(text));
        let slot = Slot::Header(name.to_owned());
        vec![Credential { slot, text, flaws }]
    };
    let split = value.split_once(char::is_whitespace);
    let Some((word, rest)) = split.filter(|_| !looks_like_jose(value)) else {
        return of_header(value, Some(Flaw::NoScheme));
    };
    match scheme(word.trim_end_matches(':')) {
        Some(slot) => {
            let flaw = word.ends_with(':').then(|| Flaw::Scheme(word.to_owned()));
            after_scheme(&slot, rest.trim(), flaw)
        }
        // `Basic` and others carry no token, or should not; that of GNAP does (RFC 9635 §7.2).
        None if looks_like_jose(rest.trim()) => {
            let is_fit = word.eq_ignore_ascii_case("gnap");
            of_header(
                rest.trim(),
                (!is_fit).then(|| Flaw::Scheme(word.to_owned())),
            )
        }
        None => Vec::new(),
    }
}

/// The slot of a scheme that carries tokens, in any letter case.
pub(super) fn scheme(word: &str) -> Option<Slot> {
    if word.eq_ignore_ascii_case("bearer") {
        Some(Slot::AuthorizationBearer)
    } else if word.eq_ignore_ascii_case("dpop") {
        Some(Slot::AuthorizationDpop)
    } else {
        None
    }
}

/// What follows `Bearer` or `DPoP`.
fn after_scheme<'a>(slot: &Slot, mut rest: &'a str, flaw: Option<Flaw>) -> Vec<Credential<'a>> {
    let mut shared: Vec<Flaw> = flaw.into_iter().collect();
    while let Some((_, after)) = leading_scheme(rest) {
        rest = after;
        if !shared.contains(&Flaw::DoubledScheme) {
            shared.push(Flaw::DoubledScheme);
        }
    }
    let (first, others) = rest.split_once(',').unwrap_or((rest, ""));
    if !others.trim().is_empty() {
        shared.push(Flaw::Joined);
    } else if rest.ends_with(',') {
        shared.push(Flaw::Character(','));
    }
    let others = others
        .split(',')
        .map(str::trim)
        .filter_map(|part| match leading_scheme(part) {
            Some(found) => Some(found),
            None => looks_like_jose(part).then(|| (slot.clone(), part)),
        });
    std::iter::once((slot.clone(), first.trim()))
        .chain(others)
        .map(|(slot, text)| {
            let mut flaws = shared.clone();
            flaws.extend(spelling(text));
            Credential { slot, text, flaws }
        })
        .collect()
}

fn leading_scheme(text: &str) -> Option<(Slot, &str)> {
    let (word, rest) = text.split_once(char::is_whitespace)?;
    Some((scheme(word)?, rest.trim_start()))
}

/// Without the quotes of a shell or a configuration file around the line or its value.
fn without_wrapping(value: &str) -> &str {
    const QUOTES: [char; 2] = ['\'', '"'];
    let bare = value.trim_end_matches([',', ';']);
    if let Some(quote) = bare.chars().next().filter(|first| QUOTES.contains(first)) {
        return bare[1..].strip_suffix(quote).unwrap_or(&bare[1..]).trim();
    }
    match bare.strip_suffix(QUOTES) {
        // Its other half stands before the header's name.
        Some(inner) if !inner.contains(QUOTES) => inner.trim(),
        _ => value,
    }
}

/// What no `token68` has (RFC 9110 §11.2).
fn spelling(text: &str) -> Vec<Flaw> {
    let is_quote = |c: char| matches!(c, '"' | '\'' | '`');
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '+' | '/');
    let mut flaws = Vec::new();
    if text.contains(is_quote) {
        flaws.push(Flaw::Quotes);
    }
    if text.contains(char::is_whitespace) {
        flaws.push(Flaw::Blank);
    }
    let odd = text
        .trim_end_matches('=')
        .chars()
        .find(|&c| !is_plain(c) && !is_quote(c) && !c.is_whitespace());
    flaws.extend(odd.map(Flaw::Character));
    flaws
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.";

    fn flaws(value: &str) -> Vec<Vec<Flaw>> {
        credentials("Authorization", value)
            .into_iter()
            .map(|one| one.flaws)
            .collect()
    }

    #[test]
    fn what_http_allows_has_no_flaw() {
        for value in [
            format!("Bearer {TOKEN}"),
            format!("bearer   {TOKEN}"),
            format!("DPOP {TOKEN}"),
            format!("GNAP {TOKEN}"),
            "Bearer ya29.a0-b_c~d+e/f==".to_owned(),
            // The wrapping of shells and configuration files is not part of the value.
            format!("Bearer {TOKEN}'"),
            format!("\"Bearer {TOKEN}\","),
        ] {
            assert_eq!(flaws(&value), [vec![]], "{value}");
            let read = credentials("Authorization", &value);
            assert!(!read[0].text.contains(['"', '\'', ',', ' ']), "{value}");
        }
    }

    #[test]
    fn every_flaw_is_seen() {
        for (value, expected) in [
            (TOKEN.to_owned(), Flaw::NoScheme),
            (format!("JWT {TOKEN}"), Flaw::Scheme("JWT".to_owned())),
            (format!("Basic {TOKEN}"), Flaw::Scheme("Basic".to_owned())),
            (
                format!("Bearer: {TOKEN}"),
                Flaw::Scheme("Bearer:".to_owned()),
            ),
            (format!("Bearer bearer {TOKEN}"), Flaw::DoubledScheme),
            (format!("Bearer \"{TOKEN}\""), Flaw::Quotes),
            (format!("Bearer {TOKEN} x"), Flaw::Blank),
            (format!("Bearer {TOKEN},"), Flaw::Character(',')),
            (format!("Bearer <{TOKEN}>"), Flaw::Character('<')),
            ("Bearer a=bcdefgh".to_owned(), Flaw::Character('=')),
        ] {
            assert_eq!(flaws(&value), [vec![expected]], "{value}");
        }
    }

    #[test]
    fn joined_credentials_are_told_apart() {
        let value = format!("Bearer {TOKEN}, DPoP {TOKEN}, realm=\"x\"");
        let read = credentials("Authorization", &value);
        let slots: Vec<_> = read.iter().map(|one| one.slot.clone()).collect();
        assert_eq!(slots, [Slot::AuthorizationBearer, Slot::AuthorizationDpop]);
        for one in read {
            assert_eq!((one.text, one.flaws), (TOKEN, vec![Flaw::Joined]));
        }
    }

    #[test]
    fn credentials_of_another_scheme_hold_no_token() {
        for value in [
            "Basic dXNlcjpwYXNzd29yZA==",
            "Digest username=\"a\", realm=\"b\"",
            "token ghp_0123456789abcdefghijklmnopqrstuvwxyz",
        ] {
            assert!(flaws(value).is_empty(), "{value}");
        }
    }
}
