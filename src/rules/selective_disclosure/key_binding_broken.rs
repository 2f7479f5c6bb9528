//! `key-binding-broken`

use super::{Digests, digests, parts};
use crate::{
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample},
        spec::{Spec, section},
        words::{list, quote, quoted},
    },
    situation::Binding,
    token::{
        Claim, Document, JsonKind, SelectiveDisclosure, Signed, short_media_type, time::human_span,
    },
    verify::{self, Reason, Status, hash},
};

pub(crate) static RULE: Rule = Rule {
    name: "key-binding-broken",
    family: Family::SelectiveDisclosure,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The key-binding JWT at the end of an SD-JWT: `typ` is not `kb+jwt`, the key in \
                 `cnf.jwk` did not sign it, `sd_hash` is not that of the SD-JWT before it, `nonce` \
                 or `iat` is missing, `nonce` is not the one stated (`--nonce`), `aud` is no single \
                 string or not this receiver; an `iat` over five minutes away is a warning. Where \
                 binding is required (`--binding required`) it must be there.",
        why: "The binding shows that the holder, and no thief, presents the credential here and now. \
              Without it, or with one that was made for another verifier or another set of \
              disclosures, a copy is as good as the original.",
        threats: &[Threat::Stolen, Threat::Once],
        but: "A verifier may take credentials without binding where the facts are public. The \
              decision has to come from its own policy and never from what was presented: so a \
              missing binding is found only where binding is stated to be required. A key that \
              `cnf` does not carry itself cannot be judged here.",
        fix: "Send a nonce of your own, and check `typ`, signature, `sd_hash`, `aud`, `nonce` and \
              `iat` before anything that the credential says is believed.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9901), "4.3"),
        section(Spec::Rfc(9901), "4.3.1"),
        section(Spec::Rfc(9901), "7.3"),
        section(Spec::Rfc(9901), "9.5"),
    ],
    examples: &[
        Example::fires(
            "a binding of fewer disclosures than are shown",
            Sample::Text("eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImRad1RNekczSnREQzdzSVJIMWRMeEp0MERZTzRJdE1BRFZmc3otTEJRc28iLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6InNoYS0yNTYiLCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzNfRTN6aF8xRTIxSkQxWXM2bk95M1VTWVQ4VE1Ea0Z1SkstSVZLS2l1VSIsInkiOiJDZzIxaDJIZGdZZUdBeTExSl9BOEJFaUhpV1VqaHBFa0JLSWZsMWFNcFRvIn19fQ.zhWR0VgZGchfgRBfUg_4IrN7c1ZLW-wDvbBSlQ78m8xAY3HUzoI9xmawfzE_g0V9J3Pv3CzE4QBz7Iht8eeRfw~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~WyJlbHVWNU9nM2dTTklJOEVZbnN4QV9BIiwiZmFtaWx5X25hbWUiLCJNdXN0ZXIiXQ~eyJhbGciOiJFUzI1NiIsInR5cCI6ImtiK2p3dCJ9.eyJpYXQiOjE3NjcyMjU1OTAsImF1ZCI6Imh0dHBzOi8vdmVyaWZpZXIuZXhhbXBsZSIsIm5vbmNlIjoiMTIzNDU2Nzg5MCIsInNkX2hhc2giOiJQUWJKYVZORmtOVUZ2c3cwWUcyeEpkUllBLU1ETVFlQ3RSNjAzOFY2dUhFIn0.JIOSFdmDSgsTuEw_7-pRnL5GkHT8JW7dHphwxF1hBN-czeJFruF5MvJyGPrLrv9PsRGFeL--8ZnbXRAyvifZkw"),
        ),
        Example::fires("a binding by another key", Sample::Text("eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImRad1RNekczSnREQzdzSVJIMWRMeEp0MERZTzRJdE1BRFZmc3otTEJRc28iLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6InNoYS0yNTYiLCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzNfRTN6aF8xRTIxSkQxWXM2bk95M1VTWVQ4VE1Ea0Z1SkstSVZLS2l1VSIsInkiOiJDZzIxaDJIZGdZZUdBeTExSl9BOEJFaUhpV1VqaHBFa0JLSWZsMWFNcFRvIn19fQ.9dybM4H0vvfXHfJSTkfbXJOrVp7cbwQzp6SwmTpikqGeIai-XfGfXpO27JgUsGPqPYIbpoEeqQ_WxasAIKkLFQ~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwiREUiXQ~eyJhbGciOiJFUzI1NiIsInR5cCI6ImtiK2p3dCJ9.eyJpYXQiOjE3NjcyMjU1OTAsImF1ZCI6Imh0dHBzOi8vdmVyaWZpZXIuZXhhbXBsZSIsIm5vbmNlIjoiMTIzNDU2Nzg5MCIsInNkX2hhc2giOiJQUWJKYVZORmtOVUZ2c3cwWUcyeEpkUllBLU1ETVFlQ3RSNjAzOFY2dUhFIn0.0WZuZDa7nrm2lDwPinO7cL3FGECp0oB8vVxOPI6sKpLsRTSJT5mGAJIBJ9Mi-9_FRvocSYqEu5WDSJzqHieqww")),
        Example::fires(
            "a binding by an algorithm that the key cannot serve",
            Sample::Text("eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImRad1RNekczSnREQzdzSVJIMWRMeEp0MERZTzRJdE1BRFZmc3otTEJRc28iLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6InNoYS0yNTYiLCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzNfRTN6aF8xRTIxSkQxWXM2bk95M1VTWVQ4VE1Ea0Z1SkstSVZLS2l1VSIsInkiOiJDZzIxaDJIZGdZZUdBeTExSl9BOEJFaUhpV1VqaHBFa0JLSWZsMWFNcFRvIn19fQ.9dybM4H0vvfXHfJSTkfbXJOrVp7cbwQzp6SwmTpikqGeIai-XfGfXpO27JgUsGPqPYIbpoEeqQ_WxasAIKkLFQ~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwiREUiXQ~eyJhbGciOiJSUzI1NiIsInR5cCI6ImtiK2p3dCJ9.eyJpYXQiOjE3NjcyMjU1OTAsImF1ZCI6Imh0dHBzOi8vdmVyaWZpZXIuZXhhbXBsZSIsIm5vbmNlIjoiMTIzNDU2Nzg5MCIsInNkX2hhc2giOiJQUWJKYVZORmtOVUZ2c3cwWUcyeEpkUllBLU1ETVFlQ3RSNjAzOFY2dUhFIn0.AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4_QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl9gYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo-QkZKTlJWWl5iZmpucnZ6foKGio6SlpqeoqaqrrK2ur7CxsrO0tba3uLm6u7y9vr_AwcLDxMXGx8jJysvMzc7P0NHS09TV1tfY2drb3N3e3-Dh4uPk5ebn6Onq6-zt7u_w8fLz9PX29_j5-vv8_f4BAg"),
        ),
        Example::fires(
            "no binding where it is required",
            Sample::Text("eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImRad1RNekczSnREQzdzSVJIMWRMeEp0MERZTzRJdE1BRFZmc3otTEJRc28iLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6InNoYS0yNTYiLCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzNfRTN6aF8xRTIxSkQxWXM2bk95M1VTWVQ4VE1Ea0Z1SkstSVZLS2l1VSIsInkiOiJDZzIxaDJIZGdZZUdBeTExSl9BOEJFaUhpV1VqaHBFa0JLSWZsMWFNcFRvIn19fQ.9dybM4H0vvfXHfJSTkfbXJOrVp7cbwQzp6SwmTpikqGeIai-XfGfXpO27JgUsGPqPYIbpoEeqQ_WxasAIKkLFQ~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwiREUiXQ~"),
        )
        .with(&["--binding", "required"]),
        Example::fires("the nonce of another request", Sample::Text(BOUND))
            .with(&["--nonce", "n-0S6_WzA2Mj"]),
        Example::fires("made for another verifier", Sample::Text(BOUND))
            .with(&["--audience", "https://shop.example"]),
        Example::silent("a sound binding, with all that was stated", Sample::Text(BOUND)).with(&[
            "--binding",
            "required",
            "--nonce",
            "1234567890",
            "--audience",
            "https://verifier.example",
        ]),
        Example::silent(
            "no binding, and nobody requires one",
            Sample::Text("eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImRad1RNekczSnREQzdzSVJIMWRMeEp0MERZTzRJdE1BRFZmc3otTEJRc28iLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6InNoYS0yNTYiLCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzNfRTN6aF8xRTIxSkQxWXM2bk95M1VTWVQ4VE1Ea0Z1SkstSVZLS2l1VSIsInkiOiJDZzIxaDJIZGdZZUdBeTExSl9BOEJFaUhpV1VqaHBFa0JLSWZsMWFNcFRvIn19fQ.9dybM4H0vvfXHfJSTkfbXJOrVp7cbwQzp6SwmTpikqGeIai-XfGfXpO27JgUsGPqPYIbpoEeqQ_WxasAIKkLFQ~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwiREUiXQ~"),
        ),
    ],
    check: Check::Token(check),
};

