//! `user-info-in-access-token`

use super::personal;
use crate::{
    classify::{Certainty, Kind},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "user-info-in-access-token",
    family: Family::Privacy,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "An access token in clear carries claims about a person: a name, an e-mail address, a \
                 phone number, an address on the network and the like. Where it goes to another party \
                 the rule about personal data speaks instead. Service accounts are passed over.",
        why: "Every hop that logs the token logs a profile with it. It also corrects a common belief: \
              many access tokens know very much about their user.",
        threats: &[Threat::PersonalData],
        but: "If the receiver needs facts about the user, the access token is the right place for \
              them, better than an ID token sent along.",
        fix: "Keep the claims that the receiver uses and drop the rest; in Keycloak trim the mappers \
              or use lightweight access tokens.",
    },
    article: &[
        Passage::Paragraph(17),
        Passage::Paragraph(27),
        Passage::Paragraph(31),
        Passage::Footnote(15),
        Passage::Footnote(16),
        Passage::Footnote(26),
    ],
    references: &[
        section(Spec::Rfc(9068), "2.2.2"),
        section(Spec::Rfc(9068), "6"),
    ],
    examples: &[
        Example::fires(
            "a profile in an access token, as Keycloak writes it",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example/realms/shop","sub":"0f6a7e42","typ":"Bearer","azp":"web-app","aud":"account","scope":"openid profile email","name":"Ann Example","preferred_username":"ann","email":"ann@example.com","email_verified":true,"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "a subject and nothing more",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"openid profile","email_verified":true,"iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "a service account's name, as Keycloak writes it",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example/realms/shop","sub":"0f6a7e42","typ":"Bearer","azp":"batch","client_id":"batch","aud":"account","preferred_username":"service-account-batch","iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no claims to read");
    };
    // A signed userinfo response may look like either; it is made of such claims.
    if case.classification.certainty == Certainty::Ambiguous {
        return Outcome::NotApplicable("it is not settled that this is an access token");
    }
    let held = personal(claims);
    let Some(first) = held.first() else {
        return Outcome::Silent;
    };
    if case.machine_sign().is_some() {
        return Outcome::NotApplicable("its subject is no person");
    }
    let message = format!(
        "the access token carries {}, so that every receiver and every log sees who the user is; \
         expected that in the ID token or at userinfo",
        words::quoted(&held, "and")
    );
    RULE.finds(format!("payload/{first}"), message).into()
}
