//! `client-reads-access-token`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "client-reads-access-token",
    family: Family::Privacy,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::AccessToken, Kind::Opaque, Kind::Encrypted]),
    silences: &[],
    doc: Doc {
        checks: "The client is stated to read what is in its access token (`--fact \
                 reads_access_token=yes`).",
        why: "The inside of an access token is an agreement between issuer and API. It can become \
              opaque, encrypted or differently named tomorrow, and the client breaks without anybody \
              having broken a promise.",
        threats: &[Threat::Coupling],
        but: "A look at it for debugging, or for a hint on the screen that may be missing, does no \
              harm.",
        fix: "Take facts about the user from the ID token or the userinfo endpoint, rights from an \
              answer of the API, and the expiry from `expires_in`.",
    },
    article: &[Passage::Footnote(1)],
    references: &[
        section(Spec::Rfc(9068), "6"),
        section(Spec::Rfc(6749), "1.4"),
        section(Spec::EntraAccessTokens, ""),
    ],
    examples: &[
        Example::fires(
            "a client that reads roles out of its access token",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","roles":["editor"],"iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "client", "--fact", "reads_access_token=yes"]),
        Example::silent(
            "a client that only sends it on",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","roles":["editor"],"iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "client", "--fact", "reads_access_token=no"]),
        Example::silent(
            "an API, whose right it is to read it",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","roles":["editor"],"iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if case.likely_kind() != Kind::AccessToken {
        return Outcome::NotApplicable("nothing shows that this is an access token");
    }
    match case.situation.reads_access_token.known() {
        Some(true) => RULE
            .finds(
                "token",
                "the client reads the access token, expected one who only sends it",
            )
            .into(),
        Some(false) => Outcome::Silent,
        None if case.role() == Some(Role::Client) => {
            Outcome::Needs(vec![FactName::ReadsAccessToken])
        }
        None => Outcome::NotApplicable("nothing is known of the client"),
    }
}
