//! `azp-shadows-aud`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words::{list, quote, quoted},
    },
    situation::Role,
};

pub(crate) static RULE: Rule = Rule {
    name: "azp-shadows-aud",
    family: Family::Workload,
    severity: Severity::Warn,
    confidence: Confidence::Medium,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Except(&[Kind::Encrypted, Kind::Opaque]),
    silences: &[],
    doc: Doc {
        checks: "A token with `azp` other than `aud`, for an endpoint that gives cloud credentials \
                 (`--to workload-federation`), unless its audience is that of Google Cloud or Azure. \
                 AWS compares the condition `PROVIDER:aud` with `azp` where there is one, and \
                 `PROVIDER:oaud` with `aud`.",
        why: "Who writes a condition on `aud` believes that the audience is pinned while the \
              presenter is: tokens of that client for any other audience get in.",
        threats: &[Threat::Unrelated],
        but: "To pin the presenter can be just what is wanted: then pin both. Other clouds compare \
              `aud` with `aud`, and which cloud it is can only be guessed here.",
        fix: "Put conditions on `aud` (with the value of `azp`), on `oaud` (with that of `aud`) and \
              on `sub`.",
    },
    article: &[Passage::Paragraph(31), Passage::Paragraph(11)],
    references: &[
        section(Spec::AwsConditionKeys, ""),
        section(Spec::OidcCore, "2"),
    ],
    examples: &[
        Example::fires(
            "a Google service account at AWS",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://accounts.google.com","azp":"104712345678901234567","aud":"sts.amazonaws.com","sub":"104712345678901234567","email":"deployer@shop.iam.gserviceaccount.com","email_verified":true,"iat":1767225590,"exp":1767229190}"#,
            ),
        )
        .with(&["--to", "workload-federation"]),
        Example::silent(
            "no `azp`",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo/app:environment:prod","aud":"sts.amazonaws.com","repository":"octo/app","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/heads/main","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        )
        .with(&["--to", "workload-federation"]),
        Example::silent(
            "the same value in both",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://accounts.google.com","azp":"shop.apps.example","aud":"shop.apps.example","sub":"104712345678901234567","iat":1767225590,"exp":1767229190}"#,
            ),
        )
        .with(&["--to", "workload-federation"]),
        Example::silent(
            "the audience of another cloud",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://accounts.google.com","azp":"104712345678901234567","aud":"api://AzureADTokenExchange","sub":"104712345678901234567","iat":1767225590,"exp":1767229190}"#,
            ),
        )
        .with(&["--to", "workload-federation"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if case.role() != Some(Role::WorkloadFederation) {
        return Outcome::NotApplicable("the receiver gives no cloud credentials");
    }
    let Some(presenter) = case.claims().and_then(|claims| claims.str("azp")) else {
        return Outcome::Silent;
    };
    let audience = case.audience();
    if audience.is_empty() || audience == [presenter.as_ref()] {
        return Outcome::Silent;
    }
    if audience.iter().any(|one| is_elsewhere(one)) {
        return Outcome::NotApplicable("its audience is a cloud that compares `aud` with `aud`");
    }
    let message = format!(
        "`azp` is {} and audience is {}, a condition on `aud` at AWS is compared with the former",
        quote(&presenter),
        quoted(&audience, "and")
    );
    RULE.finds("payload/azp", message)
        .expected(list(&audience, "and"))
        .actual(presenter)
        .into()
}

/// The audiences by which Google Cloud and Azure federate.
fn is_elsewhere(audience: &str) -> bool {
    let name = audience.strip_prefix("https:").unwrap_or(audience);
    name.starts_with("//iam.googleapis.com/") || audience.starts_with("api://AzureADTokenExchange")
}
