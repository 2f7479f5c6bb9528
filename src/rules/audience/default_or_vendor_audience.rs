//! `default-or-vendor-audience`

use super::comes_back_to_issuer;
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        hosts,
        spec::{Spec, section},
        words,
    },
    situation::Role,
};

pub(crate) static RULE: Rule = Rule {
    name: "default-or-vendor-audience",
    family: Family::Audience,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::GithubActions,
        Kind::GitlabCi,
        Kind::KubernetesServiceAccount,
    ]),
    silences: &[
        "audience-mismatch",
        "audience-too-broad",
        "foreign-client-audience",
    ],
    doc: Doc {
        checks: "The audience is what a product writes unless another is asked for (GitHub's owner, \
                 Okta's `api://default`, Keycloak's `account`, GitLab's own host, the API server of \
                 a cluster), or an API of the vendor itself (Microsoft Graph, Azure management, \
                 Auth0's userinfo and Management API, Okta's organization). At a stated receiver \
                 that has another name this is an error; at one that answers to a default that \
                 others share it is a warning; without a stated receiver it is told as a fact.",
        why: "A default is shared by everybody who did not choose, so tokens for one of them open \
              the others. A token for the vendor's API is not for your eyes: its format may change \
              or be encrypted on any day, and some cannot be verified by anybody else.",
        threats: &[Threat::RecipientReplay, Threat::Unrelated],
        but: "Sending the vendor's token to the vendor is right, and so is a default at a cluster's \
              own API server. `sts.amazonaws.com` and `api://AzureADTokenExchange` are deliberate \
              conventions of those receivers.",
        fix: "Ask for a token with an audience of your own, in the way that the provider has for it.",
    },
    article: &[],
    references: &[
        section(Spec::EntraAccessTokens, ""),
        section(Spec::KubernetesAuthentication, ""),
        section(Spec::Rfc(9068), "3"),
    ],
    examples: &[
        Example::fires(
            "a token for Microsoft Graph at one's own API: an error",
            jwt(
                r#"{"typ":"JWT","alg":"RS256","nonce":"AQABAAAAAA"}"#,
                r#"{"iss":"https://sts.windows.net/11111111-1111-4111-8111-111111111111/","tid":"11111111-1111-4111-8111-111111111111","sub":"a","appid":"6731de76-14a6-49ae-97bc-6eba6914391e","aud":"00000003-0000-0000-c000-000000000000","scp":"User.Read","iat":1767225600,"nbf":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--to", "resource-server", "--audience", "api://orders"]),
        Example::fires(
            "a service account's ID token for AWS at one's own API: an error",
            jwt(
                r#"{"typ":"JWT","alg":"RS256","kid":"k"}"#,
                r#"{"iss":"https://accounts.google.com","azp":"104712345678901234567","aud":"sts.amazonaws.com","sub":"104712345678901234567","email":"deployer@shop.iam.gserviceaccount.com","email_verified":true,"iat":1767225590,"exp":1767229190}"#,
            ),
        )
        .with(&["--to", "resource-server", "--audience", "https://api.example"]),
        Example::fires(
            "GitHub's default audience, by which the receiver goes: a warning",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo-org/octo-repo:ref:refs/heads/main","aud":"https://github.com/octo-org","repository":"octo-org/octo-repo","iat":1767225600,"exp":1767225900}"#,
            ),
        )
        .with(&["--audience", "https://github.com/octo-org"]),
        Example::fires(
            "a token of Okta's organization server (for information)",
            jwt(
                r#"{"alg":"RS256","kid":"k"}"#,
                r#"{"iss":"https://dev-1.okta.com","sub":"a@example.com","cid":"0oa1","aud":"https://dev-1.okta.com","scp":["openid"],"jti":"AT.1","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "a token for Microsoft Graph at Microsoft Graph",
            jwt(
                r#"{"typ":"JWT","alg":"RS256","nonce":"AQABAAAAAA"}"#,
                r#"{"iss":"https://sts.windows.net/11111111-1111-4111-8111-111111111111/","tid":"11111111-1111-4111-8111-111111111111","sub":"a","appid":"6731de76-14a6-49ae-97bc-6eba6914391e","aud":"00000003-0000-0000-c000-000000000000","scp":"User.Read","iat":1767225600,"nbf":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--to",
            "resource-server",
            "--audience",
            "00000003-0000-0000-c000-000000000000",
        ]),
        Example::silent(
            "an audience that was chosen, beside Keycloak's own",
            jwt(
                r#"{"typ":"JWT","alg":"RS256","kid":"k"}"#,
                r#"{"iss":"https://sso.example/realms/demo","sub":"248289761001","typ":"Bearer","azp":"web-app","aud":["account","orders-api"],"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--audience", "orders-api"]),
        Example::silent(
            "a job that asked for its receiver",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:octo-org/octo-repo:ref:refs/heads/main","aud":"https://deploy.example","repository":"octo-org/octo-repo","iat":1767225600,"exp":1767225900}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let audience = case.audience();
    let Some(first) = audience.first() else {
        return Outcome::NotApplicable("the token has no audience");
    };
    if comes_back_to_issuer(case) || case.role() == Some(Role::Userinfo) {
        return Outcome::NotApplicable("the token comes back to its issuer, not to its audience");
    }
    let situation = case.situation;
    let issuer = case.claims().and_then(|claims| claims.str("iss"));
    let known = |audience: &str| known(case, issuer.as_deref().unwrap_or_default(), audience);
    if let Some(mine) = audience.iter().find(|one| situation.is_receiver(one)) {
        let shared = known(mine).filter(|known| known.is == Is::SharedDefault);
        return shared
            .map(|known| finding(mine, &known, "expected a name that no other receiver has"))
            .into();
    }
    let Some((audience, known)) = audience
        .iter()
        .find_map(|one| Some((one, known(one)?)))
        .or_else(|| Some((first, by_header(case)?)))
    else {
        return Outcome::Silent;
    };
    if situation.receiver_is_named() {
        let receiver = words::quoted(&situation.receiver_names(), "or");
        let expected = format!("this receiver is {receiver}");
        return finding(audience, &known, &expected)
            .as_severity(Severity::Error)
            .expected(words::list(&situation.receiver_names(), "or"))
            .into();
    }
    if known.is == Is::Convention || case.audience().len() > 1 {
        return Outcome::Silent;
    }
    finding(
        audience,
        &known,
        "expected an audience of one's own at any other API",
    )
    .as_severity(Severity::Info)
    .into()
}

fn finding(audience: &str, known: &Known, expected: &str) -> Finding {
    let message = format!(
        "audience is {}, {}, {expected}",
        words::quote(audience),
        known.what
    );
    RULE.finds("payload/aud", message)
        .actual(audience)
        .fix(known.remedy)
}

/// What an audience is known for.
struct Known {
    is: Is,
    what: &'static str,
    remedy: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    /// Written unless another is asked for, at every receiver alike.
    SharedDefault,
    /// The vendor's own API.
    VendorApi,
    /// Right at one receiver, which has chosen it.
    Convention,
}

/// Names and habits as documented by the vendors, seen 2026-11.
fn known(case: &Case<'_>, issuer: &str, audience: &str) -> Option<Known> {
    let host = host(issuer);
    let (is, what, remedy) = match audience {
        "api://default" => (
            Is::SharedDefault,
            "which every API behind Okta's default authorization server shares",
            "Make an authorization server with an audience of its own in Okta (Security, API).",
        ),
        "account" if issuer.contains("/realms/") => (
            Is::SharedDefault,
            "which is Keycloak's own account service and in most of its tokens",
            "Add an audience mapper for the API to a client scope in Keycloak.",
        ),
        "sts.amazonaws.com" => (
            Is::Convention,
            "which is the security token service of AWS",
            "Ask for a token whose audience is this receiver: one for AWS stays for AWS.",
        ),
        "api://AzureADTokenExchange" => (
            Is::Convention,
            "which is the federation endpoint of Entra",
            "Ask for a token whose audience is this receiver: one for Entra stays for Entra.",
        ),
        _ if GRAPH.contains(&audience.trim_end_matches('/')) => (
            Is::VendorApi,
            "which is Microsoft Graph",
            "Register the API in Entra, expose a scope, and ask for `api://APPLICATION-ID/.default` \
             or that scope instead of one of Microsoft Graph.",
        ),
        _ if AZURE.contains(&audience.trim_end_matches('/')) => (
            Is::VendorApi,
            "which is the management API of Azure",
            "Register the API in Entra, expose a scope, and ask for that scope.",
        ),
        _ if is_auth0_userinfo(issuer, audience) => (
            Is::VendorApi,
            "which is the issuer's userinfo endpoint",
            "Name the API in the parameter `audience` of the authorization request.",
        ),
        _ if host.ends_with(".auth0.com") && audience.ends_with(".auth0.com/api/v2/") => (
            Is::VendorApi,
            "which is Auth0's Management API",
            "Register the API in Auth0 and name it in the parameter `audience`.",
        ),
        _ if is_okta(host) && audience == issuer => (
            Is::VendorApi,
            "which is Okta's organization server, whose access tokens are for Okta alone",
            "Ask a custom authorization server of Okta (`/oauth2/SERVER`) for the token.",
        ),
        _ if case.kind == Kind::GithubActions && is_github_owner(audience) => (
            Is::SharedDefault,
            "which GitHub writes for every receiver of this owner unless another is asked for",
            "Ask for the receiver by name: `core.getIDToken(\"NAME\")`, or `audience:` of the action.",
        ),
        _ if case.kind == Kind::GitlabCi && audience == issuer => (
            Is::SharedDefault,
            "which is GitLab itself, the default of its old job tokens",
            "Name the receiver in the job: `id_tokens: NAME: aud: RECEIVER`.",
        ),
        _ if case.kind == Kind::KubernetesServiceAccount && is_cluster(issuer, audience) => (
            Is::Convention,
            "which is the API server of the cluster",
            "Project a token with the audience of the receiver (`serviceAccountToken.audience`).",
        ),
        _ => return None,
    };
    Some(Known { is, what, remedy })
}

const GRAPH: &[&str] = &[
    "00000003-0000-0000-c000-000000000000",
    "https://graph.microsoft.com",
    "00000002-0000-0000-c000-000000000000",
    "https://graph.windows.net",
];

const AZURE: &[&str] = &[
    "797f4846-ba00-4fd7-ba43-dac1f8f63013",
    "https://management.azure.com",
    "https://management.core.windows.net",
];

/// Entra marks tokens for APIs of Microsoft by a header `nonce`, and nobody else can verify them.
fn by_header(case: &Case<'_>) -> Option<Known> {
    let issuer = case.claims()?.str("iss")?;
    let is_marked =
        case.is_access_token() && case.header()?.has("nonce") && hosts::is_entra(&issuer);
    is_marked.then_some(Known {
        is: Is::VendorApi,
        what: "which is an API of Microsoft, as the header `nonce` tells",
        remedy: "Register the API in Entra, expose a scope, and ask for that scope.",
    })
}

fn host(issuer: &str) -> &str {
    let rest = issuer.strip_prefix("https://").unwrap_or_default();
    rest.split('/').next().unwrap_or_default()
}

fn is_okta(host: &str) -> bool {
    [".okta.com", ".oktapreview.com", ".okta-emea.com"]
        .iter()
        .any(|domain| host.ends_with(domain))
}

fn is_auth0_userinfo(issuer: &str, audience: &str) -> bool {
    let below = audience.strip_prefix(issuer.trim_end_matches('/'));
    !issuer.is_empty() && below == Some("/userinfo")
}

/// `https://github.com/OWNER`
fn is_github_owner(audience: &str) -> bool {
    audience
        .strip_prefix("https://github.com/")
        .is_some_and(|owner| !owner.is_empty() && !owner.contains('/'))
}

/// The names that API servers go by unless they are given others.
fn is_cluster(issuer: &str, audience: &str) -> bool {
    audience == issuer
        || audience.starts_with("https://kubernetes.default.svc")
        || audience == "https://kubernetes.default"
        || audience == "k3s"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::test_case::TestCase;

    fn severity(kind: Kind, claims: &str, receiver: &[&str]) -> Option<Severity> {
        let mut test = TestCase::new(kind, claims);
        test.situation.receiver_ids = receiver.iter().map(|&id| id.to_owned()).collect();
        match test.check(&RULE) {
            Outcome::Fires(findings) => Some(findings[0].severity),
            _ => None,
        }
    }

    #[test]
    fn the_receiver_decides_how_much_it_matters() {
        let github = (
            Kind::GithubActions,
            r#"{"iss":"https://token.actions.githubusercontent.com","aud":"https://github.com/o"}"#,
        );
        let graph = (
            Kind::AccessToken,
            r#"{"iss":"https://sts.windows.net/x/","aud":"https://graph.microsoft.com"}"#,
        );
        let aws = (
            Kind::GithubActions,
            r#"{"iss":"https://token.actions.githubusercontent.com","aud":"sts.amazonaws.com"}"#,
        );
        let (info, warn, error) = (Severity::Info, Severity::Warn, Severity::Error);
        for ((kind, claims), receiver, expected) in [
            (github, None, Some(info)),
            (github, Some("https://github.com/o"), Some(warn)),
            (github, Some("https://deploy.example"), Some(error)),
            (graph, None, Some(info)),
            (graph, Some("https://graph.microsoft.com"), None),
            (graph, Some("https://api.example"), Some(error)),
            (aws, None, None),
            (aws, Some("sts.amazonaws.com"), None),
            (aws, Some("https://deploy.example"), Some(error)),
        ] {
            let found = severity(kind, claims, receiver.as_slice());
            assert_eq!(found, expected, "{claims} at {receiver:?}");
        }
    }
}
