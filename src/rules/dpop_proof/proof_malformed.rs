//! `proof-malformed`

use crate::{
    classify::Kind,
    input::Slot,
    provider::keys::PRIVATE_MEMBERS,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::{quote, quoted},
    },
    token::{Claim, Document, JsonKind},
    verify::{Algorithm, Reason},
};

pub(crate) static RULE: Rule = Rule {
    name: "proof-malformed",
    family: Family::DpopProof,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[Kind::DpopProof]),
    silences: &["alg-key-mismatch"],
    doc: Doc {
        checks: "The shape of a DPoP proof: `typ` is not `dpop+jwt`, `alg` is a MAC, `jwk` is \
                 missing, private, symmetric or of another type than `alg` needs, `jti`, `htm`, `htu` or `iat` is missing or of the \
                 wrong type, or the message has more than one proof. A query or fragment in `htu` \
                 is for information. The signature itself is judged by `signature-invalid`.",
        why: "The proof is all that stands between a copied token and its use. A receiver that is \
              lenient here accepts proofs that prove nothing: a shared secret is no private key, a \
              proof without `jti` can be replayed, and with two proofs two programs may each read \
              another one.",
        threats: &[Threat::Stolen],
        but: "Further claims are allowed. A query in `htu` is harmless where the receiver compares \
              as RFC 9449 says, without it.",
        fix: "Sign a fresh proof for each request with an asymmetric key, put its public `jwk` into \
              the header, and set `typ`, `jti`, `htm`, `htu` and `iat`.",
    },
    article: &[Passage::Paragraph(20)],
    references: &[
        section(Spec::Rfc(9449), "4.2"),
        section(Spec::Rfc(9449), "4.3"),
        section(Spec::Rfc(9449), "11.6"),
    ],
    examples: &[
        Example::fires(
            "a proof made with a shared secret",
            jwt(
                r#"{"typ":"dpop+jwt","alg":"HS256","kid":"1"}"#,
                r#"{"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://api.example/orders","iat":1767225590}"#,
            ),
        ),
        Example::fires(
            "a proof that gives its private key away",
            jwt(
                r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA","d":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}}"#,
                r#"{"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://api.example/orders","iat":1767225590}"#,
            ),
        ),
        Example::fires(
            "a proof for no request in particular",
            jwt(
                r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}"#,
                r#"{"jti":"-BwC3ESc6acc2lTc","iat":1767225590}"#,
            ),
        ),
        Example::fires(
            "an algorithm that the key in the header cannot serve",
            jwt(
                r#"{"typ":"dpop+jwt","alg":"RS256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}"#,
                r#"{"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://api.example/orders","iat":1767225590}"#,
            ),
        )
        .jwks(r#"{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"1","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}]}"#),
        Example::fires(
            "two proofs in one message",
            Sample::Lines(&[("DPoP: ", PROOF), ("DPoP: ", PROOF)]),
        ),
        Example::silent("a proof with a server's nonce and all its claims", PROOF),
        Example::silent(
            "a bound access token is no proof",
            jwt(
                r#"{"typ":"at+jwt","alg":"ES256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

const PROOF: Sample = jwt(
    r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}"#,
    r#"{"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://api.example/orders","iat":1767225590,"nonce":"eyJ7S_zG.eyJH0-Z.HX4w-7v"}"#,
);

fn check(case: &Case<'_>) -> Outcome {
    let mut findings: Vec<Finding> = several(case).into_iter().collect();
    if let (Some(header), Some(claims)) = (case.header(), case.claims())
        && case.is_whole()
    {
        findings.extend(media_type(case, header));
        findings.extend(algorithm(header));
        findings.extend(key(header));
        findings.extend(unfit(case, header));
        findings.extend(missing(claims));
        findings.extend(address(claims));
    }
    findings.into()
}

/// RFC 9449 §4.3 items 1 and 2: one field with one JWT.
fn several(case: &Case<'_>) -> Option<Finding> {
    let has_list = case.token.raw().expose().contains(',');
    let has_twin =
        case.slot == Some(&Slot::DpopProof) && case.sibling_in(&Slot::DpopProof).is_some();
    (has_list || has_twin).then(|| {
        RULE.finds(
            "request",
            "the message has several proofs, expected one `DPoP` field with one JWT",
        )
    })
}

fn media_type(case: &Case<'_>, header: &Document) -> Option<Finding> {
    if case.token.media_type().as_deref() == Some("dpop+jwt") {
        return None;
    }
    let found = match header.text_claim("typ") {
        Claim::Absent => "absent".to_owned(),
        Claim::Present(text) => quote(&text),
        Claim::Malformed(value) => value.kind().to_string(),
    };
    let message = format!("`typ` is {found}, expected `dpop+jwt`");
    Some(RULE.finds("header/typ", message).expected("dpop+jwt"))
}

fn algorithm(header: &Document) -> Option<Finding> {
    let name = header.str("alg")?;
    Algorithm::named(&name)?.is_symmetric().then(|| {
        let message = format!(
            "`alg` is `{name}`, which needs a shared secret, expected an asymmetric algorithm"
        );
        RULE.finds("header/alg", message).actual(name)
    })
}

fn key(header: &Document) -> Option<Finding> {
    let Some(jwk) = header.present("jwk") else {
        let found = if header.has("kid") {
            "`jwk` is absent and `kid` only names a key"
        } else {
            "`jwk` is absent"
        };
        let message = format!("{found}, expected the public key of the proof in its header");
        return Some(RULE.finds("header", message));
    };
    if jwk.kind() != JsonKind::Object {
        let message = format!("`jwk` is {}, expected a public key", jwk.kind());
        return Some(RULE.finds("header/jwk", message));
    }
    if jwk.member("kty").and_then(|kind| kind.string()).as_deref() == Some("oct") {
        let message = "`jwk` is a shared secret, expected the public half of a key pair";
        return Some(RULE.finds("header/jwk", message));
    }
    let private = PRIVATE_MEMBERS
        .iter()
        .find(|name| jwk.member(name).is_some())?;
    let message =
        format!("`jwk` has the member `{private}` of a private key, expected the public half only");
    let finding = RULE.finds(format!("header/jwk/{private}"), message);
    Some(finding.fix("throw the key pair away: whoever saw this proof can sign with it"))
}

/// RFC 9449 §4.3 item 7: the signature verifies with this `jwk`, which it never does with a key of
/// another type.
fn unfit(case: &Case<'_>, header: &Document) -> Option<Finding> {
    let Reason::AlgorithmKeyMismatch(why) = &case.verification.reason else {
        return None;
    };
    let name = header.str("alg")?;
    let message = format!(
        "`alg` is {}, but {why}, expected the key that made the signature",
        quote(&name)
    );
    Some(RULE.finds("header/jwk", message).actual(name))
}

fn missing(claims: &Document) -> Option<Finding> {
    let is_text =
        |name| matches!(claims.text_claim(name), Claim::Present(text) if !text.is_empty());
    let mut names: Vec<&str> = ["jti", "htm", "htu"]
        .into_iter()
        .filter(|name| !is_text(*name))
        .collect();
    if claims.date("iat").present().is_none() {
        names.push("iat");
    }
    if names.is_empty() {
        return None;
    }
    let message = format!(
        "{} {} absent or unreadable, expected a proof of one request at one time",
        quoted(&names, "and"),
        if names.len() == 1 { "is" } else { "are" }
    );
    Some(RULE.finds("payload", message))
}

/// RFC 9449 §4.2: `htu` is without query and fragment, and §4.3 item 9 compares without them.
fn address(claims: &Document) -> Option<Finding> {
    let address = claims.str("htu")?;
    let part = match (address.contains('?'), address.contains('#')) {
        (true, _) => "a query",
        (_, true) => "a fragment",
        _ => return None,
    };
    let message = format!("`htu` has {part}, expected the address without it");
    Some(
        RULE.finds("payload/htu", message)
            .as_severity(Severity::Info),
    )
}
