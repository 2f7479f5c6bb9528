//! `duplicate-members`

use std::{borrow::Cow, fmt};

use crate::{
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words,
    },
    token::{
        Body, Document, Format, JsonKind, Value,
        json::{repeated, unquote},
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-members",
    family: Family::Decoding,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Except(&[crate::classify::Kind::Opaque]),
    silences: &[],
    doc: Doc {
        checks: "A member name occurs twice in one object of the header or of the claims, at any \
                 level, or in the JSON serialization itself, or stands both in the protected and in \
                 the unprotected header. The text is compared as it was written, after its \
                 escapes are resolved.",
        why: "One library keeps the first value, another the last. A gateway then checks one `aud` \
              or `alg` and the service behind it acts on the other, both under one good \
              signature.",
        threats: &[Threat::Forge, Threat::Confusion],
        but: "A parser may take the last of them, and where every reader is the same library nothing \
              breaks today. The producer is wrong all the same: it must not write them.",
        fix: "Repair the issuer, and let the verifier refuse such tokens.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7515), "4"),
        section(Spec::Rfc(7515), "10.12"),
        section(Spec::Rfc(7519), "4"),
    ],
    examples: &[
        Example::fires(
            "two audiences, one for each reader",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200,"aud":"admin-app"}"#,
            ),
        ),
        Example::fires(
            "a second `alg` that is written with an escape",
            jwt(
                r#"{"alg":"RS256","\u0061lg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "two lists of roles inside a claim",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example/realms/a","sub":"1","realm_access":{"roles":["user"],"roles":["admin"]}}"#,
            ),
        ),
        Example::silent(
            "equal names in different objects, as Keycloak writes them",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example/realms/a","sub":"1","realm_access":{"roles":["user"]},"resource_access":{"account":{"roles":["view-profile"]},"api":{"roles":["user"]}}}"#,
            ),
        ),
        Example::silent(
            "names that differ in letter case are another rule's",
            jwt(r#"{"alg":"RS256"}"#, r#"{"user":"1","User":"2"}"#),
        ),
        Example::silent(
            "an opaque token",
            Sample::Text("ya29.a0AfB_byC7Lq0T9xYkW2uVnJ8e4sDfGhIj"),
        ),
    ],
    check: Check::Token(check),
};

/// More of them say nothing more.
const MOST: usize = 8;

fn check(case: &Case<'_>) -> Outcome {
    let mut findings = Vec::new();
    if matches!(case.token.format(), Format::JwsJson | Format::JweJson) {
        // Only the object's own members: payload and headers are judged where they were decoded.
        let (object, _) = Document::parse(case.token.raw().expose());
        let duplicates = object.duplicates();
        tell(
            &duplicates,
            object.members(),
            &Place::Top("token"),
            &mut findings,
        );
    }
    let headers = Place::Top("header");
    match (case.token.body(), case.token.signed()) {
        (_, Some(signed)) => {
            for signature in &signed.signatures {
                for header in [&signature.protected, &signature.unprotected]
                    .into_iter()
                    .flatten()
                {
                    in_document(header, &headers, &mut findings);
                }
                if let (Some(protected), Some(unprotected)) =
                    (&signature.protected, &signature.unprotected)
                {
                    findings.extend(in_both(protected, unprotected));
                }
            }
        }
        (Body::Encrypted(_) | Body::Damaged(_), None) => {
            if let Some(header) = case.header() {
                in_document(header, &headers, &mut findings);
            }
        }
        _ => return Outcome::NotApplicable("there is no JSON to look into"),
    }
    if let Some(claims) = case.claims() {
        in_document(claims, &Place::Top("payload"), &mut findings);
    }
    findings.truncate(MOST);
    findings.into()
}

/// Where in the token, without a copy until something is found there.
enum Place<'a> {
    Top(&'static str),
    Member(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Top(name) => formatter.write_str(name),
            Self::Member(within, name) => write!(formatter, "{within}/{name}"),
            Self::Item(within, index) => write!(formatter, "{within}/{index}"),
        }
    }
}

fn in_document(document: &Document, place: &Place<'_>, findings: &mut Vec<Finding>) {
    let duplicates = document.duplicates();
    tell(&duplicates, document.members(), place, findings);
    for (quoted, value) in document.quoted_members() {
        if matches!(value.kind(), JsonKind::Object | JsonKind::Array) {
            in_value(value, &Place::Member(place, &unquote(quoted)), findings);
        }
    }
}

fn in_value(value: Value<'_>, place: &Place<'_>, findings: &mut Vec<Finding>) {
    if findings.len() >= MOST || !value.text().contains('{') {
        return;
    }
    match value.kind() {
        JsonKind::Object => {
            let members = value.members().unwrap_or_default();
            let duplicates = repeated(members.iter().cloned());
            tell(&duplicates, members.iter().cloned(), place, findings);
            for (name, value) in &members {
                in_value(*value, &Place::Member(place, name), findings);
            }
        }
        JsonKind::Array => {
            for (index, item) in value.items().unwrap_or_default().into_iter().enumerate() {
                in_value(item, &Place::Item(place, index), findings);
            }
        }
        _ => {}
    }
}

fn tell<'a>(
    duplicates: &[Cow<'a, str>],
    members: impl Iterator<Item = (Cow<'a, str>, Value<'a>)> + Clone,
    place: &Place<'_>,
    findings: &mut Vec<Finding>,
) {
    for name in duplicates.iter().take(MOST) {
        let values: Vec<Value<'_>> = members
            .clone()
            .filter(|(other, _)| other == name)
            .map(|(_, value)| value)
            .collect();
        let agree = values
            .windows(2)
            .all(|pair| pair[0].text() == pair[1].text());
        let message = format!(
            "{} occurs {} times in one object, {}, expected once",
            words::quote(name),
            values.len(),
            if agree {
                "with equal values"
            } else {
                "with different values"
            }
        );
        findings.push(RULE.finds(format!("{place}/{name}"), message));
    }
}

/// RFC 7515 §4: the names of both headers must be disjoint.
fn in_both(protected: &Document, unprotected: &Document) -> Option<Finding> {
    let (name, _) = unprotected
        .members()
        .find(|(name, _)| protected.has(name))?;
    let message = format!(
        "{} stands in the protected and in the unprotected header, expected in one of them",
        words::quote(&name)
    );
    Some(RULE.finds(format!("header/{name}"), message))
}
