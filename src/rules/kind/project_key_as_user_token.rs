//! `project-key-as-user-token`

use crate::{
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{ClientType, Need, Role},
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "project-key-as-user-token",
    family: Family::Kind,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The JWT names a project or a service and no user: Supabase's `anon` and \
                 `service_role` keys, Firebase's custom tokens, Google service accounts that sign \
                 for themselves. It is a warning where a user is expected (`--need \
                 authentication` or `both`, or a receiver that makes a session of it), and an error \
                 for a privileged key in a public client (the fact `client.type=public`).",
        why: "Everybody shares the public key, and the service key passes by every rule about rows. \
              Taken for a login, either means \"anyone\".",
        threats: &[Threat::Leak, Threat::Overprivilege, Threat::Subject],
        but: "The `anon` key is public by design. A custom token is right at the exchange that signs \
              the user in, and a self-signed token at the API that it names.",
        fix: "Sign the user in and send the token of that session. Keep service keys on servers, and \
              replace those that leaked.",
    },
    article: &[],
    references: &[section(Spec::Rfc(7523), "2.1")],
    examples: &[
        Example::fires(
            "Supabase's service key in a browser: an error",
            jwt(
                r#"{"alg":"HS256","typ":"JWT"}"#,
                r#"{"iss":"supabase","ref":"abcdefghijklmnopqrst","role":"service_role","iat":1767225600,"exp":2082801600}"#,
            ),
        )
        .with(&["--fact", "client.type=public"]),
        Example::fires(
            "the public key, where a user is expected: a warning",
            jwt(
                r#"{"alg":"HS256","typ":"JWT"}"#,
                r#"{"iss":"supabase","ref":"abcdefghijklmnopqrst","role":"anon","iat":1767225600,"exp":2082801600}"#,
            ),
        )
        .with(&["--need", "authentication"]),
        Example::fires(
            "a custom token of Firebase (for information)",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"firebase-adminsdk@demo.iam.gserviceaccount.com","sub":"firebase-adminsdk@demo.iam.gserviceaccount.com","aud":"https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit","uid":"user-1","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "the session of a user of Supabase",
            jwt(
                r#"{"alg":"HS256","typ":"JWT"}"#,
                r#"{"iss":"https://abcdefghijklmnopqrst.supabase.co/auth/v1","sub":"5f0c0f0a-6a11-4b6e-8f3b-0b1c2d3e4f50","aud":"authenticated","role":"authenticated","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "a service account at Google's token endpoint, which takes such assertions",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"job@demo.iam.gserviceaccount.com","sub":"job@demo.iam.gserviceaccount.com","aud":"https://oauth2.googleapis.com/token","scope":"https://www.googleapis.com/auth/devstorage.read_only","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// What such a JWT is.
struct ProjectKey {
    what: &'static str,
    pointer: &'static str,
    privileged: bool,
}

fn check(case: &Case<'_>) -> Outcome {
    let Some(key) = case.claims().and_then(project_key) else {
        return Outcome::NotApplicable("it is no key of a project");
    };
    let situation = case.situation;
    let expects_user = situation
        .need
        .known()
        .is_some_and(|need: &Need| need.includes_authentication())
        || case.role() == Some(Role::SessionEndpoint);
    let (severity, expected) = if key.privileged && situation.client_type.is(&ClientType::Public) {
        (
            Severity::Error,
            "expected no privileged key outside of a server",
        )
    } else if expects_user {
        (Severity::Warn, "expected the token of a user's session")
    } else {
        (
            RULE.severity,
            "expected a user's token wherever a user acts",
        )
    };
    RULE.finds(
        key.pointer,
        format!("this is {} and names no user, {expected}", key.what),
    )
    .as_severity(severity)
    .into()
}

fn project_key(claims: &Document) -> Option<ProjectKey> {
    if let Some(role) = claims.str("role").filter(|_| !claims.has("sub")) {
        let (what, privileged) = match role.as_ref() {
            "anon" => ("Supabase's public key of a project", false),
            "service_role" => ("Supabase's service key of a project", true),
            _ => return None,
        };
        return Some(ProjectKey {
            what,
            pointer: "payload/role",
            privileged,
        });
    }
    let account = claims.str("iss")?;
    if !account.ends_with("gserviceaccount.com") || claims.str("sub")? != account {
        return None;
    }
    let audience = claims.audience();
    let names = |ending: &str| audience.iter().any(|one| one.ends_with(ending));
    if claims.has("uid") && names("IdentityToolkit") {
        return Some(ProjectKey {
            what: "a custom token of Firebase, made for the exchange that signs a user in,",
            pointer: "payload/uid",
            privileged: false,
        });
    }
    let is_assertion = names("oauth2.googleapis.com/token") || names("/oauth2/v4/token");
    (!is_assertion).then_some(ProjectKey {
        what: "a token that a Google service account signed for itself",
        pointer: "payload/sub",
        privileged: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{classify::Kind, rules::test_case::TestCase, situation::Fact};

    #[test]
    fn the_situation_decides_how_much_it_matters() {
        let severity = |role: &str, need: Option<Need>, client: Option<ClientType>| {
            let claims = format!(r#"{{"iss":"supabase","role":"{role}"}}"#);
            let mut test = TestCase::new(Kind::Unknown, &claims);
            test.situation.need = Fact::from(need);
            test.situation.client_type = Fact::from(client);
            match test.check(&RULE) {
                Outcome::Fires(findings) => Some(findings[0].severity),
                _ => None,
            }
        };
        let (user, public) = (Some(Need::Authentication), Some(ClientType::Public));
        assert_eq!(severity("anon", None, public), Some(Severity::Info));
        assert_eq!(severity("anon", user, None), Some(Severity::Warn));
        assert_eq!(severity("service_role", None, None), Some(Severity::Info));
        assert_eq!(
            severity("service_role", user, public),
            Some(Severity::Error)
        );
        assert_eq!(severity("authenticated", user, public), None);
    }
}
