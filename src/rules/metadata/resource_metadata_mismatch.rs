//! `resource-metadata-mismatch`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        authorization::LOGIN_SCOPES,
        example::{Example, Sample, jwt},
        near_miss,
        spec::{Spec, section},
        words,
    },
    situation::{ProtectedResource, Transport},
};

pub(crate) static RULE: Rule = Rule {
    name: "resource-metadata-mismatch",
    family: Family::Metadata,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::AccessToken,
        Kind::IdToken,
        Kind::KubernetesServiceAccount,
        Kind::Opaque,
        Kind::Encrypted,
        Kind::Unknown,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The metadata of the API (`--resource-metadata FILE`) and the message disagree: \
                 `resource` is none of the names that were stated for the receiver, the token came in \
                 a way that `bearer_methods_supported` does not list, `aud` has a name of the receiver \
                 but not the published one, or issuer or scopes are not listed (for information). \
                 Where the metadata alone names the receiver and its issuers, `audience-mismatch` and \
                 `untrusted-issuer` compare with them. No file is fetched, and `signed_metadata` is \
                 not read.",
        why: "Clients ask for tokens by what this document says. One that names another resource \
              sends them for tokens that are good there: a hostile API collects the tokens of its \
              victim in that way, and an honest one gets tokens that it must refuse.",
        threats: &[Threat::MixUp, Threat::RecipientReplay],
        but: "Many APIs publish no such document, and need none where their clients are configured by \
              hand. One that does may leave issuers and scopes out of its lists.",
        fix: "Publish as `resource` the URL that clients call, letter for letter, have the issuer put \
              it into `aud`, and list how tokens may come.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9728), "2"),
        section(Spec::Rfc(9728), "3.3"),
        section(Spec::Rfc(9728), "7.3"),
        section(Spec::Rfc(9728), "7.4"),
        section(Spec::Rfc(8707), "2"),
    ],
    examples: &[
        Example::fires(
            "a document that names another API: an error",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--audience", "https://shop.example"])
        .resource(r#"{"resource":"https://api.example","authorization_servers":["https://idp.example"]}"#),
        Example::fires(
            "the token has the old name of an API that publishes a new one: a warning",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"orders","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--to",
            "resource-server",
            "--audience",
            "orders",
            "--audience",
            "https://api.example",
        ])
        .resource(r#"{"resource":"https://api.example"}"#),
        Example::fires(
            "a token in the query of an API that takes it in the header only: an error",
            Sample::Url(
                "https://api.example/orders?access_token=",
                &jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                ),
            ),
        )
        .with(&["--to", "resource-server"])
        .resource(r#"{"resource":"https://api.example","bearer_methods_supported":["header"]}"#),
        Example::fires(
            "a scope and an issuer that the API does not list (for information)",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://login.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"openid stock:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--to",
            "resource-server",
            "--fact",
            "receiver.issuers=https://login.example",
        ])
        .resource(r#"{"resource":"https://api.example","authorization_servers":["https://idp.example"],"scopes_supported":["orders:read"]}"#),
        Example::silent(
            "token and document agree",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"openid orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
                ),
            ),
        )
        .with(&["--to", "resource-server", "--audience", "https://api.example"])
        .resource(r#"{"resource":"https://api.example","authorization_servers":["https://idp.example"],"scopes_supported":["orders:read"],"bearer_methods_supported":["header"]}"#),
        Example::silent(
            "another audience is the matter of `audience-mismatch`",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://mail.example","scope":"mail:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server"])
        .resource(r#"{"resource":"https://api.example"}"#),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(resource) = &case.situation.resource else {
        return Outcome::NotApplicable("there is no metadata of the receiver");
    };
    if case.is_credential() == Some(false) {
        return Outcome::NotApplicable("the receiver does not take it as a credential");
    }
    let checks = [
        other_name,
        other_transport,
        other_audience,
        other_issuer,
        other_scopes,
    ];
    let findings: Vec<Finding> = checks
        .into_iter()
        .filter_map(|check| check(case, resource))
        .collect();
    findings.into()
}

/// A document that is not about this receiver (RFC 9728 §3.3 compares letter for letter).
fn other_name(case: &Case<'_>, resource: &ProtectedResource) -> Option<Finding> {
    let names: Vec<&str> = case
        .situation
        .receiver_ids
        .iter()
        .map(String::as_str)
        .collect();
    if names.contains(&resource.name.as_str()) {
        return None;
    }
    let slip = names
        .iter()
        .find_map(|name| near_miss::explain(&resource.name, name));
    let slip = slip.map(|clause| format!(": {clause}")).unwrap_or_default();
    let message = format!(
        "`resource` of the metadata is {}, this receiver is {}{slip}",
        words::quote(&resource.name),
        words::quoted(&names, "or"),
    );
    let finding = RULE.finds("resource-metadata/resource", message);
    Some(
        finding
            .expected(words::list(&names, "or"))
            .actual(&resource.name),
    )
}

fn other_transport(case: &Case<'_>, resource: &ProtectedResource) -> Option<Finding> {
    let methods = resource.bearer_methods.as_ref()?;
    let method = match case.situation.transport.known()? {
        Transport::BearerHeader => "header",
        Transport::FormBody => "body",
        Transport::Query | Transport::WebsocketQuery => "query",
        _ => return None,
    };
    if methods.iter().any(|known| known == method) {
        return None;
    }
    let expected = match methods.as_slice() {
        [] => "expected no bearer token at all (`bearer_methods_supported` is empty)".to_owned(),
        methods => format!(
            "`bearer_methods_supported` has {}",
            words::quoted(methods, "and")
        ),
    };
    let message = format!("the token travels by `{method}`, {expected}");
    let finding = RULE.finds("resource-metadata/bearer_methods_supported", message);
    Some(finding.expected(words::list(methods, "or")).actual(method))
}

/// An audience that the receiver takes for itself under another name than the published one. An
/// audience that is somebody else's is the matter of other rules.
fn other_audience(case: &Case<'_>, resource: &ProtectedResource) -> Option<Finding> {
    let audience = case.audience();
    let is_about_this_one = case.situation.receiver_ids.contains(&resource.name);
    let is_taken = audience
        .iter()
        .any(|one| case.situation.receiver_ids.iter().any(|id| id == one));
    if !case.is_access_token() || !is_about_this_one || !is_taken {
        return None;
    }
    if audience.iter().any(|one| *one == resource.name) {
        return None;
    }
    let message = format!(
        "audience is {}, expected {}, by which clients ask for tokens (`resource` of the metadata)",
        words::quoted(&audience, "and"),
        words::quote(&resource.name),
    );
    let finding = RULE.finds("payload/aud", message);
    Some(
        finding
            .as_severity(Severity::Warn)
            .expected(&resource.name)
            .actual(words::list(&audience, "and")),
    )
}

/// An issuer that is trusted and not announced. One that is not trusted is the matter of
/// `untrusted-issuer`.
fn other_issuer(case: &Case<'_>, resource: &ProtectedResource) -> Option<Finding> {
    let announced = resource.issuers.as_ref()?;
    let issuer = case.claims()?.str("iss")?;
    let is_trusted = case.trusted_issuers().contains(&issuer.as_ref());
    if !is_trusted || announced.iter().any(|known| *known == issuer) {
        return None;
    }
    let message = format!(
        "`iss` is {}, which is trusted and not announced: `authorization_servers` of the metadata has \
         {}",
        words::quote(&issuer),
        match announced.as_slice() {
            [] => "nobody".to_owned(),
            names => words::quoted(names, "and"),
        },
    );
    let finding = RULE.finds("payload/iss", message);
    Some(
        finding
            .as_severity(Severity::Info)
            .expected(words::list(announced, "or"))
            .actual(issuer),
    )
}

fn other_scopes(case: &Case<'_>, resource: &ProtectedResource) -> Option<Finding> {
    let known = resource.scopes.as_ref()?;
    if !case.is_access_token() {
        return None;
    }
    // Where scopes are asked for by their full name, tokens have its last part: Entra.
    let is_known = |scope: &str| {
        known.iter().any(|one| {
            one.strip_suffix(scope)
                .is_some_and(|before| before.is_empty() || before.ends_with('/'))
        })
    };
    let scopes = case.claims()?.scopes();
    let unknown: Vec<&str> = scopes
        .iter()
        .map(String::as_str)
        .filter(|scope| !LOGIN_SCOPES.contains(scope) && !is_known(scope))
        .collect();
    if unknown.is_empty() {
        return None;
    }
    let message = format!(
        "the token has {}, not among the `scopes_supported` of the metadata",
        words::quoted(&unknown, "and")
    );
    let finding = RULE.finds("payload/scope", message);
    Some(
        finding
            .as_severity(Severity::Info)
            .expected(words::list(known, "or"))
            .actual(words::list(&unknown, "and")),
    )
}
