//! `entitlement-bulk`

use super::last_word;
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    token::{Document, JsonKind, Value},
};

pub(crate) static RULE: Rule = Rule {
    name: "entitlement-bulk",
    family: Family::Authorization,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "A list of roles, groups, permissions or scopes has more than 40 entries, or \
                 `resource_access` holds roles at clients that are neither an audience of the token \
                 nor the client it was issued to. Counts and their share of the claims are printed.",
        why: "The token shows every receiver, and every log on its way, what the user may do at all \
              the other applications, and with it a map of the organisation.",
        threats: &[Threat::Overprivilege, Threat::PersonalData, Threat::Dos],
        but: "A central gateway may need the whole list, and a count by itself breaks nothing.",
        fix: "Let the issuer filter by audience (in Keycloak switch full scope off, in Entra choose \
              the groups assigned to the application), or look rights up when they are needed.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9068), "2.2.3.1"),
        section(Spec::Rfc(9068), "6"),
        section(Spec::Rfc(9700), "2.3"),
    ],
    examples: &[
        Example::fires(
            "more groups than one API can have a use for",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","groups":["g01","g02","g03","g04","g05","g06","g07","g08","g09","g10","g11","g12","g13","g14","g15","g16","g17","g18","g19","g20","g21","g22","g23","g24","g25","g26","g27","g28","g29","g30","g31","g32","g33","g34","g35","g36","g37","g38","g39","g40","g41"],"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
        Example::fires(
            "roles at clients that the token is not for",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example/realms/shop","sub":"0f6a7e42","typ":"Bearer","azp":"web-app","aud":"orders","resource_access":{"orders":{"roles":["reader"]},"payroll":{"roles":["clerk"]}},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "five roles",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","roles":["a","b","c","d","e"],"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "roles at the audience and at the client itself, as Keycloak writes them",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example/realms/shop","sub":"0f6a7e42","typ":"Bearer","azp":"web-app","aud":"account","resource_access":{"account":{"roles":["view-profile"]},"web-app":{"roles":["buyer"]}},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// More entries than this are more than one receiver asks about.
const MANY: usize = 40;

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no claims to read");
    };
    let mut findings = Vec::new();
    for (name, value) in claims.members() {
        match last_word(&name) {
            "roles" | "groups" | "permissions" | "entitlements" | "wids" | "authorities"
            | "scope" | "scp" => {
                findings.extend(bulk(&name, value, claims));
            }
            "realm_access" => {
                if let Some(roles) = value.member("roles") {
                    findings.extend(bulk("realm_access/roles", roles, claims));
                }
            }
            "resource_access" => findings.extend(foreign(case, value)),
            _ => {}
        }
    }
    findings.into()
}

fn bulk(place: &str, list: Value<'_>, claims: &Document) -> Option<Finding> {
    let count = match list.kind() {
        // An entry takes three bytes or more; most lists are seen to be short without reading them.
        _ if list.text().len() < 2 * MANY => return None,
        JsonKind::Array => list.items()?.len(),
        JsonKind::String => list.string()?.split_ascii_whitespace().count(),
        _ => return None,
    };
    if count <= MANY {
        return None;
    }
    let share = 100 * list.text().len() / claims.text().len().max(1);
    let claim = place.replace('/', ".");
    let message = format!(
        "{} has {count} entries, {share} % of the claims, expected those of this receiver",
        words::quote(&claim)
    );
    Some(RULE.finds(format!("payload/{place}"), message))
}

/// Keycloak lists roles by client; those of its own client are there without an audience.
fn foreign(case: &Case<'_>, access: Value<'_>) -> Option<Finding> {
    let audience = case.audience();
    let presenter = case.presenter();
    let others: Vec<String> = access
        .members()?
        .into_iter()
        .map(|(client, _)| client.into_owned())
        .filter(|client| {
            let is_presenter = presenter.as_ref().is_some_and(|one| one.client == *client);
            !is_presenter && !audience.iter().any(|one| one == client)
        })
        .collect();
    if others.is_empty() {
        return None;
    }
    let message = format!(
        "roles at {} which are no audience of this token, expected those of its audience",
        words::quoted(&others, "and")
    );
    Some(RULE.finds("payload/resource_access", message))
}
