//! `guessable-mac-secret`

use std::borrow::Cow;

use crate::{
    provider::{Material, url::Url},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sign, jwt, signed},
        spec::{Spec, section},
    },
    situation::Profile,
    token::Signature,
    verify::{Algorithm, Status},
};

pub(crate) static RULE: Rule = Rule {
    name: "guessable-mac-secret",
    family: Family::Signature,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &["signature-not-verified"],
    doc: Doc {
        checks: "The HMAC of the token is made with a word of a short built-in list (samples of \
                 libraries and lessons, the client id, the issuer, nothing at all), or the secret \
                 that verifies it is shorter than the hash.",
        why: "One token is enough to try secrets against, offline and by the million. Whoever finds \
              it signs like the issuer.",
        threats: &[Threat::Forge],
        but: "Tokens of lessons are meant to be guessable; the teach profile makes this a note. The \
              list is short by design: silence does not mean that the secret is good.",
        fix: "Use a random secret as long as the hash, or an asymmetric key.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7518), "3.2"),
        section(Spec::Rfc(7518), "8.8"),
        section(Spec::Rfc(8725), "2.2"),
        section(Spec::Rfc(8725), "3.5"),
        section(Spec::OidcCore, "16.19"),
    ],
    examples: &[
        Example::fires(
            "a secret that everybody tries first",
            signed(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
                Sign::Hs256("secret"),
            ),
        ),
        Example::fires(
            "the client id as the secret",
            signed(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app-7f3a","exp":1767229200}"#,
                Sign::Hs256("web-app-7f3a"),
            ),
        ),
        Example::fires(
            "a secret of 12 characters for a hash of 32 bytes",
            signed(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
                Sign::Hs256("k7#Wq!z9Lm2x"),
            ),
        )
        .secret("k7#Wq!z9Lm2x"),
        Example::silent(
            "a long secret",
            signed(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
                Sign::Hs256("an example secret of at least 32 characters"),
            ),
        )
        .secret("an example secret of at least 32 characters"),
        Example::silent(
            "an asymmetric signature",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(jws) = case.token.signed() else {
        return Outcome::NotApplicable("the token is no signed object");
    };
    let macs: Vec<(&Signature, &Algorithm)> = jws
        .signatures
        .iter()
        .filter_map(|signature| {
            let algorithm = Algorithm::named(&signature.algorithm()?)?;
            algorithm.is_symmetric().then_some((signature, algorithm))
        })
        .collect();
    if macs.is_empty() {
        return Outcome::NotApplicable("the signature is no HMAC");
    }
    let findings = macs
        .into_iter()
        .filter_map(|(signature, algorithm)| {
            guessed(case, signature, algorithm).or_else(|| short(case, algorithm))
        })
        .map(|finding| match case.situation.profile {
            Profile::Teach => finding.as_severity(Severity::Note),
            _ => finding,
        });
    findings.collect::<Vec<_>>().into()
}

/// Secrets of samples, lessons and defaults.
const WORDS: [&str; 30] = [
    "",
    "secret",
    "Secret",
    "secretkey",
    "secret-key",
    "secret_key",
    "secret123",
    "mysecret",
    "my-secret",
    "my_secret",
    "mysecretkey",
    "your-256-bit-secret",
    "your-384-bit-secret",
    "your-512-bit-secret",
    "a-string-secret-at-least-256-bits-long",
    "your_jwt_secret",
    "your-secret-key",
    "jwt_secret",
    "jwtsecret",
    "jwt-secret",
    "shhhhh",
    "shhhhhared-secret",
    "supersecret",
    "super-secret",
    "changeme",
    "change-me",
    "password",
    "key",
    "test",
    "GuNVZiT7yCUrKhWDpPk1ukzyNnHJ4iRq",
];

/// The message never holds the secret: a finding may be read by more people than the token.
fn guessed(case: &Case<'_>, signature: &Signature, algorithm: &Algorithm) -> Option<Finding> {
    let message = case.token.signing_input(signature);
    let opens = |secret: &str| algorithm.mac_matches(secret.as_bytes(), message, &signature.bytes);
    let what = match WORDS.iter().find(|word| opens(word)) {
        Some(&"") => "an empty secret",
        Some(_) => "a secret that stands in every list of common ones",
        None => public_words(case)
            .iter()
            .find(|(_, word)| opens(word))
            .map(|(what, _)| *what)?,
    };
    Some(RULE.finds(
        "signature",
        format!("the HMAC is made with {what}, expected a random secret"),
    ))
}

/// What stands in the token itself.
fn public_words<'a>(case: &Case<'a>) -> Vec<(&'static str, Cow<'a, str>)> {
    let Some(claims) = case.claims() else {
        return Vec::new();
    };
    let mut words = Vec::new();
    for claim in ["azp", "client_id", "appid", "cid"] {
        words.extend(claims.str(claim).map(|text| ("the client id", text)));
    }
    let audience = claims.audience().into_iter();
    words.extend(audience.take(4).map(|text| ("its own audience", text)));
    if let Some(issuer) = claims.str("iss") {
        let host = Url::parse(&issuer).ok().map(|url| url.host());
        words.extend(host.map(|host| ("the host of its issuer", Cow::Owned(host))));
        words.push(("the name of its issuer", issuer));
    }
    words
}

/// RFC 7518 §3.2: the secret must have at least the length of the hash.
fn short(case: &Case<'_>, algorithm: &Algorithm) -> Option<Finding> {
    if case.verification.status != Status::Valid {
        return None;
    }
    let used = case.verification.key.as_ref()?;
    let key = case.provider?.keys.keys.iter().find(|key| {
        matches!(key.material, Ok(Material::Symmetric(_)))
            && key.id == used.id
            && key.source.describe() == used.source
    })?;
    let Ok(Material::Symmetric(secret)) = &key.material else {
        return None;
    };
    let (length, least) = (secret.expose().len(), algorithm.minimum_key_bits? / 8);
    (length < least).then(|| {
        let message = format!(
            "the secret has {length} bytes, expected at least {least} for `{}`",
            algorithm.name
        );
        RULE.finds("signature", message)
    })
}
