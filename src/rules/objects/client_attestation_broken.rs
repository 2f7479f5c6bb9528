//! `client-attestation-broken`

use super::is_mac;
use crate::{
    classify::Kind,
    input::{Origin, Slot},
    provider::keys::PRIVATE_MEMBERS,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Sibling, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::{list, quote, quoted},
    },
    token::{Document, JsonKind},
    verify::{self, Reason, Status},
};

pub(crate) static RULE: Rule = Rule {
    name: "client-attestation-broken",
    family: Family::Objects,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Provider, Needs::Situation, Needs::Pair],
    applies: Applies::Only(&[Kind::ClientAttestation]),
    silences: &[],
    doc: Doc {
        checks: "A client attestation: `sub` is missing or not the client stated (`--client`), `exp` \
                 is missing, `cnf.jwk` is missing, private or symmetric, or `alg` is a MAC. Its \
                 proof: not signed with the `cnf.jwk` of the attestation beside it, without `jti`, \
                 or addressed to no issuer that is trusted. In header lines, one without the \
                 other. Read after draft 07; the server's challenge is not judged.",
        why: "Without its proof an attestation is a bearer statement about a client: whoever copies \
              it can pass for that client. The proof makes it worthless to others, if it is signed \
              with the attested key and made for this server.",
        threats: &[Threat::Stolen, Threat::Substitution],
        but: "This is a draft, and members moved between its versions. Newer versions let a DPoP \
              proof take the part of the proof, so an attestation beside a `DPoP` line is fine. One line that was cut out of \
              its message misses the other one: give the token alone instead.",
        fix: "Keep the attestation with its key, and sign a fresh proof with that key for each \
              request.",
    },
    article: &[],
    references: &[section(Spec::ClientAttestation, "")],
    examples: &[
        Example::fires(
            "a proof by another key",
            Sample::Lines(&[
                ("OAuth-Client-Attestation: ", ATTESTATION),
                (
                    "OAuth-Client-Attestation-PoP: ",
                    Sample::Text(
                        "eyJ0eXAiOiJvYXV0aC1jbGllbnQtYXR0ZXN0YXRpb24tcG9wK2p3dCIsImFsZyI6IkVTMjU2In0.eyJpc3MiOiJ3YWxsZXQtYXBwIiwiYXVkIjoiaHR0cHM6Ly9pZHAuZXhhbXBsZSIsImp0aSI6ImQyNWQwMGFiIiwiaWF0IjoxNzY3MjI1NTkwfQ.bFC1XVLH8SfzTSDbAnyftWBdbNyOhrvtdA16Tm5INdPX62YKpiUX23jy2gHFRoBxwlSt6-3eZKPbUt6rPKgLaA",
                    ),
                ),
            ]),
        ),
        Example::fires(
            "an attestation without proof",
            Sample::Lines(&[("OAuth-Client-Attestation: ", ATTESTATION)]),
        ),
        Example::fires(
            "an attestation of no key, for ever",
            jwt(
                r#"{"typ":"oauth-client-attestation+jwt","alg":"ES256"}"#,
                r#"{"iss":"https://attester.example","sub":"wallet-app","iat":1767225000}"#,
            ),
        ),
        Example::fires(
            "a proof for another server",
            Sample::Lines(&[
                ("OAuth-Client-Attestation: ", ATTESTATION),
                ("OAuth-Client-Attestation-PoP: ", PROOF),
            ]),
        )
        .with(&["--fact", "receiver.issuers=https://other.example"]),
        Example::fires(
            "a proof by an algorithm that the attested key cannot serve",
            Sample::Lines(&[
                ("OAuth-Client-Attestation: ", ATTESTATION),
                (
                    "OAuth-Client-Attestation-PoP: ",
                    jwt(
                        r#"{"typ":"oauth-client-attestation-pop+jwt","alg":"RS256"}"#,
                        r#"{"iss":"wallet-app","aud":"https://idp.example","jti":"d25d00ab","iat":1767225590}"#,
                    ),
                ),
            ]),
        )
        .with(&["--fact", "receiver.issuers=https://idp.example"]),
        Example::silent(
            "an attestation with its proof, for this server",
            Sample::Lines(&[
                ("OAuth-Client-Attestation: ", ATTESTATION),
                ("OAuth-Client-Attestation-PoP: ", PROOF),
            ]),
        )
        .with(&[
            "--fact",
            "receiver.issuers=https://idp.example",
            "--client",
            "wallet-app",
        ]),
        Example::silent("an attestation alone, out of its message", ATTESTATION),
    ],
    check: Check::Token(check),
};

const ATTESTATION: Sample = jwt(
    r#"{"typ":"oauth-client-attestation+jwt","alg":"ES256"}"#,
    r#"{"iss":"https://attester.example","sub":"wallet-app","iat":1767225000,"exp":1767311400,"cnf":{"jwk":{"kty":"EC","crv":"P-256","x":"O3_E3zh_1E21JD1Ys6nOy3USYT8TMDkFuJK-IVKKiuU","y":"Cg21h2HdgYeGAy11J_A8BEiHiWUjhpEkBKIfl1aMpTo"}}}"#,
);

