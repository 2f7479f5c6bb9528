//! `k8s-audience-misuse`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words::{list, quoted},
    },
    situation::{FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "k8s-audience-misuse",
    family: Family::Workload,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::KubernetesServiceAccount, Kind::IdToken]),
    silences: &[
        "audience-mismatch",
        "default-or-vendor-audience",
        "foreign-client-audience",
    ],
    doc: Doc {
        checks: "A service-account token for the API server of its cluster (`aud` is its issuer or \
                 `https://kubernetes.default.svc…`) at another receiver; one with another audience, \
                 or an ID token for a client that the server does not list, at the API server \
                 (`--to kubernetes-api`).",
        why: "Whoever receives a token for the API server can act in the cluster as that workload. \
              The other way round the server refuses the token, or, if it does not look, takes what \
              was meant for somebody else.",
        threats: &[Threat::RecipientReplay],
        but: "A service in the cluster that has the API server review tokens of its own audience \
              does it right. Which audiences an API server takes is configured: without `--audience` \
              a custom one is found with medium confidence.",
        fix: "Project one token for each receiver, with the receiver's own `audience`; give the API \
              server the client id with `--oidc-client-id` or in its list of `audiences`.",
    },
    article: &[Passage::Paragraph(4), Passage::Footnote(5)],
    references: &[
        section(Spec::BoundServiceAccountTokens, ""),
        section(Spec::KubernetesAuthentication, ""),
        section(Spec::Rfc(8725), "3.9"),
    ],
    examples: &[
        Example::fires(
            "the pod's own token at a secret store",
            jwt(
                r#"{"alg":"RS256","kid":"1"}"#,
                r#"{"aud":["https://kubernetes.default.svc.cluster.local","k3s"],"exp":1767229200,"iat":1767225600,"iss":"https://kubernetes.default.svc.cluster.local","kubernetes.io":{"namespace":"shop","pod":{"name":"web-0","uid":"77b1"},"serviceaccount":{"name":"deployer","uid":"5a0f"}},"nbf":1767225600,"sub":"system:serviceaccount:shop:deployer"}"#,
            ),
        )
        .with(&["--to", "session-endpoint", "--audience", "vault"]),
        Example::fires(
            "a token for a secret store at the API server",
            jwt(
                r#"{"alg":"RS256","kid":"1"}"#,
                r#"{"aud":["vault"],"exp":1767229200,"iat":1767225600,"iss":"https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53D","kubernetes.io":{"namespace":"shop","pod":{"name":"web-0","uid":"77b1"},"serviceaccount":{"name":"deployer","uid":"5a0f"}},"nbf":1767225600,"sub":"system:serviceaccount:shop:deployer"}"#,
            ),
        )
        .with(&["--to", "kubernetes-api"]),
        Example::fires(
            "an ID token for a client that the API server does not list",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--to", "kubernetes-api", "--audience", "kubernetes"]),
        Example::silent(
            "a token of its own for the secret store",
            jwt(
                r#"{"alg":"RS256","kid":"1"}"#,
                r#"{"aud":["vault"],"exp":1767229200,"iat":1767225600,"iss":"https://kubernetes.default.svc.cluster.local","kubernetes.io":{"namespace":"shop","pod":{"name":"web-0","uid":"77b1"},"serviceaccount":{"name":"deployer","uid":"5a0f"}},"nbf":1767225600,"sub":"system:serviceaccount:shop:deployer"}"#,
            ),
        )
        .with(&["--to", "session-endpoint", "--audience", "vault"]),
        Example::silent(
            "the token of a managed cluster at its API server",
            jwt(
                r#"{"alg":"RS256","kid":"1"}"#,
                r#"{"aud":["https://shop-dns-1a2b.hcp.westeurope.azmk8s.io"],"exp":1767229200,"iat":1767225600,"iss":"https://westeurope.oic.prod-aks.azure.com/tenant/cluster/","kubernetes.io":{"namespace":"shop","pod":{"name":"web-0","uid":"77b1"},"serviceaccount":{"name":"deployer","uid":"5a0f"}},"nbf":1767225600,"sub":"system:serviceaccount:shop:deployer"}"#,
            ),
        )
        .with(&["--to", "kubernetes-api"]),
        Example::silent(
            "an ID token for the client that the API server lists",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"kubernetes","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--to", "kubernetes-api", "--own-client", "kubernetes"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let audience = case.audience();
    if audience.is_empty() {
        return Outcome::NotApplicable("there is no audience");
    }
    let is_account = case.kind == Kind::KubernetesServiceAccount;
    let names = case.situation.receiver_names();
    let is_receiver = audience.iter().any(|one| case.situation.is_receiver(one));
    match case.role() {
        None if is_account => Outcome::Needs(vec![FactName::ReceiverRole]),
        Some(Role::KubernetesApi) => {
            let is_right = if names.is_empty() {
                !is_account || audience.iter().any(|one| is_api_server(case, one))
            } else {
                is_receiver
            };
            if is_right {
                return Outcome::Silent;
            }
            let (wanted, confidence) = if names.is_empty() {
                ("its own issuer".to_owned(), Confidence::Medium)
            } else {
                (quoted(&names, "or"), Confidence::High)
            };
            let message = format!(
                "audience is {}, this API server takes {wanted}",
                quoted(&audience, "and")
            );
            RULE.finds("payload/aud", message)
                .as_confidence(confidence)
                .actual(list(&audience, "and"))
                .into()
        }
        // To ask the cluster about a token is what its review is for.
        None | Some(Role::Introspection) => {
            Outcome::NotApplicable("the receiver is no API server of a cluster")
        }
        Some(_) if is_account && !is_receiver => {
            let Some(server) = audience.iter().find(|one| is_api_server(case, one)) else {
                return Outcome::Silent;
            };
            let message = format!(
                "the token is for the API server ({}), expected one for this receiver only",
                quoted(&[server], "or")
            );
            RULE.finds("payload/aud", message)
                .actual(list(&audience, "and"))
                .into()
        }
        Some(_) => Outcome::Silent,
    }
}

/// Names that API servers have by default: their issuer (kube-apiserver), the service's name, and
/// the address of a managed cluster (AKS).
fn is_api_server(case: &Case<'_>, audience: &str) -> bool {
    let issuer = case.claims().and_then(|claims| claims.str("iss"));
    if issuer.is_some_and(|issuer| issuer == audience) {
        return true;
    }
    let host = audience.strip_prefix("https://").unwrap_or(audience);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    host == "kubernetes.default"
        || host.starts_with("kubernetes.default.svc")
        || host.ends_with(".azmk8s.io")
}
