//! `undocumented-deviation`

use crate::{
    classify::Kind,
    provider::vendors,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::Role,
};

pub(crate) static RULE: Rule = Rule {
    name: "undocumented-deviation",
    family: Family::Architecture,
    severity: Severity::Note,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "An ID token may be sent to an API or a gateway under the facts stated (`verdict`, or \
                 `lint --situation`), and neither the issuer's vendor nor Kubernetes documents that \
                 use.",
        why: "The specifications have access tokens for this. What departs from them can be sound, \
              but nobody who comes later can see on which facts it rests: one client more, or a \
              second operator, and the same design is wrong.",
        threats: &[Threat::Clarity],
        but: "Where a vendor documents the pattern (Kubernetes, Firebase, Cognito, Cloud Run), its page \
              is the document; cite it.",
        fix: "Commit the situation file beside the code, with the output of `whichtoken verdict \
              --explain` as the record of the decision, and run `whichtoken lint --situation` in CI.",
    },
    article: &[
        Passage::Paragraph(26),
        Passage::Paragraph(27),
        Passage::Footnote(26),
        Passage::Footnote(27),
    ],
    references: &[section(Spec::OidcCore, "2"), section(Spec::Rfc(9068), "5")],
    examples: &[
        Example::fires(
            "a front end sends its ID token to its own back end",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--verdict",
            "--to",
            "resource-server",
            "--own-client",
            "web-app",
            "--relation",
            "first-party",
            "--need",
            "authentication",
        ]),
        Example::silent(
            "the same to another API: it may not be sent there at all",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--verdict",
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
            "--relation",
            "first-party",
            "--need",
            "authentication",
        ]),
        Example::silent(
            "an access token, as the specifications have it",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","jti":"1","iat":1767225600,"exp":1767226200}"#,
            ),
        )
        .with(&["--verdict", "--to", "resource-server", "--audience", "https://api.example"]),
    ],
    check: Check::Weighed(check),
};

/// Vendors that describe an API which is called with their ID tokens.
const DOCUMENTED: &[&str] = &["google", "firebase", "cognito", "kubernetes", "teleport"];

fn check(case: &Case<'_>, permits: bool) -> Outcome {
    let Some(role @ (Role::ResourceServer | Role::Gateway)) = case.role() else {
        return Outcome::NotApplicable("an ID token at this receiver is no departure");
    };
    if !permits {
        return Outcome::Silent;
    }
    let vendor = vendors::of_token(case.token);
    if vendor.is_some_and(|vendor| DOCUMENTED.contains(&vendor.key)) {
        return Outcome::NotApplicable("the vendor documents this use");
    }
    let message = format!(
        "an ID token may be sent to this {role}, which the specifications do not describe, expected a \
         record of the facts that it rests on"
    );
    RULE.finds("token", message).into()
}
