//! `guessable-opaque-token`

use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample},
        spec::{Spec, section},
    },
    token::{Body, Marks, Opaque, Token},
};

pub(crate) static RULE: Rule = Rule {
    name: "guessable-opaque-token",
    family: Family::Decoding,
    severity: Severity::Warn,
    confidence: Confidence::Medium,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::Opaque]),
    silences: &[],
    doc: Doc {
        checks: "The bits of an opaque access, refresh or registration token, estimated as its length \
                 times the bits of a character in the smallest usual alphabet that holds it; from 32 \
                 characters on the frequency of its characters counts where it gives less. Below 96 \
                 bits, or where two tokens of one response differ in their last few characters only, \
                 it is a warning; authorization codes below 64 bits are worth knowing.",
        why: "An opaque token is a password that the server chose. Whoever guesses one holds the \
              grant, and a counter or a clock is soon guessed.",
        threats: &[Threat::Forge],
        but: "Only the string is seen: the hash of a counter looks perfect, and a random string may \
              look poor. A UUID passes. Codes that people type live on a limit to the attempts and \
              on seconds, and are not judged.",
        fix: "Draw at least 128 bits, better 160, from a secure generator.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(6749), "10.10"),
        section(Spec::Fapi2Security, "5.4.1"),
        section(Spec::Rfc(8628), "5.1"),
    ],
    examples: &[
        Example::fires(
            "a counter as access token",
            Sample::Response(&[("access_token", Sample::Text("10023498"))]),
        ),
        Example::fires(
            "an access token and a refresh token that differ in their last character",
            Sample::Response(&[
                (
                    "access_token",
                    Sample::Text("dGhlIHNlY29uZCBxdWFydGVyIG9mIHRoZSB5ZWFyMQ1"),
                ),
                (
                    "refresh_token",
                    Sample::Text("dGhlIHNlY29uZCBxdWFydGVyIG9mIHRoZSB5ZWFyMQ2"),
                ),
            ]),
        ),
        Example::silent(
            "256 random bits",
            Sample::Response(&[(
                "access_token",
                Sample::Text("Jf8hU0uAqXwZ5r1eKcTn7mVbLs3yPiDg9oQ2Ra4EtHk"),
            )]),
        ),
        Example::silent(
            "a random UUID",
            Sample::Response(&[(
                "refresh_token",
                Sample::Text("3f0b7c1e-8a52-4d96-b1e7-5c20f9a4d683"),
            )]),
        ),
        Example::silent(
            "GitHub's token, whose prefix is not counted",
            Sample::Text("gho_16C7e42F292c6912E7710c838347Ae178B4a"),
        ),
        Example::silent(
            "a short string of which nothing says that it is a token",
            Sample::Text("1002349812"),
        ),
    ],
    check: Check::Token(check),
};

/// From this length on the frequencies say something.
const TELLING: usize = 32;

/// So few characters at the end are what a counter changes.
const COUNTER: usize = 4;

fn check(case: &Case<'_>) -> Outcome {
    let Body::Opaque(opaque) = case.token.body() else {
        return Outcome::NotApplicable("the token is not opaque");
    };
    let is_code = case.slot == Some(&Slot::Code)
        || opaque
            .prefix
            .is_some_and(|prefix| prefix.marks == Marks::Code);
    let is_token = matches!(
        case.likely_kind(),
        Kind::AccessToken | Kind::RefreshToken | Kind::RegistrationAccessToken
    );
    if !is_code && !is_token {
        return Outcome::NotApplicable("nothing says that this string is a token of OAuth");
    }
    let bits = bits(secret_part(case.token, opaque));
    let (least, severity) = match is_code {
        true => (case.policy.code_bits, Severity::Info),
        false => (case.policy.opaque_bits, Severity::Warn),
    };
    if bits < least {
        let message = format!(
            "the token holds about {bits} bits by its {} characters ({}), expected at least {least}",
            opaque.length, opaque.alphabet
        );
        return RULE
            .finds("token", message)
            .as_severity(severity)
            .expected(least.to_string())
            .actual(bits.to_string())
            .into();
    }
    twin(case).into()
}

/// Another opaque token of the response that differs at its end only.
fn twin(case: &Case<'_>) -> Option<Finding> {
    let own = case.token.raw().expose();
    let twin = case.siblings.iter().find(|sibling| {
        let other = sibling.token.raw().expose();
        matches!(sibling.token.body(), Body::Opaque(_))
            && own != other
            && own.is_ascii()
            && own.len() == other.len()
            && own.len() > 2 * COUNTER
            && own.as_bytes()[..own.len() - COUNTER] == other.as_bytes()[..own.len() - COUNTER]
    })?;
    let place = twin
        .slot
        .map_or_else(|| "another token".to_owned(), |slot| format!("`{slot}`"));
    let message = format!(
        "the token differs from {place} of the same response in its last {COUNTER} characters at most, \
         expected both to be random"
    );
    Some(RULE.finds("token", message))
}

/// The text without the prefix that marks its issuer.
fn secret_part<'a>(token: &'a Token, opaque: &Opaque) -> &'a str {
    let text = token.raw().expose();
    let prefix = opaque.prefix.map_or(0, |prefix| prefix.text.len());
    text.get(prefix..).unwrap_or(text)
}

/// The estimate, rounded down.
fn bits(text: &str) -> u32 {
    let characters: Vec<u8> = text.bytes().filter(|byte| *byte != b'-').collect();
    let all = |holds: fn(&u8) -> bool| characters.iter().all(holds);
    let has_case = |upper: bool| {
        characters
            .iter()
            .any(|byte| byte.is_ascii_alphabetic() && byte.is_ascii_uppercase() == upper)
    };
    let mixed_case = has_case(true) && has_case(false);
    let size: f64 = if all(u8::is_ascii_digit) {
        10.0
    } else if all(u8::is_ascii_hexdigit) && !mixed_case {
        16.0
    } else if all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'2'..=b'7')) && !mixed_case {
        32.0
    } else if all(u8::is_ascii_alphanumeric) && !mixed_case {
        36.0
    } else if all(u8::is_ascii_alphanumeric) {
        62.0
    } else {
        64.0
    };
    let length = characters.len() as f64;
    let by_alphabet = length * size.log2();
    let estimate = if characters.len() < TELLING {
        by_alphabet
    } else {
        by_alphabet.min(length * frequency_bits(&characters))
    };
    estimate as u32
}

/// Bits of a character by how often each occurs (Shannon).
fn frequency_bits(characters: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    for byte in characters {
        counts[usize::from(*byte)] += 1;
    }
    let length = characters.len() as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| {
            let share = f64::from(*count) / length;
            -share * share.log2()
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_follow_the_alphabet_and_long_repetitions_count_little() {
        assert_eq!(bits("100234"), 19);
        assert!(bits("3f0b7c1e-8a52-4d96-b1e7-5c20f9a4d683") >= 96);
        assert!(bits("Jf8hU0uAqXwZ5r1eKcTn7mVbLs3yPiDg9oQ2Ra4EtHk") > 180);
        assert_eq!(bits(&"a".repeat(64)), 0);
        // Twenty random letters and digits pass, which their frequencies alone would not.
        assert!(bits("q9ZkT2wLx7BvR4mNc8Ya") >= 96);
        assert_eq!(bits(""), 0);
    }
}