/// An SD-JWT with two disclosures, bound for `https://verifier.example`; its keys were made for it.
const BOUND: &str = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImRad1RNekczSnREQzdzSVJIMWRMeEp0MERZTzRJdE1BRFZmc3otTEJRc28iLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6InNoYS0yNTYiLCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzNfRTN6aF8xRTIxSkQxWXM2bk95M1VTWVQ4VE1Ea0Z1SkstSVZLS2l1VSIsInkiOiJDZzIxaDJIZGdZZUdBeTExSl9BOEJFaUhpV1VqaHBFa0JLSWZsMWFNcFRvIn19fQ.9dybM4H0vvfXHfJSTkfbXJOrVp7cbwQzp6SwmTpikqGeIai-XfGfXpO27JgUsGPqPYIbpoEeqQ_WxasAIKkLFQ~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwiREUiXQ~eyJhbGciOiJFUzI1NiIsInR5cCI6ImtiK2p3dCJ9.eyJpYXQiOjE3NjcyMjU1OTAsImF1ZCI6Imh0dHBzOi8vdmVyaWZpZXIuZXhhbXBsZSIsIm5vbmNlIjoiMTIzNDU2Nzg5MCIsInNkX2hhc2giOiJQUWJKYVZORmtOVUZ2c3cwWUcyeEpkUllBLU1ETVFlQ3RSNjAzOFY2dUhFIn0.dxyDoPxYSDYEVi88C_dKheLT5TKzTx8chF1DXD8QPEwUrjQXA4ynJ5SzTRwzSxgAERZPVbSNx7eB5-gZ7kfyww";

