//! `k8s-legacy-token`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "k8s-legacy-token",
    family: Family::Workload,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::KubernetesServiceAccount]),
    silences: &["missing-exp", "audience-missing"],
    doc: Doc {
        checks: "A service-account token of the old kind, out of a secret: issued by \
                 `kubernetes/serviceaccount`, without `exp` and without `aud`.",
        why: "It is valid for as long as the account exists, and for everybody who trusts the keys \
              of the cluster: a receiver of it can act in the cluster as that workload, and a copy \
              in a log or an image never ends.",
        threats: &[Threat::Stolen, Threat::RecipientReplay],
        but: "Some controllers that run outside of the cluster still need one. Then its account \
              should be allowed little, and its use be watched.",
        fix: "Use a projected volume or the TokenRequest API, with an `audience` and \
              `expirationSeconds`, and delete the secret.",
    },
    article: &[],
    references: &[
        section(Spec::BoundServiceAccountTokens, ""),
        section(Spec::KubernetesAuthentication, ""),
    ],
    examples: &[
        Example::fires(
            "a token out of a secret",
            jwt(
                r#"{"alg":"RS256","kid":"1"}"#,
                r#"{"iss":"kubernetes/serviceaccount","kubernetes.io/serviceaccount/namespace":"shop","kubernetes.io/serviceaccount/secret.name":"deployer-token-x7k2p","kubernetes.io/serviceaccount/service-account.name":"deployer","kubernetes.io/serviceaccount/service-account.uid":"5a0f","sub":"system:serviceaccount:shop:deployer"}"#,
            ),
        ),
        Example::silent(
            "a token bound to its pod",
            jwt(
                r#"{"alg":"RS256","kid":"1"}"#,
                r#"{"aud":["vault"],"exp":1767229200,"iat":1767225600,"iss":"https://kubernetes.default.svc.cluster.local","kubernetes.io":{"namespace":"shop","pod":{"name":"web-0","uid":"77b1"},"serviceaccount":{"name":"deployer","uid":"5a0f"}},"nbf":1767225600,"sub":"system:serviceaccount:shop:deployer"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let is_legacy = claims.str("iss").as_deref() == Some("kubernetes/serviceaccount");
    if !is_legacy || claims.has("exp") || !case.audience().is_empty() {
        return Outcome::Silent;
    }
    let message = "the token comes out of a secret, without `exp` and `aud`, expected one that is \
                   bound to a pod, an audience and a time";
    RULE.finds("payload", message).into()
}
