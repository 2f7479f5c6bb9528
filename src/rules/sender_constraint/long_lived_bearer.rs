//! `long-lived-bearer`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{ClientType, FactName, Role},
    token::time::human_span,
};

pub(crate) static RULE: Rule = Rule {
    name: "long-lived-bearer",
    family: Family::SenderConstraint,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation, Needs::Provider],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &["lifetime-too-long"],
    doc: Doc {
        checks: "An access token, or an ID token that opens a receiver, is bound to no key, stays \
                 valid for more than an hour, and is held by a public client (`--fact \
                 client.type=public`) or by another party (`--relation third-party`). It is \
                 information where the receiver asks the issuer about each token (`--fact \
                 introspects=yes`). The provider's metadata tell whether it could bind tokens.",
        why: "Browsers, devices and other people's systems are the places where tokens get lost, and \
              nothing but its expiry stops a copy of this one.",
        threats: &[Threat::Stolen],
        but: "A receiver that introspects learns of a revocation. On a server of one's own the copy \
              is harder to come by, which is why nothing is said of confidential clients.",
        fix: "Bind the token with DPoP or mutual TLS, or give it minutes and refresh it.",
    },
    article: &[
        Passage::Paragraph(20),
        Passage::Paragraph(21),
        Passage::Footnote(21),
    ],
    references: &[
        section(Spec::Rfc(9700), "2.2.1"),
        section(Spec::Rfc(9449), "5.1"),
        section(Spec::Rfc(8705), "3.3"),
        section(Spec::Rfc(6750), "5.3"),
    ],
    examples: &[
        Example::fires(
            "eight hours in a browser",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767254400,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--fact", "client.type=public"]),
        Example::silent(
            "ten minutes in a browser",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767226200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--fact", "client.type=public"]),
        Example::silent(
            "eight hours, bound to a key",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},"iat":1767225600,"exp":1767254400,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--fact", "client.type=public"]),
        Example::silent(
            "a day on a server of one's own, as Auth0 gives by default",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://shop.auth0.example/","sub":"auth0|1","aud":"https://api.example","azp":"web-app","scope":"orders:read","iat":1767225600,"exp":1767312000}"#,
            ),
        )
        .with(&["--fact", "client.type=confidential", "--relation", "first-party"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(life) = case.remaining_life().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("its expiry cannot be read");
    };
    let limit = match case.kind {
        Kind::IdToken => case.policy.id_token_credential_life_warn,
        _ => case.policy.bearer_life_info,
    };
    if life <= limit || case.is_bound() {
        return Outcome::Silent;
    }
    let is_used = match case.kind {
        Kind::IdToken => case.is_credential() == Some(true),
        _ => case.role() != Some(Role::Client),
    };
    if !is_used {
        return Outcome::NotApplicable("the token is not known to open this receiver");
    }
    let situation = case.situation;
    let holder = match situation.client_type.known() {
        Some(ClientType::Public) => "a public client",
        _ if situation.is_third_party() => "another party's client",
        None if case.role().is_some() => return Outcome::Needs(vec![FactName::ClientType]),
        _ => return Outcome::NotApplicable("nothing shows who holds the token"),
    };
    let message = format!(
        "{holder} holds an unbound token for another {}, expected {} or a bound token{}",
        human_span(life),
        human_span(limit),
        offer(case)
    );
    let finding = RULE.finds("payload/exp", message);
    if situation.introspects.is(&true) {
        return finding.as_severity(Severity::Info).into();
    }
    finding.into()
}

/// Whether the issuer could do better, as far as its metadata say.
fn offer(case: &Case<'_>) -> &'static str {
    let Some(metadata) = case
        .provider
        .and_then(|provider| provider.metadata.as_ref())
    else {
        return "";
    };
    let mutual_tls = metadata
        .get("tls_client_certificate_bound_access_tokens")
        .is_some_and(|value| value.boolean() == Some(true));
    if metadata.has("dpop_signing_alg_values_supported") {
        ": its issuer offers DPoP"
    } else if mutual_tls {
        ": its issuer offers mutual TLS"
    } else {
        ": its issuer offers neither DPoP nor mutual TLS"
    }
}