fn check(case: &Case<'_>) -> Outcome {
    let Some(parts) = parts(case) else {
        return Outcome::NotApplicable("this is no SD-JWT");
    };
    let Some(proof) = &parts.key_binding else {
        let is_missing = case.token.raw().expose().ends_with('~');
        if is_missing && case.situation.binding.is(&Binding::Required) {
            let message = "there is no key-binding JWT, this receiver requires one";
            return RULE.finds("token", message).into();
        }
        return Outcome::Silent;
    };
    let Some(claims) = &proof.payload.claims else {
        return Outcome::NotApplicable("the key-binding JWT cannot be read");
    };
    let findings: Vec<Finding> = media_type(proof)
        .into_iter()
        .chain(signature(case, parts, proof))
        .chain(presented(case, parts, claims))
        .chain(audience(case, claims))
        .chain(nonce(case, claims))
        .chain(time(case, claims))
        .collect();
    findings.into()
}

fn finding(place: &str, message: impl Into<String>) -> Finding {
    RULE.finds(format!("key_binding/{place}"), message)
}

fn media_type(proof: &Signed) -> Option<Finding> {
    let value = proof.signatures.first()?.header("typ");
    let typ = value.and_then(|value| value.string());
    let is_right = |typ: &str| short_media_type(typ).eq_ignore_ascii_case("kb+jwt");
    if typ.as_deref().is_some_and(is_right) {
        return None;
    }
    let found = typ.as_deref().map_or("absent".to_owned(), quote);
    let message = format!("`typ` of the key-binding JWT is {found}, expected `kb+jwt`");
    Some(finding("header/typ", message).expected("kb+jwt"))
}

