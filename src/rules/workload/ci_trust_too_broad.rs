//! `ci-trust-too-broad`

use super::matches;
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words::{list, quote},
    },
    situation::Role,
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "ci-trust-too-broad",
    family: Family::Workload,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::GithubActions, Kind::GitlabCi]),
    silences: &[],
    doc: Doc {
        checks: "What a trust policy demands of `sub` (`--fact subject_condition=PATTERN`, or \
                 `none`): nothing, or a pattern that every repository of the platform meets \
                 (errors), or more than one repository or project (a warning). And from the token \
                 alone: a job that untrusted people can start, by a pull request, on their own \
                 runner or on an unprotected branch; for information, and a warning where the \
                 stated pattern lets it in.",
        why: "Everybody on the platform has the same issuer, and `sub` is the only part of the token \
              that is yours. Without a condition on it any repository of any stranger gets your \
              cloud role; with a loose one, any branch and any pull request does.",
        threats: &[Threat::Unrelated, Threat::Overprivilege],
        but: "A role that only reads what all of an organisation may read can be broad by choice. A \
              pull request or an open branch is no fault of the token: it matters where the policy \
              lets it in.",
        fix: "Demand the exact `aud`, and a `sub` with one repository and one environment or \
              protected branch.",
    },
    article: &[Passage::Paragraph(31)],
    references: &[
        section(Spec::GithubOpenId, ""),
        section(Spec::GitlabIdTokens, ""),
    ],
    examples: &[
        Example::fires(
            "any repository of an organisation",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo/app:ref:refs/heads/main","aud":"sts.amazonaws.com","repository":"octo/app","repository_visibility":"private","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/heads/main","event_name":"push","ref":"refs/heads/main","ref_protected":"true","runner_environment":"github-hosted","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        )
        .with(&["--fact", "subject_condition=repo:octo/*"]),
        Example::fires(
            "no condition on the subject",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo/app:ref:refs/heads/main","aud":"sts.amazonaws.com","repository":"octo/app","repository_visibility":"private","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/heads/main","event_name":"push","ref":"refs/heads/main","ref_protected":"true","runner_environment":"github-hosted","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        )
        .with(&["--fact", "subject_condition=none"]),
        Example::fires(
            "a pull request (for information)",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo/app:pull_request","aud":"https://github.com/octo","repository":"octo/app","repository_visibility":"public","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/pull/7/merge","event_name":"pull_request","ref":"refs/pull/7/merge","runner_environment":"github-hosted","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        ),
        Example::silent(
            "a receiver of another role has no trust policy",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo/app:environment:prod","aud":"https://api.example","repository":"octo/app","repository_visibility":"private","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/heads/main","environment":"prod","event_name":"push","ref":"refs/heads/main","ref_protected":"true","runner_environment":"github-hosted","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--fact", "subject_condition=none"]),
        Example::silent(
            "one environment of one repository",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo/app:environment:prod","aud":"sts.amazonaws.com","repository":"octo/app","repository_visibility":"private","workflow_ref":"octo/app/.github/workflows/ci.yml@refs/heads/main","environment":"prod","event_name":"push","ref":"refs/heads/main","ref_protected":"true","runner_environment":"github-hosted","run_id":"1","iat":1767225590,"exp":1767225890,"jti":"1"}"#,
            ),
        )
        .with(&["--fact", "subject_condition=repo:octo/app:environment:prod"]),
        Example::silent(
            "a protected branch of one GitLab project",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#,
                r#"{"iss":"https://gitlab.example","sub":"project_path:shop/app:ref_type:branch:ref:main","aud":"https://vault.example","project_id":"22","project_path":"shop/app","namespace_path":"shop","pipeline_id":"574","pipeline_source":"push","ref":"main","ref_type":"branch","ref_protected":"true","runner_environment":"gitlab-hosted","iat":1767225590,"nbf":1767225585,"exp":1767229190,"jti":"1"}"#,
            ),
        )
        .with(&[
            "--fact",
            "subject_condition=project_path:shop/app:ref_type:branch:ref:*",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    // Other receivers have no trust policy, whatever is stated of one.
    let has_policy = matches!(case.role(), None | Some(Role::WorkloadFederation));
    let condition = case.situation.subject_condition.known().map(String::as_str);
    let condition = condition.filter(|_| has_policy);
    let findings: Vec<Finding> = condition
        .and_then(reach)
        .into_iter()
        .chain(untrusted(claims, condition))
        .collect();
    if findings.is_empty() && condition.is_none() && case.role() == Some(Role::WorkloadFederation) {
        return Outcome::Needs(vec![crate::situation::FactName::SubjectCondition]);
    }
    findings.into()
}

/// How far a trust policy's pattern reaches.
fn reach(condition: &str) -> Option<Finding> {
    let (message, severity) = if condition == "none" {
        (
            "the trust policy demands nothing of `sub`, which every repository of the platform \
             meets"
                .to_owned(),
            Severity::Error,
        )
    } else {
        let wildcard = condition.find(['*', '?'])?;
        let rest = &condition[..wildcard];
        let (owner, project) = owner_and_project(rest);
        if !owner {
            (
                format!(
                    "the trust policy demands `sub` {}, which strangers meet too",
                    quote(condition)
                ),
                Severity::Error,
            )
        } else if !project {
            (
                format!(
                    "the trust policy demands `sub` {}, which more than one repository meets",
                    quote(condition)
                ),
                Severity::Warn,
            )
        } else {
            return None;
        }
    };
    let message = format!("{message}, expected one repository and one branch or environment");
    Some(RULE.finds("payload/sub", message).as_severity(severity))
}

/// Whether a pattern up to its first wildcard holds a whole owner, and a whole project. GitHub:
/// `repo:OWNER/REPOSITORY:…`; GitLab: `project_path:GROUP/…/PROJECT:…`.
fn owner_and_project(start: &str) -> (bool, bool) {
    let Some((kind, path)) = start.split_once(':') else {
        return (false, false);
    };
    match kind {
        "repo" | "project_path" => {
            let is_path_whole = path.contains(':');
            let has_owner = path
                .split_once('/')
                .is_some_and(|(owner, _)| !owner.is_empty());
            (has_owner, has_owner && is_path_whole)
        }
        // A subject that was customized: a condition on a number or another claim.
        _ => (!path.is_empty(), path.contains(':')),
    }
}

/// What lets people without rights in the repository start the job.
fn untrusted(claims: &Document, condition: Option<&str>) -> Option<Finding> {
    let is = |claim: &str, value: &str| claims.str(claim).as_deref() == Some(value);
    let mut reasons: Vec<&str> = Vec::new();
    if is("event_name", "pull_request") || is("pipeline_source", "external_pull_request_event") {
        reasons.push("a pull request started the job");
    } else if is("event_name", "pull_request_target") {
        reasons.push("a pull request started the job with the rights of its base");
    } else if is("pipeline_source", "merge_request_event") {
        reasons.push("a merge request started the job");
    }
    if is("runner_environment", "self-hosted") && is("repository_visibility", "public") {
        reasons.push("the job ran on a self-hosted runner of a public repository");
    }
    if is("ref_protected", "false") {
        reasons.push("the branch is not protected");
    }
    if reasons.is_empty() {
        return None;
    }
    let subject = claims.str("sub")?;
    let is_let_in =
        condition.is_some_and(|pattern| pattern == "none" || matches(pattern, &subject));
    let (end, severity) = if is_let_in {
        (" and the trust policy lets it in", Severity::Warn)
    } else {
        ("", Severity::Info)
    };
    let message = format!(
        "{}{end}, expected a protected branch or environment",
        list(&reasons, "and")
    );
    Some(RULE.finds("payload", message).as_severity(severity))
}
