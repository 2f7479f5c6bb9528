//! `untyped-jwt`

use super::article;
use crate::{
    classify::{Certainty, Kind},
    input::Origin,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    situation::{Role, TypeRule},
};

pub(crate) static RULE: Rule = Rule {
    name: "untyped-jwt",
    family: Family::Kind,
    severity: Severity::Note,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::AccessToken,
        Kind::IdToken,
        Kind::LogoutToken,
        Kind::RequestObject,
        Kind::ClientAssertion,
        Kind::SecurityEventToken,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The header has no `typ`, or only `JWT`, on an access token, a logout token, a \
                 request object, a client assertion or a security event token, all of which have a \
                 type of their own by now. For an access token it is an error under the profile \
                 rfc9068, or at a receiver that tells kinds apart by `at+jwt` (the fact \
                 `type_rule`); an API of this sort must refuse an ID token for the same reason.",
        why: "Without a type only claims, keys or audiences keep the kinds apart, and each of them \
              has been the same for two kinds at some issuer.",
        threats: &[Threat::Confusion],
        but: "Most issuers still send `JWT`, and a receiver that asked for more would refuse the \
              world. RFC 8725 says that a specific type must be the expected one where it is there; \
              its absence alone is no fault. ID tokens have no registered type and \
              are not judged anywhere else.",
        fix: "Turn on the type where the issuer offers it: the RFC 9068 profile of an API in Auth0, \
              the access token header type in the settings of a Keycloak client, and their like.",
    },
    article: &[Passage::Paragraph(1), Passage::Footnote(1), Passage::Footnote(3)],
    references: &[
        section(Spec::Rfc(9068), "2.1"),
        section(Spec::Rfc(9068), "4"),
        section(Spec::Rfc(8725), "3.11"),
        section(Spec::JwtBcpBis, "3.11"),
        section(Spec::BackChannelLogout, "2.4"),
    ],
    examples: &[
        Example::fires(
            "`JWT` where the profile demands `at+jwt`: an error",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--as", "access-token", "--profile", "rfc9068"]),
        Example::fires(
            "a logout token without a type (a note)",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":1767225720,"jti":"1","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        ),
        Example::fires(
            "an ID token at an API that knows access tokens by their type: an error",
            ID_TOKEN,
        )
        .with(&["--to", "resource-server", "--profile", "rfc9068"]),
        Example::silent("the same ID token at its client", ID_TOKEN)
            .with(&["--to", "client", "--profile", "rfc9068"]),
        Example::silent(
            "the type, in its long form",
            jwt(
                r#"{"alg":"RS256","typ":"application/at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--profile", "rfc9068"]),
        Example::silent(
            "an ID token, which has no type of its own",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

const ID_TOKEN: Sample = jwt(
    r#"{"alg":"RS256","typ":"JWT"}"#,
    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","auth_time":1767225590,"iat":1767225600,"exp":1767229200}"#,
);

fn check(case: &Case<'_>) -> Outcome {
    let Some(header) = case.header() else {
        return Outcome::NotApplicable("there is no readable header");
    };
    let typ = header.str("typ");
    let is_untyped = match &typ {
        Some(typ) => typ.eq_ignore_ascii_case("JWT") || typ.eq_ignore_ascii_case("application/jwt"),
        None => !header.has("typ"),
    };
    if !is_untyped {
        return Outcome::Silent;
    }
    let knows_by_type = case.situation.type_rule.is(&TypeRule::AtJwt);
    if case.is_id_token() && !(knows_by_type && comes_as_credential(case)) {
        return Outcome::NotApplicable("ID tokens have no type of their own");
    }
    let is_demanded = case.is_id_token() || knows_by_type && case.is_access_token();
    let is_ambiguous = case.classification.certainty == Certainty::Ambiguous;
    if is_ambiguous && (case.is_id_token() || !is_demanded) {
        return Outcome::NotApplicable("its kind is not known, which `kind-ambiguous` says");
    }
    let name = match case.kind {
        Kind::AccessToken | Kind::IdToken => "at+jwt",
        Kind::LogoutToken => "logout+jwt",
        Kind::RequestObject => "oauth-authz-req+jwt",
        Kind::ClientAssertion => "client-authentication+jwt",
        _ => "secevent+jwt",
    };
    let (severity, expected) = if is_demanded {
        (
            Severity::Error,
            format!("expected `{name}`, by which this receiver knows access tokens"),
        )
    } else {
        (
            Severity::Note,
            format!("expected `{name}` where its maker can set it"),
        )
    };
    let found = match &typ {
        Some(typ) => format!("`typ` is `{typ}`"),
        None => "there is no `typ`".to_owned(),
    };
    let pointer = if typ.is_some() {
        "header/typ"
    } else {
        "header"
    };
    let message = format!(
        "{found} on {} {}, {expected}",
        article(case.kind),
        case.kind
    );
    let finding = RULE
        .finds(pointer, message)
        .as_severity(severity)
        .expected(name);
    let finding = match case.is_id_token() {
        true => finding.fix("Send the access token that the issuer made for this API."),
        false => finding,
    };
    match typ {
        Some(typ) => finding.actual(typ),
        None => finding,
    }
    .into()
}

/// Whether an ID token comes to an API in place of an access token (RFC 9068 §4 refuses it); that of
/// a token response goes to its client.
fn comes_as_credential(case: &Case<'_>) -> bool {
    matches!(case.role(), Some(Role::ResourceServer | Role::Gateway))
        && case.origin != Origin::TokenResponse
}
