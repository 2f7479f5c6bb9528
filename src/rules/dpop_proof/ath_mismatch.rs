//! `ath-mismatch`

use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::quote,
    },
    token::Claim,
    verify::hash,
};

pub(crate) static RULE: Rule = Rule {
    name: "ath-mismatch",
    family: Family::DpopProof,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Only(&[Kind::DpopProof]),
    silences: &[],
    doc: Doc {
        checks: "`ath` of a DPoP proof is not the hash (SHA-2 of 256 bits) of the access token in the \
                 `Authorization` line beside it, base64url; or it is missing beside \
                 `Authorization: DPoP`.",
        why: "`ath` ties the proof to one token. Without it a proof that was made for one token, or \
              none, serves for another one that is bound to the same key.",
        threats: &[Threat::Substitution],
        but: "At the token endpoint there is no access token yet, and a proof without `ath` is \
              right. This rule looks at header lines that hold both.",
        fix: "Compute `ath` from the very token that the request carries, anew for each request.",
    },
    article: &[Passage::Paragraph(20)],
    references: &[
        section(Spec::Rfc(9449), "4.2"),
        section(Spec::Rfc(9449), "4.3"),
        section(Spec::Rfc(9449), "7"),
    ],
    examples: &[
        Example::fires(
            "the hash of another token",
            Sample::Lines(&[
                (
                    "Authorization: DPoP ",
                    Sample::Text("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxV"),
                ),
                ("DPoP: ", PROOF),
            ]),
        ),
        Example::fires(
            "a proof made for no token",
            Sample::Lines(&[
                (
                    "Authorization: DPoP ",
                    Sample::Text("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"),
                ),
                ("DPoP: ", WITHOUT),
            ]),
        ),
        Example::silent(
            "the token that it names (RFC 9449 §7.1)",
            Sample::Lines(&[
                (
                    "Authorization: DPoP ",
                    Sample::Text("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"),
                ),
                ("DPoP: ", PROOF),
            ]),
        ),
        Example::silent(
            "a proof at the token endpoint",
            Sample::Lines(&[("DPoP: ", WITHOUT)]),
        ),
    ],
    check: Check::Token(check),
};

const PROOF: Sample = jwt(
    r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}"#,
    r#"{"jti":"e1j3V_bKic8-LAEB","htm":"GET","htu":"https://resource.example.org/protectedresource","iat":1767225590,"ath":"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"}"#,
);

const WITHOUT: Sample = jwt(
    r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}}"#,
    r#"{"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://server.example.com/token","iat":1767225590}"#,
);

fn check(case: &Case<'_>) -> Outcome {
    let bound = case.sibling_in(&Slot::AuthorizationDpop);
    let Some(token) = bound.or_else(|| case.sibling_in(&Slot::AuthorizationBearer)) else {
        return Outcome::NotApplicable("no access token is seen beside the proof");
    };
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let (pointer, found) = match claims.text_claim("ath") {
        // Beside a bearer token the missing proof is another rule's finding.
        Claim::Absent if bound.is_none() => return Outcome::Silent,
        Claim::Absent => ("payload", "absent".to_owned()),
        Claim::Present(hash) if hash == hash::access_token_hash(token.token.raw()) => {
            return Outcome::Silent;
        }
        Claim::Present(hash) => ("payload/ath", quote(&hash)),
        Claim::Malformed(value) => ("payload/ath", value.kind().to_string()),
    };
    let expected = hash::access_token_hash(token.token.raw());
    let message = format!("`ath` is {found}, the access token beside it hashes to `{expected}`");
    RULE.finds(pointer, message).expected(expected).into()
}
