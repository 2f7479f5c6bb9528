//! `own-rules-authorization`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::Permissions,
    verify::Status,
};

pub(crate) static RULE: Rule = Rule {
    name: "own-rules-authorization",
    family: Family::Authorization,
    severity: Severity::Note,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::KubernetesServiceAccount,
        Kind::GatewayAssertion,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The receiver decides by rules of its own (`--permissions own-rules`), and the token \
                 has a subject to put into them.",
        why: "It says aloud what happens: the token authenticates, and the receiver's own data \
              authorize. Either kind of token can serve for that, if audience and subject are right.",
        threats: &[Threat::Clarity],
        but: "Then `sub` must mean the same in every token that comes (pairwise subjects differ from \
              client to client), and as soon as a second client appears the rules need to know who \
              presents.",
        fix: "Compare issuer and subject with the owner of the record, and test with two clients.",
    },
    article: &[
        Passage::Paragraph(19),
        Passage::Paragraph(26),
        Passage::Footnote(2),
        Passage::Footnote(18),
        Passage::Footnote(19),
    ],
    references: &[section(Spec::OidcCore, "8")],
    examples: &[
        Example::fires(
            "the owner of a record may read it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--own-client",
            "web-app",
            "--permissions",
            "own-rules",
        ]),
        Example::silent(
            "the token decides",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--permissions", "token"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if !case.situation.permissions.is(&Permissions::OwnRules) {
        return Outcome::NotApplicable("nobody stated that the receiver has rules of its own");
    }
    let has_subject = case
        .claims()
        .is_some_and(|claims| claims.str("sub").is_some());
    if !has_subject || case.verification.status == Status::Invalid {
        return Outcome::NotApplicable("there is no subject to trust");
    }
    RULE.finds(
        "payload/sub",
        "the token says who asks; what they may do is decided by the receiver's own rules",
    )
    .into()
}
