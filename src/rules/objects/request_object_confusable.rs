//! `request-object-confusable`

use super::{absent, life, too_long};
use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample, Sign, jwt, signed},
        spec::{Spec, section},
        words::{list, quote, quoted},
    },
    situation::Profile,
    token::Document,
    verify::Status,
};

pub(crate) static RULE: Rule = Rule {
    name: "request-object-confusable",
    family: Family::Objects,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Provider, Needs::Situation, Needs::Pair],
    applies: Applies::Only(&[Kind::RequestObject]),
    silences: &[],
    doc: Doc {
        checks: "What lets a request object pass for something else or be read in two ways: `sub` \
                 is the client id, `request` or `request_uri` stands inside, a parameter beside it \
                 in the same JSON object differs, it is unsigned although the provider demands a \
                 signature (errors); `iss` is not the client id or `aud` is not the issuer \
                 (warnings); `typ` is missing (a note). In the profile `fapi2` also `nbf` or `exp` \
                 missing and a life over an hour.",
        why: "A request object is signed with the key that the client also signs its assertions \
              with. If it says `sub` and `aud` like one, whoever sees it in a browser can log in as \
              the client.",
        threats: &[Threat::Confusion],
        but: "Untyped request objects are what most of the world sends, and `aud` is only \
              recommended: a missing one is for information. Receivers that check `typ` and demand \
              what an assertion needs are safe regardless.",
        fix: "Leave `sub` out, set `typ` to `oauth-authz-req+jwt`, `iss` to the client id and `aud` \
              to the issuer.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9101), "4"),
        section(Spec::Rfc(9101), "5"),
        section(Spec::Rfc(9101), "6.3"),
        section(Spec::Rfc(9101), "10.8"),
        section(Spec::OidcCore, "6.1"),
        section(Spec::Fapi2MessageSigning, "5.3.1"),
    ],
    examples: &[
        Example::fires(
            "the claims of a client assertion",
            jwt(
                r#"{"alg":"ES256","typ":"oauth-authz-req+jwt"}"#,
                r#"{"iss":"web-app","sub":"web-app","aud":"https://idp.example","client_id":"web-app","response_type":"code","redirect_uri":"https://app.example/cb","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        ),
        Example::fires(
            "the request asks for another client",
            Sample::Response(&[
                ("client_id", Sample::Text("billing")),
                (
                    "request",
                    jwt(
                        r#"{"alg":"ES256","typ":"oauth-authz-req+jwt"}"#,
                        r#"{"iss":"web-app","aud":"https://idp.example","client_id":"web-app","response_type":"code","redirect_uri":"https://app.example/cb","iat":1767225590,"exp":1767225890}"#,
                    ),
                ),
            ]),
        ),
        Example::fires(
            "addressed to another server",
            jwt(
                r#"{"alg":"ES256","typ":"oauth-authz-req+jwt"}"#,
                r#"{"iss":"web-app","aud":"https://other.example","client_id":"web-app","response_type":"code","redirect_uri":"https://app.example/cb","iat":1767225590,"exp":1767225890}"#,
            ),
        )
        .with(&["--fact", "receiver.issuers=https://idp.example"]),
        Example::silent(
            "typed and addressed",
            jwt(
                r#"{"alg":"ES256","typ":"oauth-authz-req+jwt"}"#,
                r#"{"iss":"web-app","aud":"https://idp.example","client_id":"web-app","response_type":"code","redirect_uri":"https://app.example/cb","iat":1767225590,"nbf":1767225590,"exp":1767225890}"#,
            ),
        )
        .with(&[
            "--fact",
            "receiver.issuers=https://idp.example",
            "--profile",
            "fapi2",
        ]),
        Example::silent(
            "unsigned, where nobody demands a signature",
            signed(
                r#"{"alg":"none","typ":"oauth-authz-req+jwt"}"#,
                r#"{"iss":"web-app","aud":"https://idp.example","client_id":"web-app","response_type":"code","redirect_uri":"https://app.example/cb"}"#,
                Sign::Empty,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let mut findings: Vec<Finding> = Vec::new();
    findings.extend(subject(claims));
    findings.extend(nested(claims));
    findings.extend(outer(case, claims));
    findings.extend(unsigned(case));
    findings.extend(issuer(claims));
    findings.extend(audience(case, claims));
    findings.extend(untyped(case));
    findings.extend(times(case, claims));
    findings.into()
}

fn error(pointer: &str, message: String) -> Finding {
    RULE.finds(pointer, message).as_severity(Severity::Error)
}

fn subject(claims: &Document) -> Option<Finding> {
    let subject = claims.str("sub")?;
    let is_client = |name| claims.str(name).is_some_and(|client| client == subject);
    (is_client("client_id") || is_client("iss")).then(|| {
        let message = format!(
            "`sub` is the client id {}, as in a client assertion, expected no `sub`",
            quote(&subject)
        );
        error("payload/sub", message)
    })
}

fn nested(claims: &Document) -> Option<Finding> {
    let name = ["request", "request_uri"]
        .into_iter()
        .find(|name| claims.has(name))?;
    let message = format!("`{name}` stands in the request object, expected it outside only");
    Some(error(&format!("payload/{name}"), message))
}

/// Parameters beside the object that differ from it: the client, and where the answer goes.
fn outer(case: &Case<'_>, claims: &Document) -> Vec<Finding> {
    let Some(request) = case
        .response
        .filter(|_| case.slot == Some(&Slot::RequestObject))
    else {
        return Vec::new();
    };
    let differing = request.members().filter_map(|(name, value)| {
        let (outside, inside) = (value.string()?, claims.str(&name)?);
        (outside != inside).then(|| {
            let message = format!(
                "`{name}` is {} inside and {} beside the object, expected the same",
                quote(&inside),
                quote(&outside)
            );
            let decides = matches!(
                name.as_ref(),
                "client_id" | "response_type" | "redirect_uri"
            );
            let severity = if decides {
                Severity::Error
            } else {
                Severity::Info
            };
            RULE.finds(format!("payload/{name}"), message)
                .as_severity(severity)
        })
    });
    differing.collect()
}

fn unsigned(case: &Case<'_>) -> Option<Finding> {
    let metadata = case.provider?.metadata.as_ref()?;
    let demanded = metadata.get("require_signed_request_object")?.boolean()?;
    (demanded && case.verification.status == Status::Unsigned).then(|| {
        let message =
            "the object is unsigned, the provider demands `require_signed_request_object`";
        error("header/alg", message.to_owned())
    })
}

fn issuer(claims: &Document) -> Option<Finding> {
    let (issuer, client) = (claims.str("iss")?, claims.str("client_id")?);
    (issuer != client).then(|| {
        let message = format!(
            "`iss` is {}, expected the client id {}",
            quote(&issuer),
            quote(&client)
        );
        RULE.finds("payload/iss", message)
            .expected(client)
            .actual(issuer)
    })
}

fn audience(case: &Case<'_>, claims: &Document) -> Option<Finding> {
    let audience = claims.audience();
    let issuers = case.trusted_issuers();
    if claims.present("aud").is_none() {
        let message = "`aud` is absent, expected the issuer that shall act on the request";
        let is_unsigned = case.verification.status == Status::Unsigned;
        let finding = RULE.finds("payload", message).as_severity(Severity::Info);
        return (!is_unsigned).then_some(finding);
    }
    if issuers.is_empty() || audience.iter().any(|one| issuers.contains(&one.as_ref())) {
        return None;
    }
    let message = format!(
        "audience is {}, expected the issuer {}",
        quoted(&audience, "and"),
        quoted(&issuers, "or")
    );
    Some(
        RULE.finds("payload/aud", message)
            .expected(list(&issuers, "or")),
    )
}

fn untyped(case: &Case<'_>) -> Option<Finding> {
    case.token.media_type().is_none().then(|| {
        let message = "`typ` is absent, expected `oauth-authz-req+jwt`";
        RULE.finds("header", message).as_severity(Severity::Note)
    })
}

fn times(case: &Case<'_>, claims: &Document) -> Option<Finding> {
    if case.situation.profile != Profile::Fapi2 {
        return None;
    }
    let missing = absent(claims, &["nbf", "exp"]);
    if !missing.is_empty() {
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{} {verb} absent, expected in FAPI 2",
            quoted(&missing, "and")
        );
        return Some(RULE.finds("payload", message));
    }
    let (life, limit) = (life(case)?, case.policy.request_object_life);
    (life > limit).then(|| RULE.finds("payload/exp", too_long(life, limit)))
}
