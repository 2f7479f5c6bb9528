//! `ci-recyclable-subject`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words::quote,
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "ci-recyclable-subject",
    family: Family::Workload,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::GithubActions, Kind::GitlabCi]),
    silences: &[],
    doc: Doc {
        checks: "`sub` of a job's token is made of names only: `repo:OWNER/REPOSITORY:…` at GitHub \
                 although the token also has the numbers of both, `project_path:…` at GitLab. It is \
                 a warning where a trust policy for GitHub (`--fact subject_condition=…`) demands \
                 such a name.",
        why: "Names of accounts, groups and repositories are released and taken again. Who takes a \
              name that a forgotten trust policy still demands gets the role behind it.",
        threats: &[Threat::Subject],
        but: "A name that you never give up is safe in practice, and a private GitLab decides itself \
              who gets a name; GitLab has no other form of `sub`. This is the default form of all repositories at GitHub that were made \
              before 15 July 2026, so alone it is only worth knowing.",
        fix: "Switch the repository to the subject with numbers (`repo:OWNER@ID/REPOSITORY@ID:…`), \
              or add conditions on `repository_owner_id` and `repository_id`, or `project_id`.",
    },
    article: &[Passage::Paragraph(31)],
    references: &[
        section(Spec::GithubOpenId, ""),
        section(Spec::GitlabIdTokens, ""),
        section(Spec::OidcCore, "5.7"),
    ],
    examples: &[
        Example::fires(
            "names only",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo/app:ref:refs/heads/main","aud":"sts.amazonaws.com","repository":"octo/app","repository_id":"2","repository_owner_id":"1","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/heads/main","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        ),
        Example::fires(
            "a trust policy that demands names",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo/app:environment:prod","aud":"sts.amazonaws.com","repository":"octo/app","repository_id":"2","repository_owner_id":"1","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/heads/main","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        )
        .with(&["--fact", "subject_condition=repo:octo/app:environment:prod"]),
        Example::fires(
            "a project at GitLab",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://gitlab.com","sub":"project_path:shop/app:ref_type:branch:ref:main","aud":"https://vault.example","project_id":"22","project_path":"shop/app","pipeline_id":"574","ref":"main","ref_protected":"true","iat":1767225590,"exp":1767229190,"jti":"1"}"#,
            ),
        ),
        Example::silent(
            "names with numbers that are never given away",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo@1/app@2:ref:refs/heads/main","aud":"sts.amazonaws.com","repository":"octo/app","repository_id":"2","repository_owner_id":"1","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/heads/main","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        ),
        Example::silent(
            "a subject that was made of numbers",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repository_owner_id:1:repository_id:2","aud":"sts.amazonaws.com","repository":"octo/app","repository_id":"2","repository_owner_id":"1","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/heads/main","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("the claims cannot be read");
    };
    let Some(subject) = claims.str("sub") else {
        return Outcome::NotApplicable("there is no subject");
    };
    let has_numbers = claims.has("repository_id") || claims.has("repository_owner_id");
    let (names, better) = if is_named_repository(&subject) && has_numbers {
        ("a repository", "a subject with its numbers")
    } else if subject.starts_with("project_path:") {
        ("a project", "a condition on `project_id` beside it")
    } else {
        return Outcome::Silent;
    };
    let condition = case.situation.subject_condition.known();
    let is_demanded = condition.is_some_and(|pattern| {
        is_named_repository(pattern) || pattern.starts_with("project_path:")
    });
    let message = format!(
        "`sub` is {}, which names {names} by its path{}, expected {better}",
        quote(&subject),
        if is_demanded {
            " and the trust policy demands that"
        } else {
            ""
        }
    );
    let severity = if is_demanded {
        Severity::Warn
    } else {
        RULE.severity
    };
    RULE.finds("payload/sub", message)
        .as_severity(severity)
        .into()
}

/// `repo:OWNER/REPOSITORY:…` without the numbers behind `@`.
fn is_named_repository(subject: &str) -> bool {
    subject
        .strip_prefix("repo:")
        .and_then(|rest| rest.split(':').next())
        .is_some_and(|path| !path.contains('@'))
}
