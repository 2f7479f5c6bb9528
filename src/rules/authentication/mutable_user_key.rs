//! `mutable-user-key`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{FactName, Role},
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "mutable-user-key",
    family: Family::Authentication,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken, Kind::UserinfoResponse]),
    silences: &[],
    doc: Doc {
        checks: "The receiver finds the account (`--fact account_key=CLAIM`) by an e-mail address, a \
                 phone number or a name, and neither `sub` nor `oid` is part of the key. It is an \
                 error for an e-mail address that the token does not call verified. Where nothing \
                 is stated, a `sub` that is itself an e-mail address is information.",
        why: "Addresses and names are changed, given to the next person, or set by the administrator \
              of another tenant. Whoever has the address then has the account.",
        threats: &[Threat::Subject],
        but: "Within one organisation that owns the domain an address may serve to match an \
              invitation; after the first login the subject should be the key. Some issuers put an \
              address into `sub` of access tokens by default.",
        fix: "Store issuer and subject (`iss` and `sub`; with Entra `tid` and `oid`) and treat the \
              rest as data for display.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "5.7"),
        section(Spec::Rfc(8725), "3.8"),
        section(Spec::EntraAccessTokens, ""),
        section(Spec::GoogleOpenId, ""),
    ],
    examples: &[
        Example::fires(
            "accounts by an address that nobody verified",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","email":"ann@example.com","email_verified":false,"nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--fact", "account_key=email"]),
        Example::fires(
            "accounts by user name: a warning",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","preferred_username":"ann","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--fact", "account_key=preferred_username"]),
        Example::fires(
            "a subject that is an address: information",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"ver":1,"iss":"https://org.okta.example/oauth2/default","aud":"api://default","cid":"0oa1","uid":"00u1","scp":["openid"],"sub":"ann@example.com","iat":1767225600,"exp":1767229200,"jti":"AT.1"}"#,
            ),
        )
        .with(&["--as", "access-token"]),
        Example::silent(
            "issuer and subject",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","email":"ann@example.com","email_verified":false,"nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--fact", "account_key=iss,sub"]),
        Example::silent(
            "a machine's subject with an @ in it, as Auth0 writes it",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://shop.auth0.example/","sub":"k3J9bQ2@clients","aud":"https://api.example","gty":"client-credentials","azp":"k3J9bQ2","iat":1767225600,"exp":1767312000}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// Claims that may change hands (OIDC Core §5.7; Entra's and Microsoft's older names).
const MUTABLE: [&str; 8] = [
    "email",
    "preferred_username",
    "upn",
    "name",
    "unique_name",
    "phone_number",
    "nickname",
    "username",
];

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no claims to read");
    };
    let key = &case.situation.account_key;
    if key.is_empty() {
        return unstated(case, claims);
    }
    if key.iter().any(|claim| claim == "sub" || claim == "oid") {
        return Outcome::Silent;
    }
    let Some(claim) = key.iter().find(|claim| MUTABLE.contains(&claim.as_str())) else {
        return Outcome::Silent;
    };
    let is_unverified = claim == "email" && claims.has("email") && !is_verified(claims);
    let found = if is_unverified {
        "`email`, which this token does not call verified".to_owned()
    } else {
        format!("{}, which can change hands", words::quote(claim))
    };
    let message = format!("accounts are found by {found}, expected `iss` and `sub`");
    let finding = RULE
        .finds(format!("payload/{claim}"), message)
        .expected("iss, sub")
        .actual(key.join(", "));
    if is_unverified {
        return finding.as_severity(Severity::Error).into();
    }
    finding.into()
}

fn unstated(case: &Case<'_>, claims: &Document) -> Outcome {
    if claims.str("sub").is_some_and(|sub| is_address(&sub)) && case.machine_sign().is_none() {
        let message = "`sub` is an e-mail address, expected an identifier that never changes hands";
        return RULE
            .finds("payload/sub", message)
            .as_severity(Severity::Info)
            .as_confidence(Confidence::Medium)
            .into();
    }
    let keeps_accounts = matches!(case.role(), Some(Role::Client | Role::SessionEndpoint));
    if keeps_accounts && claims.has("email") {
        return Outcome::Needs(vec![FactName::AccountKey]);
    }
    Outcome::NotApplicable("nobody stated by which claims accounts are found")
}

/// Apple and Cognito write the boolean as a string.
fn is_verified(claims: &Document) -> bool {
    claims.get("email_verified").is_some_and(|value| {
        value.boolean() == Some(true) || value.string().is_some_and(|text| text == "true")
    })
}

/// `someone@host.name`
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !name.contains([' ', '/', ':', '|']) && host.contains('.')
    })
}
