//! `k8s-username-mapping`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words::quote,
    },
    situation::{FactName, Role},
    token::{Claim, Document},
};

pub(crate) static RULE: Rule = Rule {
    name: "k8s-username-mapping",
    family: Family::Workload,
    severity: Severity::Warn,
    confidence: Confidence::Medium,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken, Kind::Unknown]),
    silences: &[],
    doc: Doc {
        checks: "Whom a Kubernetes API server takes the user for (`--to kubernetes-api`): a user \
                 name or a group begins with `system:`, `groups` is no list of strings, or the \
                 claim that selects the user (`--fact account_key=…`) is not `sub`: `email` that \
                 is not verified, or another claim that the user or a directory can change. Which \
                 prefixes the server puts before names cannot be stated and is not judged.",
        why: "Names that begin with `system:` have rights of their own in a cluster; a directory \
              that lets somebody be called so makes them an administrator. And who gets a recycled \
              address or name gets the rights of the person who had it.",
        threats: &[Threat::Subject, Threat::Overprivilege],
        but: "With a prefix such as `oidc:` no name can begin with `system:`. `email` is readable, \
              the server refuses it where `email_verified` is false, and in the directory of one \
              company it is fine: verified, it is for information.",
        fix: "Use `sub` with a prefix, set a prefix for groups, and refuse `system:` with a \
              validation rule in the structured configuration.",
    },
    article: &[Passage::Footnote(5)],
    references: &[
        section(Spec::KubernetesAuthentication, ""),
        section(Spec::OidcCore, "5.7"),
    ],
    examples: &[
        Example::fires(
            "a directory group that is an administrators' group",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"kubernetes","groups":["developers","system:masters"],"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--to", "kubernetes-api", "--audience", "kubernetes"]),
        Example::fires(
            "an address that nobody verified",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"kubernetes","email":"someone@example.com","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--to",
            "kubernetes-api",
            "--audience",
            "kubernetes",
            "--fact",
            "account_key=email",
        ]),
        Example::silent(
            "`sub` and plain groups",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"kubernetes","groups":["developers","systems"],"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--to",
            "kubernetes-api",
            "--audience",
            "kubernetes",
            "--fact",
            "account_key=sub",
        ]),
        Example::silent(
            "the same group at another receiver",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","groups":["system:masters"],"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--to", "client"]),
    ],
    check: Check::Token(check),
};

/// Names that Kubernetes keeps for itself.
const RESERVED: &str = "system:";

fn check(case: &Case<'_>) -> Outcome {
    match case.role() {
        Some(Role::KubernetesApi) => {}
        Some(_) => return Outcome::NotApplicable("the receiver is no API server of a cluster"),
        None => return Outcome::NotApplicable("no API server of a cluster is known to receive it"),
    }
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let keys = &case.situation.account_key;
    let mut findings: Vec<Finding> = groups(claims).into_iter().collect();
    findings.extend(keys.iter().filter_map(|key| user(claims, key)));
    if findings.is_empty() && keys.is_empty() {
        return Outcome::Needs(vec![FactName::AccountKey]);
    }
    findings.into()
}

fn groups(claims: &Document) -> Option<Finding> {
    match claims.strings("groups") {
        Claim::Absent => None,
        Claim::Malformed(value) => {
            let message = format!("`groups` is {}, expected a list of strings", value.kind());
            Some(RULE.finds("payload/groups", message))
        }
        Claim::Present(groups) => {
            let index = groups
                .iter()
                .position(|group| group.starts_with(RESERVED))?;
            let message = format!(
                "`groups` has {}, a name of the cluster's own, expected a prefix before it",
                quote(&groups[index])
            );
            Some(RULE.finds(format!("payload/groups/{index}"), message))
        }
    }
}

fn user(claims: &Document, key: &str) -> Option<Finding> {
    let pointer = format!("payload/{key}");
    let name = claims.str(key)?;
    if name.starts_with(RESERVED) {
        let message = format!(
            "`{key}` is {}, a name of the cluster's own, expected a prefix before it",
            quote(&name)
        );
        return Some(RULE.finds(pointer, message));
    }
    match key {
        "sub" => None,
        "email" => {
            let verified = claims.get("email_verified").and_then(|flag| flag.boolean());
            let (found, severity) = match verified {
                Some(true) => ("`email` selects the user", Severity::Info),
                Some(false) => (
                    "`email` selects the user and `email_verified` is false",
                    Severity::Warn,
                ),
                None => (
                    "`email` selects the user and nothing says that it is verified",
                    Severity::Warn,
                ),
            };
            let message = format!("{found}, expected `sub`, which is never given away");
            Some(RULE.finds(pointer, message).as_severity(severity))
        }
        _ => {
            let message =
                format!("`{key}` selects the user, expected `sub`, which is never given away");
            Some(RULE.finds(pointer, message))
        }
    }
}