fn signature(case: &Case<'_>, parts: &SelectiveDisclosure, proof: &Signed) -> Option<Finding> {
    let claims = parts.issuer_signed.payload.claims.as_ref()?;
    let Some(confirmation) = claims.get("cnf") else {
        let message = "the SD-JWT has no `cnf`, expected the key that the binding is signed with";
        return Some(RULE.finds("payload", message));
    };
    let jwk = confirmation
        .member("jwk")
        .filter(|value| value.kind() == JsonKind::Object)?;
    let (status, reason) = verify::with_confirmed_key(case.token, proof, jwk);
    let found = match status {
        Status::Invalid => format!("is not by the key in `cnf.jwk`: {}", reason.describe()),
        Status::Unsigned => "is unsigned, expected the signature of the holder".to_owned(),
        Status::NotChecked if matches!(reason, Reason::AlgorithmKeyMismatch(_)) => {
            format!("is not by the key in `cnf.jwk`: {}", reason.describe())
        }
        // What else cannot be checked is not called wrong.
        Status::Valid | Status::NotChecked => return None,
    };
    Some(finding("signature", format!("the key-binding JWT {found}")))
}

/// `sd_hash`: over all that stands before the key-binding JWT, with its last `~` (RFC 9901 §4.3.1).
fn presented(case: &Case<'_>, parts: &SelectiveDisclosure, claims: &Document) -> Option<Finding> {
    let Some(stated) = claims.str("sd_hash") else {
        let message = "`sd_hash` is absent or no string, expected the hash of what is presented";
        return Some(finding("payload", message));
    };
    let Digests::Known(algorithm) = digests(parts) else {
        return None;
    };
    let text = case.token.raw().expose();
    let end = text.rfind('~')? + 1;
    let expected = hash::of_text(algorithm, &text[..end])?;
    (stated != expected).then(|| {
        let message = format!(
            "`sd_hash` is {}, what is presented hashes to `{expected}`",
            quote(&stated)
        );
        finding("payload/sd_hash", message)
            .expected(expected.as_str())
            .actual(stated)
    })
}

fn audience(case: &Case<'_>, claims: &Document) -> Option<Finding> {
    let audience = match claims.text_claim("aud") {
        Claim::Absent => {
            let message = "`aud` of the key-binding JWT is absent, expected one verifier";
            return Some(finding("payload", message));
        }
        Claim::Malformed(value) => {
            let message = format!(
                "`aud` of the key-binding JWT is {}, expected one string",
                value.kind()
            );
            return Some(finding("payload/aud", message));
        }
        Claim::Present(audience) => audience,
    };
    let situation = case.situation;
    if !situation.receiver_is_named() || situation.is_receiver(&audience) {
        return None;
    }
    let names = situation.receiver_names();
    let message = format!(
        "audience of the key-binding JWT is {}, this receiver is {}",
        quote(&audience),
        quoted(&names, "or")
    );
    Some(
        finding("payload/aud", message)
            .expected(list(&names, "or"))
            .actual(audience),
    )
}

fn nonce(case: &Case<'_>, claims: &Document) -> Option<Finding> {
    let Some(found) = claims.str("nonce") else {
        let message = "`nonce` of the key-binding JWT is absent, expected the verifier's";
        return Some(finding("payload", message));
    };
    let expected = case.situation.nonce.as_deref()?;
    (found != expected).then(|| {
        let message = format!(
            "`nonce` of the key-binding JWT is {}, expected {}",
            quote(&found),
            quote(expected)
        );
        finding("payload/nonce", message)
            .expected(expected)
            .actual(found)
    })
}

fn time(case: &Case<'_>, claims: &Document) -> Option<Finding> {
    let Some(made) = claims.date("iat").present() else {
        let message = "`iat` of the key-binding JWT is absent or unreadable, expected its time";
        return Some(finding("payload", message));
    };
    let (age, window) = (case.now.since(made), case.policy.proof_age);
    if (-window..=window).contains(&age) {
        return None;
    }
    let when = if age > 0 { "ago" } else { "ahead" };
    let message = format!(
        "the key-binding JWT was made {} {when}, expected at most {} either way",
        human_span(age.saturating_abs()),
        human_span(window)
    );
    Some(finding("payload/iat", message).as_severity(Severity::Warn))
}
