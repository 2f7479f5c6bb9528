//! `presenter-claims-disagree`

use std::borrow::Cow;

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "presenter-claims-disagree",
    family: Family::AuthorizedParty,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken, Kind::TransactionToken]),
    silences: &[],
    doc: Doc {
        checks: "Two of the claims that name the client (`azp`, `client_id`, `appid`, `cid`) name \
                 different ones. It is information where `act` says that one acts for the other. The \
                 client that a request names is not judged here.",
        why: "Code that reads the one claim and code that reads the other let different parties in, \
              and whoever can get such a token chooses which.",
        threats: &[Threat::Substitution],
        but: "After a token exchange an issuer may keep the first client in one claim and name the \
              present one in the other; `act` then tells the story.",
        fix: "Find out which claim your issuer vouches for, and read that one everywhere.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8693), "4.1"),
        section(Spec::Rfc(8693), "4.3"),
        section(Spec::Rfc(9068), "2.2"),
    ],
    examples: &[
        Example::fires(
            "two names for the client",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","azp":"web-app","client_id":"game-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "the same name twice, as Keycloak writes it for service accounts",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example/realms/shop","sub":"0f6a7e42-6c6e-4f27-9d0a-3b1a2a9c7b11","typ":"Bearer","azp":"batch","client_id":"batch","aud":"account","scope":"orders:read","iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "only one of them",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no claims to read");
    };
    let mut first: Option<(&str, Cow<'_, str>)> = None;
    for claim in ["azp", "client_id", "appid", "cid"] {
        let Some(client) = claims.str(claim) else {
            continue;
        };
        match &first {
            None => first = Some((claim, client)),
            Some((_, known)) if *known == client => {}
            Some((other, known)) => {
                let message = format!(
                    "`{other}` is {} and `{claim}` is {}, expected one client",
                    words::quote(known),
                    words::quote(&client)
                );
                let finding = RULE
                    .finds(format!("payload/{claim}"), message)
                    .expected(known.as_ref())
                    .actual(client);
                if claims.present("act").is_some() {
                    return finding.as_severity(Severity::Info).into();
                }
                return finding.into();
            }
        }
    }
    Outcome::Silent
}
