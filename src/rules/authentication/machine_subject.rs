//! `machine-subject`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{ClientType, FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "machine-subject",
    family: Family::Authentication,
    severity: Severity::Warn,
    confidence: Confidence::Medium,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "The receiver must learn who the user is (`--need authentication` or `both`), and the \
                 token shows that its subject is no person: `sub` is the client's own id, an \
                 application's object id or a workload's name, the grant was that of a client, or \
                 there is no `sub` at all. It is information where the sender is stated to be a \
                 workload (`--fact client.type=workload`), and for the ID token of a Google service \
                 account at an API, which is made for such calls.",
        why: "A lookup of users by `sub` may find a record that has the same name as the client, and \
              then a machine acts as that person.",
        threats: &[Threat::Subject],
        but: "For calls from service to service this is exactly right: there is no user, and the \
              client is the one to be authorized.",
        fix: "Decide whether the caller is a person or a machine before reading `sub`, and keep the \
              names of clients and users apart.",
    },
    article: &[Passage::Paragraph(18), Passage::Footnote(17)],
    references: &[
        section(Spec::Rfc(9700), "4.15"),
        section(Spec::Rfc(9068), "2.2"),
        section(Spec::Rfc(9068), "5"),
    ],
    examples: &[
        Example::fires(
            "a client's own token at an API for users",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"batch","client_id":"batch","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767226200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--need", "authentication"]),
        Example::fires(
            "an application's token of Entra",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"aud":"api://orders","iss":"https://sts.example/2f1c/","tid":"2f1c","appid":"6e74","oid":"9b1d","sub":"9b1d","roles":["Orders.Read"],"idtyp":"app","ver":"1.0","iat":1767225600,"exp":1767229500}"#,
            ),
        )
        .with(&["--as", "access-token", "--need", "both"]),
        Example::silent(
            "a workload where rights are asked, not users",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"batch","client_id":"batch","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767226200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--need", "delegation"]),
        Example::silent(
            "a user",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767226200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--need", "authentication"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if case.claims().is_none() || !case.is_whole() {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    }
    let Some((sign, claim)) = case.machine_sign() else {
        return Outcome::Silent;
    };
    if case.role() == Some(Role::WorkloadFederation) {
        return Outcome::NotApplicable("a federation expects workloads");
    }
    match case.situation.need.known() {
        None => return Outcome::Needs(vec![FactName::Need]),
        Some(need) if !need.includes_authentication() => return Outcome::Silent,
        Some(_) => {}
    }
    let message = format!("{sign}, expected a user as subject");
    let finding = RULE.finds(format!("payload/{claim}"), message);
    if case.situation.client_type.is(&ClientType::Workload) || is_made_for_services(case) {
        return finding.as_severity(Severity::Info).into();
    }
    finding.into()
}

/// Google signs ID tokens for its service accounts with the URL of the called service as audience.
fn is_made_for_services(case: &Case<'_>) -> bool {
    let is_account = case
        .claims()
        .and_then(|claims| claims.str("email"))
        .is_some_and(|email| email.ends_with(".gserviceaccount.com"));
    let is_api = matches!(case.role(), Some(Role::ResourceServer | Role::Gateway));
    case.is_id_token() && is_account && is_api
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rules::test_case::TestCase,
        situation::{Fact, Need},
    };

    #[test]
    fn machines_of_many_vendors_are_seen_and_people_are_not() {
        for (claims, is_machine) in [
            (r#"{"sub":"a","cid":"a"}"#, true),
            (r#"{"sub":"a@clients","gty":"client-credentials"}"#, true),
            (
                r#"{"sub":"1","preferred_username":"service-account-batch"}"#,
                true,
            ),
            (r#"{"sub":"9","oid":"9","tid":"2","roles":["R"]}"#, true),
            (
                r#"{"sub":"9","oid":"9","tid":"2","roles":["R"],"scp":"x"}"#,
                false,
            ),
            (r#"{"scope":"orders:read"}"#, true),
            (r#"{"sub":"auth0|1","gty":"password","azp":"a"}"#, false),
            (r#"{"sub":"1","preferred_username":"ann","azp":"a"}"#, false),
            (r#"{"sub":null,"client_id":"a"}"#, true),
        ] {
            let test = TestCase::new(Kind::AccessToken, claims);
            let answer = test.check(&RULE);
            let expected = if is_machine {
                Outcome::Needs(vec![FactName::Need])
            } else {
                Outcome::Silent
            };
            assert_eq!(answer, expected, "{claims}");
        }
    }

    #[test]
    fn a_service_account_of_google_is_no_surprise_at_an_api_and_one_at_a_login() {
        let claims = r#"{"iss":"https://accounts.google.com","azp":"1035","sub":"1035","email":"a@shop.iam.gserviceaccount.com"}"#;
        let mut test = TestCase::new(Kind::IdToken, claims);
        test.situation.need = Fact::Stated(Need::Authentication);
        for (role, expected) in [
            (Role::ResourceServer, Severity::Info),
            (Role::SessionEndpoint, Severity::Warn),
        ] {
            test.situation.role = Fact::Stated(role);
            let Outcome::Fires(findings) = test.check(&RULE) else {
                panic!("silent at {role}");
            };
            assert_eq!(findings[0].severity, expected, "{role}");
        }
    }
}
