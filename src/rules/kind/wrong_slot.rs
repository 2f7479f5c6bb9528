//! `wrong-slot`

use super::article;
use crate::{
    classify::{Certainty, Kind},
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "wrong-slot",
    family: Family::Kind,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The kind of the token is certain or likely, and it stands in a field that is meant \
                 for another kind: an ID token in `access_token`, an access token in `id_token` or \
                 `id_token_hint`, a refresh token in `access_token`, a JWT of any known kind in \
                 `code`. What stands after `Authorization` is for `wrong-kind-for-receiver`.",
        why: "Two variables that were swapped are the most common reason why something \"works in \
              development\": there the receiver takes either, and elsewhere it does not, or worse.",
        threats: &[Threat::Confusion],
        but: "The answer of a token exchange holds whatever was issued in `access_token`, with the \
              type beside it (RFC 8693 §2.2.1), and some gateways put the ID token there on purpose: \
              then say which kind it is (`--as`) and state the situation.",
        fix: "Swap them back, and name variables after the kind of token that they hold.",
    },
    article: &[Passage::Paragraph(1)],
    references: &[
        section(Spec::Rfc(6749), "5.1"),
        section(Spec::OidcCore, "3.1.3.3"),
        section(Spec::Rfc(8693), "2.2.1"),
    ],
    examples: &[
        Example::fires(
            "Keycloak's ID token in `access_token`",
            Sample::Response(&[(
                "access_token",
                jwt(
                    r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#,
                    r#"{"iss":"https://sso.example/realms/demo","sub":"248289761001","typ":"ID","azp":"web-app","aud":"web-app","nonce":"n-0S6_WzA2Mj","at_hash":"AAAAAAAAAAAAAAAAAAAAAA","auth_time":1767225600,"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
                ),
            )]),
        ),
        Example::fires(
            "an access token in `id_token`",
            Sample::Response(&[(
                "id_token",
                jwt(
                    r#"{"alg":"RS256","typ":"at+jwt"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                ),
            )]),
        ),
        Example::silent(
            "each in its field",
            Sample::Response(&[
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#,
                        r#"{"iss":"https://sso.example/realms/demo","sub":"248289761001","typ":"ID","azp":"web-app","aud":"web-app","iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
                    ),
                ),
                (
                    "access_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#,
                        r#"{"iss":"https://sso.example/realms/demo","sub":"248289761001","typ":"Bearer","azp":"web-app","aud":"account","scope":"openid","iat":1767225600,"exp":1767225900,"jti":"f2b7"}"#,
                    ),
                ),
            ]),
        ),
        Example::silent(
            "an access token that looks much like an ID token, in its field",
            Sample::Response(&[(
                "access_token",
                jwt(
                    r#"{"alg":"RS256","typ":"JWT"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","auth_time":1767225600,"iat":1767225600,"exp":1767229200}"#,
                ),
            )]),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some((slot, fitting)) = case.slot.and_then(|slot| Some((slot, fitting(slot)?))) else {
        return Outcome::NotApplicable("it stands in no field that is meant for one kind");
    };
    let classification = case.classification;
    if classification.overridden.is_some() {
        return Outcome::NotApplicable("the user says which kind it is");
    }
    let kind = case.likely_kind();
    let is_known = classification.certainty > Certainty::Ambiguous && KINDS.contains(&kind);
    if !is_known || fitting.contains(&kind) {
        return Outcome::Silent;
    }
    let confidence = match classification.certainty {
        Certainty::Certain if kind == case.kind => RULE.confidence,
        _ => Confidence::Medium,
    };
    let expected = match fitting {
        [first, ..] => format!("{} {first}", article(*first)),
        [] => "an authorization code".to_owned(),
    };
    RULE.finds(
        "token",
        format!(
            "{} {kind} stands in `{slot}`, expected {expected}",
            article(kind)
        ),
    )
    .as_confidence(confidence)
    .expected(expected)
    .actual(kind.label())
    .into()
}

/// The kinds that a field is meant for; `None` for a field that takes several.
fn fitting(slot: &Slot) -> Option<&'static [Kind]> {
    Some(match slot {
        Slot::IdToken | Slot::IdTokenHint => &[Kind::IdToken],
        // Token exchange answers with these in the same member (RFC 8693 §2.2.1).
        Slot::AccessToken => &[
            Kind::AccessToken,
            Kind::IdentityAssertionGrant,
            Kind::TransactionToken,
        ],
        Slot::RefreshToken => &[Kind::RefreshToken],
        Slot::LogoutToken => &[Kind::LogoutToken],
        Slot::DpopProof => &[Kind::DpopProof],
        Slot::ClientAssertion => &[Kind::ClientAssertion],
        Slot::ClientAttestation | Slot::ClientAttestationProof => &[Kind::ClientAttestation],
        Slot::RequestObject => &[Kind::RequestObject],
        Slot::Response => &[Kind::JarmResponse],
        Slot::SoftwareStatement => &[Kind::SoftwareStatement],
        Slot::RegistrationAccessToken => &[Kind::RegistrationAccessToken],
        Slot::Code => &[],
        Slot::SubjectToken(_)
        | Slot::ActorToken(_)
        | Slot::AuthorizationBearer
        | Slot::AuthorizationDpop
        | Slot::Parameter(_)
        | Slot::Header(_) => return None,
    })
}

/// The kinds that have one place in the protocols. Tokens of workloads and applications go wherever
/// somebody takes them.
const KINDS: &[Kind] = &[
    Kind::IdToken,
    Kind::AccessToken,
    Kind::RefreshToken,
    Kind::LogoutToken,
    Kind::SecurityEventToken,
    Kind::DpopProof,
    Kind::ClientAssertion,
    Kind::ClientAttestation,
    Kind::RequestObject,
    Kind::JarmResponse,
    Kind::UserinfoResponse,
    Kind::IntrospectionResponse,
    Kind::KeyBindingJwt,
    Kind::IdentityAssertionGrant,
    Kind::SoftwareStatement,
    Kind::RegistrationAccessToken,
];
