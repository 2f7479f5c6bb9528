//! `required-scope-missing`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::FactName,
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "required-scope-missing",
    family: Family::Authorization,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "A scope that the receiver needs (`--scope`) is in none of `scope`, `scp` and \
                 `permissions`. Names are compared character by character; commas between scopes, \
                 another letter case and a scope that lacks only the URL of its API are pointed out. \
                 It is a warning where the token has no scopes at all but roles.",
        why: "A receiver that serves the request all the same gives a right that was not granted.",
        threats: &[Threat::Overprivilege],
        but: "Not every issuer speaks in scopes: where roles or groups hold the rights, a missing \
              scope says nothing, and the receiver should map the roles it knows.",
        fix: "Request the scope and let the user or the administrator grant it; the receiver answers \
              403 with `insufficient_scope`.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(6749), "3.3"),
        section(Spec::Rfc(8693), "4.2"),
        section(Spec::Rfc(9068), "2.2.3"),
        section(Spec::Rfc(9068), "4"),
        section(Spec::Rfc(6750), "3.1"),
    ],
    examples: &[
        Example::fires(
            "a token for reading where writing is needed",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"openid orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--scope", "orders:write"]),
        Example::fires(
            "scopes with commas between them",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read,orders:write","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--scope", "orders:write"]),
        Example::silent(
            "the scope is one of several, in an array as Okta writes it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"ver":1,"iss":"https://org.okta.example/oauth2/default","aud":"api://default","cid":"0oa1","uid":"00u1","scp":["openid","orders:write"],"sub":"00u1","iat":1767225600,"exp":1767229200,"jti":"AT.1"}"#,
            ),
        )
        .with(&["--as", "access-token", "--scope", "orders:write"]),
        Example::silent(
            "the right is a permission, as Auth0 writes it",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://shop.auth0.example/","sub":"auth0|1","aud":"https://api.example","azp":"web-app","scope":"openid","permissions":["orders:write"],"iat":1767225600,"exp":1767312000}"#,
            ),
        )
        .with(&["--scope", "orders:write"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let situation = case.situation;
    if situation.need_scopes.is_empty() {
        let asks_rights = situation
            .need
            .known()
            .is_some_and(|n| n.includes_delegation());
        return match case.is_credential() {
            Some(true) if asks_rights => Outcome::Needs(vec![FactName::NeedScopes]),
            _ => Outcome::NotApplicable("nobody stated which scopes the receiver needs"),
        };
    }
    let mut granted = claims.scopes();
    if let Some(permissions) = claims.strings("permissions").present() {
        granted.extend(permissions.into_iter().map(|one| one.into_owned()));
    }
    let missing: Vec<&String> = situation
        .need_scopes
        .iter()
        .filter(|scope| !granted.contains(scope))
        .collect();
    if missing.is_empty() {
        return Outcome::Silent;
    }
    let claim = if claims.has("scp") { "scp" } else { "scope" };
    let found = match granted.as_slice() {
        [] => "no scope".to_owned(),
        granted => format!("scopes {}", words::quoted(granted, "and")),
    };
    let mut message = format!(
        "{found} in the token, this receiver needs {}",
        words::quoted(&missing, "and")
    );
    if let Some(slip) = missing.iter().find_map(|scope| slip(&granted, scope)) {
        message.push_str(": ");
        message.push_str(&slip);
    }
    let finding = RULE
        .finds(format!("payload/{claim}"), message)
        .expected(words::list(&missing, "and"))
        .actual(granted.join(" "));
    if granted.is_empty() && has_roles(claims) {
        return finding.as_severity(Severity::Warn).into();
    }
    finding.into()
}

/// Why a scope that was meant is not found.
fn slip(granted: &[String], needed: &str) -> Option<String> {
    granted.iter().find_map(|scope| {
        let clause = if scope.split(',').count() > 1 && scope.split(',').any(|one| one == needed) {
            "scopes are separated by blanks, not by commas"
        } else if scope.eq_ignore_ascii_case(needed) {
            "only letter case differs"
        } else if needed.contains("://") && needed.rsplit('/').next() == Some(scope)
            || scope.contains("://") && scope.rsplit('/').next() == Some(needed)
        {
            "only the URL before it differs"
        } else {
            return None;
        };
        Some(format!("{} is there, {clause}", words::quote(scope)))
    })
}

fn has_roles(claims: &Document) -> bool {
    ["roles", "groups", "realm_access", "resource_access", "wids"]
        .iter()
        .any(|claim| claims.has(claim))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_named() {
        for (granted, needed, clause) in [
            ("a,b", "b", "commas"),
            ("Orders.Read", "orders.read", "letter case"),
            ("Orders.Read", "api://orders/Orders.Read", "the URL"),
        ] {
            let slip = slip(&[granted.to_owned()], needed).unwrap();
            assert!(slip.contains(clause), "{slip}");
        }
        assert_eq!(slip(&["orders:read".to_owned()], "orders:write"), None);
    }
}
