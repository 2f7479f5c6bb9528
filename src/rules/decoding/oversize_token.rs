//! `oversize-token`

use crate::{
    input::Slot,
    order,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words,
    },
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "oversize-token",
    family: Family::Decoding,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The token has more than 4,096 characters, which no browser keeps in one cookie (info), \
                 or more than 8,190 in a header or query or 16,384 anywhere, which common servers \
                 refuse by default (a warning), or more than 256 KB (an error). The members that take \
                 most of it are named with their share.",
        why: "A user in many groups gets answers such as 431, or a login that goes round in circles \
              because the browser dropped the cookie without a word. A verifier without a limit \
              spends memory and time on whatever a stranger sends.",
        threats: &[Threat::Dos, Threat::Coupling],
        but: "No RFC sets a maximum. Two hundred groups make about 10 KB, nested encryption adds a \
              third, and an ML-DSA-65 signature alone takes 4.4 KB. Behind servers whose limits were \
              raised it is only weight.",
        fix: "Put fewer claims in, name groups by reference, or keep the token in the server's session \
              and send a short handle.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9110), "5.4"),
        section(Spec::Rfc(6585), "5"),
    ],
    examples: &[
        Example::fires("4,200 characters that no cookie holds", Sample::Text(LONG)),
        Example::silent(
            "an access token of the usual size",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767229200,"client_id":"web-app"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// An opaque token of 4,200 characters.
const LONG: &str = match std::str::from_utf8(&[b'a'; 4_200]) {
    Ok(text) => text,
    Err(_) => "",
};

fn check(case: &Case<'_>) -> Outcome {
    let length = case.token.raw().expose().len();
    let policy = case.policy;
    if length <= policy.cookie_bytes {
        return Outcome::Silent;
    }
    let in_line = matches!(
        case.slot,
        Some(Slot::AuthorizationBearer | Slot::AuthorizationDpop | Slot::DpopProof)
            | Some(Slot::Header(_) | Slot::Parameter(_))
    ) || case
        .pointer
        .is_some_and(|place| place.starts_with("query/"));
    let (severity, limit, expected) = if length > policy.token_bytes {
        let expected = "a verifier to refuse before it decodes";
        (Severity::Error, policy.token_bytes, expected)
    } else if length > policy.header_bytes {
        let expected = "common servers to take in all header lines together";
        (Severity::Warn, policy.header_bytes, expected)
    } else if in_line && length > policy.header_line_bytes {
        let expected = "common servers to take in one line";
        (Severity::Warn, policy.header_line_bytes, expected)
    } else {
        let expected = "a browser to keep in one cookie";
        (Severity::Info, policy.cookie_bytes, expected)
    };
    let members = heaviest(case, length);
    let mostly = match members.is_empty() {
        true => String::new(),
        false => format!(" (mostly {})", words::list(&members, "and")),
    };
    let message = format!(
        "the token has {length} characters{mostly}, expected at most {limit} for {expected}"
    );
    RULE.finds("token", message)
        .as_severity(severity)
        .expected(limit.to_string())
        .actual(length.to_string())
        .into()
}

/// The members that take a tenth of the string or more, with their share, heaviest first.
fn heaviest(case: &Case<'_>, length: usize) -> Vec<String> {
    let documents = [case.header(), case.claims()];
    let mut members: Vec<(String, usize)> = documents
        .iter()
        .flatten()
        .flat_map(|document: &&Document| document.members())
        .map(|(name, value)| {
            // Three bytes become four characters of base64url.
            let characters = (name.len() + value.text().len() + 4) * 4 / 3;
            (words::quote(&name), characters * 100 / length)
        })
        .collect();
    if let Some(signed) = case.token.signed() {
        let bytes: usize = signed.signatures.iter().map(|one| one.bytes.len()).sum();
        members.push(("the signature".to_owned(), bytes * 400 / 3 / length));
    }
    members.retain(|(_, share)| *share >= 10);
    order::sort_by_key(&mut members, |(_, share)| std::cmp::Reverse(*share));
    members.truncate(3);
    members
        .into_iter()
        .map(|(name, share)| format!("{name} with {share} %"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{classify::Kind, rules::test_case::TestCase};

    fn severity(claims: &str, slot: Option<Slot>) -> (Severity, String) {
        let mut test = TestCase::new(Kind::AccessToken, claims);
        test.slot = slot;
        match test.check(&RULE) {
            Outcome::Fires(mut findings) => {
                let finding = findings.remove(0);
                (finding.severity, finding.message)
            }
            other => panic!("no finding: {other:?}"),
        }
    }

    #[test]
    fn the_place_and_the_length_say_how_bad_it_is() {
        let roles = |count: usize| {
            format!(
                r#"{{"sub":"1","roles":[{}]}}"#,
                vec![r#""application-role""#; count].join(",")
            )
        };
        let (found, message) = severity(&roles(200), None);
        assert_eq!(found, Severity::Info);
        assert!(message.contains("mostly `roles` with 99 %"), "{message}");
        assert_eq!(severity(&roles(400), None).0, Severity::Info);
        let header = Some(Slot::AuthorizationBearer);
        assert_eq!(severity(&roles(400), header).0, Severity::Warn);
        assert_eq!(severity(&roles(900), None).0, Severity::Warn);
        assert_eq!(severity(&roles(11_000), None).0, Severity::Error);
    }
}