/// Signed with the key in the `cnf` of [`ATTESTATION`].
const PROOF: Sample = Sample::Text(
    "eyJ0eXAiOiJvYXV0aC1jbGllbnQtYXR0ZXN0YXRpb24tcG9wK2p3dCIsImFsZyI6IkVTMjU2In0.eyJpc3MiOiJ3YWxsZXQtYXBwIiwiYXVkIjoiaHR0cHM6Ly9pZHAuZXhhbXBsZSIsImp0aSI6ImQyNWQwMGFiIiwiaWF0IjoxNzY3MjI1NTkwfQ.3jHhw2e_nA1am-57jN6ou3zgSTaKliow-Ff1m18yMAj1mG-DMLsi83Da9bRlYo4EJDaKdQxvTALLybxWlwXzWQ",
);

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let mut findings: Vec<Finding> = Vec::new();
    if is_mac(case) {
        let message = "the signature is made with a shared secret, expected a private key";
        findings.push(RULE.finds("header/alg", message));
    }
    if is_proof(case) {
        findings.extend(proof(case, claims));
    } else {
        findings.extend(attestation(case, claims));
    }
    findings.into()
}

fn is_proof(case: &Case<'_>) -> bool {
    case.slot == Some(&Slot::ClientAttestationProof)
        || case.token.media_type().as_deref() == Some("oauth-client-attestation-pop+jwt")
}

fn attestation(case: &Case<'_>, claims: &Document) -> Vec<Finding> {
    let mut findings: Vec<Finding> = client(case, claims).into_iter().collect();
    if claims.date("exp").present().is_none() {
        let message = "`exp` is absent or unreadable, expected an end of the attestation";
        findings.push(RULE.finds("payload", message));
    }
    findings.extend(key(claims));
    let has_proof = case.sibling_in(&Slot::ClientAttestationProof).is_some()
        || case.sibling_in(&Slot::DpopProof).is_some();
    if case.origin == Origin::Headers && !has_proof {
        let message = "the attestation comes without `OAuth-Client-Attestation-PoP`, expected a \
                       proof of its key";
        findings.push(
            RULE.finds("request", message)
                .as_confidence(Confidence::Medium),
        );
    }
    findings
}

fn client(case: &Case<'_>, claims: &Document) -> Option<Finding> {
    let Some(client) = claims.str("sub") else {
        let message = "`sub` is absent, expected the client id";
        return Some(RULE.finds("payload", message));
    };
    let stated = &case.situation.client_ids;
    if stated.is_empty() || stated.iter().any(|known| *known == *client) {
        return None;
    }
    let message = format!(
        "`sub` is {}, the client is {}",
        quote(&client),
        quoted(stated, "or")
    );
    let finding = RULE.finds("payload/sub", message);
    Some(finding.expected(list(stated, "or")).actual(client))
}

fn key(claims: &Document) -> Option<Finding> {
    let jwk = claims.get("cnf").and_then(|cnf| cnf.member("jwk"));
    let Some(jwk) = jwk.filter(|value| value.kind() == JsonKind::Object) else {
        let message = "`cnf.jwk` is absent or no key, expected the public key of the client";
        return Some(RULE.finds("payload/cnf", message));
    };
    let private = PRIVATE_MEMBERS
        .iter()
        .find(|name| jwk.member(name).is_some())?;
    let message = format!(
        "`cnf.jwk` has the member `{private}` of a private or shared key, expected a public key"
    );
    Some(RULE.finds(format!("payload/cnf/jwk/{private}"), message))
}

fn proof(case: &Case<'_>, claims: &Document) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    if claims.str("jti").is_none_or(|id| id.is_empty()) {
        let message = "`jti` is absent, expected a new one for each proof";
        findings.push(RULE.finds("payload", message));
    }
    findings.extend(audience(case, claims));
    let attestation = case.siblings.iter().find(|sibling| {
        sibling.slot == Some(&Slot::ClientAttestation)
            || sibling.token.media_type().as_deref() == Some("oauth-client-attestation+jwt")
    });
    match attestation {
        Some(attestation) => findings.extend(signature(case, attestation)),
        None if case.origin == Origin::Headers => {
            let message = "the proof comes without `OAuth-Client-Attestation`, expected the \
                           attestation of its key";
            findings.push(
                RULE.finds("request", message)
                    .as_confidence(Confidence::Medium),
            );
        }
        None => {}
    }
    findings
}

fn audience(case: &Case<'_>, claims: &Document) -> Option<Finding> {
    let audience = claims.audience();
    if audience.is_empty() {
        let message = "`aud` is absent, expected the issuer that the proof is made for";
        return Some(RULE.finds("payload", message));
    }
    let issuers = case.trusted_issuers();
    if issuers.is_empty() || audience.iter().any(|one| issuers.contains(&one.as_ref())) {
        return None;
    }
    let message = format!(
        "audience is {}, expected the issuer {}",
        quoted(&audience, "and"),
        quoted(&issuers, "or")
    );
    let finding = RULE.finds("payload/aud", message);
    Some(
        finding
            .expected(list(&issuers, "or"))
            .actual(list(&audience, "and")),
    )
}

fn signature(case: &Case<'_>, attestation: &Sibling<'_>) -> Option<Finding> {
    let jwk = attestation
        .token
        .claims()?
        .get("cnf")
        .and_then(|cnf| cnf.member("jwk"))?;
    let (status, reason) = verify::with_confirmed_key(case.token, case.token.signed()?, jwk);
    let found = match status {
        Status::Invalid => reason.describe(),
        Status::Unsigned => "it is unsigned".to_owned(),
        Status::NotChecked if matches!(reason, Reason::AlgorithmKeyMismatch(_)) => {
            reason.describe()
        }
        // What else cannot be checked is not called wrong.
        Status::Valid | Status::NotChecked => return None,
    };
    let message =
        format!("the proof is not by the key in `cnf.jwk` of the attestation beside it: {found}");
    Some(RULE.finds("signature", message))
}
