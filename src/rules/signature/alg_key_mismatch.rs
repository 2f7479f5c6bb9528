//! `alg-key-mismatch`

use crate::{
    classify::Kind,
    provider::{Key, Material, Provider, keys},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, Sample, Sign, jwt, signed},
        spec::{Spec, section},
        words,
    },
    situation::FactName,
    verify::{Algorithm, Reason},
};

pub(crate) static RULE: Rule = Rule {
    name: "alg-key-mismatch",
    family: Family::Signature,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Keys],
    applies: Applies::Except(&[Kind::Encrypted, Kind::Opaque]),
    silences: &["signature-invalid", "signature-not-verified"],
    doc: Doc {
        checks: "The key that the header selects cannot serve the header's `alg`: another key type \
                 or curve, another `alg` in the key, a key for encryption, or one that may not \
                 verify. A token with an HS algorithm whose issuer publishes only public keys is \
                 such a case too, and it is tried whether one of them made the HMAC.",
        why: "`alg` is written by the sender. A verifier that obeys it can be talked into taking \
              the issuer's public key, which everybody has, for the secret of an HMAC; and one key \
              that serves two algorithms loses the promises of both.",
        threats: &[Threat::Forge],
        but: "An RSA key that states no `alg` may serve RS256 and PS256 at the same issuer. An ID \
              token may honestly carry an HMAC made with the secret of its client; then the \
              issuer's metadata lists that algorithm, and the secret is the key to give. A refresh \
              token may carry an HMAC that its issuer alone can check.",
        fix: "Tie each key to one algorithm and refuse HS algorithms wherever public keys are \
              expected.",
    },
    article: &[Passage::Paragraph(14), Passage::Footnote(13)],
    references: &[
        section(Spec::Rfc(8725), "2.1"),
        section(Spec::Rfc(8725), "3.1"),
        section(Spec::Rfc(7517), "4.2"),
        section(Spec::Rfc(7517), "4.3"),
        section(Spec::Rfc(7517), "4.4"),
        section(Spec::Rfc(7518), "3.1"),
    ],
    examples: &[
        Example::fires(
            "RS256, and `kid` names an elliptic-curve key",
            jwt(
                r#"{"alg":"RS256","kid":"ec"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        )
        .jwks(KEYS),
        Example::fires(
            "HS256 from an issuer that has only public keys",
            jwt(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        )
        .jwks(KEYS),
        Example::fires(
            "an HMAC made with the text of the issuer's public key",
            signed(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
                Sign::Hs256(
                    "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEoWA4BSTQLwZ8SlQnp93w2G8xIi0R\n/h/VxxFLGtGdo75qfPxmw573BWrHp9L6Ecga0yGFRE4hBMf2IWhfqEMHTg==\n-----END PUBLIC KEY-----\n",
                ),
            ),
        )
        .jwks(KEYS),
        Example::fires(
            "an HMAC of no length that one has, from an issuer that has only public keys",
            Sample::Text("eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlIn0.AQ"),
        )
        .jwks(KEYS),
        Example::silent(
            "RS256, and `kid` names an RSA key (the signature is another matter)",
            jwt(
                r#"{"alg":"RS256","kid":"rsa"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        )
        .jwks(KEYS),
        Example::silent(
            "a refresh token with an HMAC of its issuer, which nobody else checks",
            jwt(
                r#"{"alg":"HS512"}"#,
                r#"{"iss":"https://idp.example","sub":"1","typ":"Refresh","exp":1767312000}"#,
            ),
        )
        .with(&["--as", "refresh-token"])
        .jwks(KEYS),
        Example::silent(
            "HS256 with the secret that made it",
            signed(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
                Sign::Hs256("an example secret of at least 32 characters"),
            ),
        )
        .secret("an example secret of at least 32 characters"),
    ],
    check: Check::Token(check),
};

/// An RSA and an elliptic-curve key, made for these examples; their private halves are gone.
const KEYS: &str = r#"{"keys":[
{"kty":"EC","crv":"P-256","kid":"ec","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"},
{"kty":"RSA","kid":"rsa","e":"AQAB","n":"42oIxuaCvrz6cWyAEcAR8JIe4BjVKpzC5iarAT_5bDlUYzaYMr_Y_OLAJIwHU6vkuZHMJyp2bgStqlzgD-vSrusZwpG_i7kjPvE4E3unN1uEzJ9CEWzMb9L-UFGfzIqpXysByA0ea_9nup6YHRuEHgKeMTNBxE_2smK8cRumX756mr8zoi0RVb-L-HKUzjdwCFmkui-_Uha4G6dIOZifDb3LnwAKeVVY8f0ymrUs8S8M-xlE0jY-ySGZPKcOsReGCUgNrRzYRmSZfUWy4uTzGO-MfJ1C1su9XRu7mHomV-guxw-W-ZGimNJHSvxWqaU4yBh5BEOwYsepcMJ5GnJ-nQ"}
]}"#;

fn check(case: &Case<'_>) -> Outcome {
    let Some(algorithm) = case.header().and_then(|header| header.str("alg")) else {
        return Outcome::NotApplicable("the header names no algorithm");
    };
    let Some(provider) = case.provider.filter(|one| !one.keys.keys.is_empty()) else {
        return Outcome::Needs(vec![FactName::Keys]);
    };
    if algorithm.starts_with("HS") && only_public_keys(provider) {
        if let Some(finding) = made_with_a_public_key(case, provider, &algorithm) {
            return finding.into();
        }
        if let Some(outcome) = secret_of_another(case, provider, &algorithm) {
            return outcome;
        }
        return public_key_as_secret(case, provider, &algorithm).into();
    }
    match &case.verification.reason {
        Reason::AlgorithmKeyMismatch(why) => RULE
            .finds(
                "header/alg",
                format!(
                    "`alg` is {}, but {why}, expected a key that is made for this algorithm",
                    words::quote(&algorithm)
                ),
            )
            .actual(algorithm)
            .into(),
        _ => Outcome::Silent,
    }
}

/// A token whose HMAC was made with a published key as the secret: the attack itself. It only tells
/// so; such a token is never valid.
fn made_with_a_public_key(
    case: &Case<'_>,
    provider: &Provider,
    algorithm: &str,
) -> Option<Finding> {
    let algorithm = Algorithm::named(algorithm)?;
    let signature = case.token.signed()?.signatures.first()?;
    let message = case.token.signing_input(signature);
    let (key, form) = provider.keys.keys.iter().find_map(|key| {
        let forms = keys::spellings(key);
        let (form, _) = forms
            .iter()
            .find(|(_, secret)| algorithm.mac_matches(secret, message, &signature.bytes))?;
        Some((key, *form))
    })?;
    let name = match &key.id {
        Some(id) => format!("the public key {}", words::quote(id)),
        None => "a public key of the issuer".to_owned(),
    };
    let message = format!(
        "the HMAC was made with {name} as the secret ({form}), which everybody has, expected a \
         signature by its private key"
    );
    Some(
        RULE.finds("header/alg", message)
            .actual(algorithm.name)
            .fix(
                "Somebody has forged this token: reject it, and see to it that the verifier refuses \
                 HS algorithms for this issuer.",
            ),
    )
}

/// The confusion of an HMAC secret with a public key.
fn public_key_as_secret(case: &Case<'_>, provider: &Provider, algorithm: &str) -> Finding {
    let finding = RULE
        .finds(
            "header/alg",
            format!(
                "`alg` is {}, an HMAC, and the issuer has only public keys, expected an asymmetric \
                 algorithm: a verifier that obeys `alg` would take a public key for a shared secret",
                words::quote(algorithm)
            ),
        )
        .actual(algorithm)
        .fix(
            "If a secret shared with the receiver made this token, give it with `--secret-file`; \
             if there is none, reject the token and let the verifier refuse HS algorithms.",
        );
    // Without metadata nobody can tell whether the secret of the client made it.
    match case.kind {
        Kind::IdToken | Kind::LogoutToken if provider.metadata.is_none() => finding
            .as_severity(Severity::Warn)
            .as_confidence(Confidence::Medium),
        _ => finding,
    }
}

/// Whether there are keys that can verify, and all of them are public ones.
fn only_public_keys(provider: &Provider) -> bool {
    let can_verify = |key: &&Key| key.material.is_ok() && key.usage.as_deref() != Some("enc");
    let mut verifying = provider.keys.keys.iter().filter(can_verify).peekable();
    verifying.peek().is_some()
        && verifying.all(|key| !matches!(key.material, Ok(Material::Symmetric(_))))
}

/// The honest uses of a secret that is no key of the issuer's key set: that of the client (OIDC
/// Core §9, §10.1), or one that the issuer keeps to itself.
fn secret_of_another(case: &Case<'_>, provider: &Provider, algorithm: &str) -> Option<Outcome> {
    match case.kind {
        Kind::RefreshToken | Kind::RegistrationAccessToken | Kind::ApplicationSession => Some(
            Outcome::NotApplicable("only its issuer checks it, with a secret of its own"),
        ),
        Kind::ClientAssertion
        | Kind::RequestObject
        | Kind::UserinfoResponse
        | Kind::JarmResponse
        | Kind::IntrospectionResponse => Some(Outcome::Needs(vec![FactName::Keys])),
        Kind::IdToken | Kind::LogoutToken if announces(provider, algorithm) => {
            Some(Outcome::Needs(vec![FactName::Keys]))
        }
        _ => None,
    }
}

/// Whether the issuer announces that it signs ID tokens with this algorithm.
fn announces(provider: &Provider, algorithm: &str) -> bool {
    provider.metadata.as_ref().is_some_and(|metadata| {
        metadata
            .strings("id_token_signing_alg_values_supported")
            .present()
            .is_some_and(|listed| listed.iter().any(|one| one == algorithm))
    })
}
