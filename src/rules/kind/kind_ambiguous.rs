//! `kind-ambiguous`

use crate::{
    classify::{Certainty, Kind},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words,
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "kind-ambiguous",
    family: Family::Kind,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "Neither the content of the token nor the field it was found in tells its kind. \
                 That is told as a fact; it becomes a warning where a receiver is stated and the \
                 other rules find an error for one of the possible kinds and none for another, so \
                 that the answer turns on it.",
        why: "If a tool that looks at every mark there is cannot tell, a receiver with three checks \
              cannot tell either, and takes one kind for the other.",
        threats: &[Threat::Confusion],
        but: "Tokens of older issuers often look like this, and it does no harm where only one kind \
              ever reaches the receiver.",
        fix: "Say where the token comes from (`--as id-token`, or paste the whole response), and \
              turn on explicit types such as `at+jwt` at the issuer.",
    },
    article: &[Passage::Paragraph(1)],
    references: &[
        section(Spec::Rfc(8725), "2.8"),
        section(Spec::Rfc(8725), "3.11"),
        section(Spec::Rfc(8725), "3.12"),
    ],
    examples: &[
        Example::fires(
            "what every kind has, and no more",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "the receiver demands a type of access tokens, so the answer turns on the kind: a warning",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://idp.example/api","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--to",
            "resource-server",
            "--audience",
            "https://idp.example/api",
            "--profile",
            "rfc9068",
        ]),
        Example::silent(
            "a type that says it",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "the user says it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "the response says it",
            Sample::Response(&[(
                "id_token",
                jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                ),
            )]),
        ),
    ],
    check: Check::Last(check),
};

fn check(case: &Case<'_>, wrong: &[Kind]) -> Outcome {
    let classification = case.classification;
    if classification.certainty > Certainty::Ambiguous {
        return Outcome::Silent;
    }
    let kinds = classification.plausible();
    let [_, _, ..] = kinds.as_slice() else {
        return Outcome::NotApplicable("nothing tells of any kind of token");
    };
    let names: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
    let message = format!(
        "it may be one of several kinds ({}), expected a mark that tells them apart",
        words::list(&names, "or")
    );
    let turns_on_the_kind = !wrong.is_empty() && wrong.len() < kinds.len();
    let severity = if case.role().is_some() && turns_on_the_kind {
        Severity::Warn
    } else {
        RULE.severity
    };
    RULE.finds("token", message).as_severity(severity).into()
}
