//! `disclosure-broken`

use std::collections::{BTreeMap, BTreeSet};

use super::{Digests, digests, parts};
use crate::{
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample},
        spec::{Spec, section},
        words::quote,
    },
    token::{Disclosure, Document, JsonKind, SelectiveDisclosure, Value, base64url},
    verify::{algorithm::Hash, hash},
};

pub(crate) static RULE: Rule = Rule {
    name: "disclosure-broken",
    family: Family::SelectiveDisclosure,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The disclosures of an SD-JWT against the digests that the issuer signed: a \
                 disclosure that no digest refers to, one that stands where the other form belongs \
                 (claim or array element), a digest that occurs twice, a claim named `_sd` or `...`, \
                 a claim that is there already, an unknown `_sd_alg`. A salt that is used twice, and \
                 a claim that decides about validity (`exp`, `iss`, `cnf` …) as a disclosure, are \
                 warnings.",
        why: "The holder chooses what to show, and must not be able to add to it: a disclosure \
              without a digest is not signed by anybody. A claim with two values is read in two \
              ways, and a hidden `exp` or `status` lets a holder keep back that the credential has \
              ended.",
        threats: &[Threat::Forge, Threat::Stale],
        but: "Digests without a disclosure are normal: the holder keeps them back, or they are \
              decoys. `sub`, `iat` and the like may be disclosures. Disclosures that cannot be read \
              at all are found by `undecodable-token`.",
        fix: "Refuse the presentation; have the issuer issue the credential anew.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9901), "4.1.1"),
        section(Spec::Rfc(9901), "4.2"),
        section(Spec::Rfc(9901), "7.1"),
        section(Spec::Rfc(9901), "9.3"),
        section(Spec::Rfc(9901), "9.7"),
    ],
    examples: &[
        Example::fires(
            "a disclosure that nobody signed",
            Sample::Text(
                "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImRlY295cmNtc0VRQllueXAtNnd5OWNoVEQ3R1FQTVRiQWlXSEY1SWFTSUUiXSwibmF0aW9uYWxpdGllcyI6W3siLi4uIjoiTE5LRmhrNnl5ZEdlUFYweDlYc3RnNnotNmQ5aGxXU09COWhhR2ZBbUdLcyJ9LCJGUiJdLCJfc2RfYWxnIjoic2hhLTI1NiIsImNuZiI6eyJqd2siOnsia3R5IjoiRUMiLCJjcnYiOiJQLTI1NiIsIngiOiJPM19FM3poXzFFMjFKRDFZczZuT3kzVVNZVDhUTURrRnVKSy1JVktLaXVVIiwieSI6IkNnMjFoMkhkZ1llR0F5MTFKX0E4QkVpSGlXVWpocEVrQktJZmwxYU1wVG8ifX19.5-osQ08BdaTVNwtuz-ZPZvRNeKL_YKXu1j9CglzJZqYaGOu1zFgYzBD8wH-eN9Ovsa_5qBPmta5RL5IY5B_lLg~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~WyJlbHVWNU9nM2dTTklJOEVZbnN4QV9BIiwiZmFtaWx5X25hbWUiLCJNdXN0ZXIiXQ~",
            ),
        ),
        Example::fires(
            "a disclosed claim that is there already",
            Sample::Text(
                "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImRad1RNekczSnREQzdzSVJIMWRMeEp0MERZTzRJdE1BRFZmc3otTEJRc28iLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6InNoYS0yNTYiLCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzNfRTN6aF8xRTIxSkQxWXM2bk95M1VTWVQ4VE1Ea0Z1SkstSVZLS2l1VSIsInkiOiJDZzIxaDJIZGdZZUdBeTExSl9BOEJFaUhpV1VqaHBFa0JLSWZsMWFNcFRvIn19LCJnaXZlbl9uYW1lIjoiTWF4In0.xo1ECtSbWXF_MIcKiQYysU2Khqecxxxml9IpZr6SbkFnQfnxaMgtuT1l_I23DIFtFtq10fA0QJNEKgqHA1oYnQ~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~",
            ),
        ),
        Example::fires(
            "a claim named `_sd`",
            Sample::Text(
                "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImtVdlhDSjQ3aFhLWGF4S04zbnRnbktjZi1ER0U3ZXBwOTZ2YlBRZERKRXMiLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6InNoYS0yNTYiLCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzNfRTN6aF8xRTIxSkQxWXM2bk95M1VTWVQ4VE1Ea0Z1SkstSVZLS2l1VSIsInkiOiJDZzIxaDJIZGdZZUdBeTExSl9BOEJFaUhpV1VqaHBFa0JLSWZsMWFNcFRvIn19fQ.Np06HSwz0ZEewiqtRnxng9Q7MC02keshMi63PkGKAoo2PifL8V4MYWL9QJzqcXdBs2md3pTYDrIBP4_vi2md-g~WyJRZ19PNjR6cUF4ZTQxMmExMDhpcm9BIiwiX3NkIixbIngiXV0~",
            ),
        ),
        Example::fires(
            "a digest twice",
            Sample::Text(
                "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsIjBtZDRlU0ZEV2lnN0dhZDFDWmlSeTFJNGdjRzRmS09tekdORW1PZEFCaUkiXX0.6OKHNsFZevH3d916GKtYOf9V1nLc5yGlOfAKduP0saKvePyZcJz8r53FRY57xkSpv8LZOTUEBH0nVj6puZD1EQ~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~",
            ),
        ),
        Example::fires(
            "digests with MD5",
            Sample::Text(
                "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImRad1RNekczSnREQzdzSVJIMWRMeEp0MERZTzRJdE1BRFZmc3otTEJRc28iLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6Im1kNSIsImNuZiI6eyJqd2siOnsia3R5IjoiRUMiLCJjcnYiOiJQLTI1NiIsIngiOiJPM19FM3poXzFFMjFKRDFZczZuT3kzVVNZVDhUTURrRnVKSy1JVktLaXVVIiwieSI6IkNnMjFoMkhkZ1llR0F5MTFKX0E4QkVpSGlXVWpocEVrQktJZmwxYU1wVG8ifX19.yeB8zY8PlDMJ__FI1e0SpIFDORFNpSbPP14ajEguDqEFX56-PyD0SUhlOmZOttOoyY4RUFWIT4UL6CV96JfANw~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~",
            ),
        ),
        Example::fires(
            "one salt for two claims",
            Sample::Text(
                "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsIll2MjltT1FpV3dDa1RUdl9EZDRSbGpzMzhsWWJWQUxsOXdRMVRzTUJWcTQiLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6InNoYS0yNTYiLCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzNfRTN6aF8xRTIxSkQxWXM2bk95M1VTWVQ4VE1Ea0Z1SkstSVZLS2l1VSIsInkiOiJDZzIxaDJIZGdZZUdBeTExSl9BOEJFaUhpV1VqaHBFa0JLSWZsMWFNcFRvIn19fQ.4B6cnrpNPF23OSamocztU1iZ55PEwFVKCJP9XP7rirDBiYrtcmbufgLoN3UQRr1xdjxl-z3AhiTQ1R5yo2Ztbw~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZmFtaWx5X25hbWUiLCJNdXN0ZXIiXQ~",
            ),
        ),
        Example::fires(
            "an end that can be kept back",
            Sample::Text(
                "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJ2Y3QiOiJodHRwczovL2lzc3Vlci5leGFtcGxlL2lkIiwiX3NkIjpbIjdBV2U3T0kwRjdwbk90S3BCSG1HY3lURjFqM2lLYXFBRWRobU1aVGZIdUkiXSwiX3NkX2FsZyI6InNoYS0yNTYifQ.0DHOMCjW4PmhM13ghdPIKJAyLyxS0VwaQWGkLmJ2r6TW0lNOpaUNVIK-ye0wDBsAKEBKPJlslot-75TS5g424w~WyJBSngtMDk1VlBycFR0TjRRTU9xUk9BIiwiZXhwIiwxNzk4Njc1MjAwXQ~",
            ),
        ),
        Example::silent(
            "two of three disclosures, and a decoy",
            Sample::Text(
                "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiMG1kNGVTRkRXaWc3R2FkMUNaaVJ5MUk0Z2NHNGZLT216R05FbU9kQUJpSSIsImRad1RNekczSnREQzdzSVJIMWRMeEp0MERZTzRJdE1BRFZmc3otTEJRc28iLCJkZWNveXJjbXNFUUJZbnlwLTZ3eTljaFREN0dRUE1UYkFpV0hGNUlhU0lFIl0sIm5hdGlvbmFsaXRpZXMiOlt7Ii4uLiI6IkxOS0ZoazZ5eWRHZVBWMHg5WHN0ZzZ6LTZkOWhsV1NPQjloYUdmQW1HS3MifSwiRlIiXSwiX3NkX2FsZyI6InNoYS0yNTYiLCJjbmYiOnsiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzNfRTN6aF8xRTIxSkQxWXM2bk95M1VTWVQ4VE1Ea0Z1SkstSVZLS2l1VSIsInkiOiJDZzIxaDJIZGdZZUdBeTExSl9BOEJFaUhpV1VqaHBFa0JLSWZsMWFNcFRvIn19fQ.9dybM4H0vvfXHfJSTkfbXJOrVp7cbwQzp6SwmTpikqGeIai-XfGfXpO27JgUsGPqPYIbpoEeqQ_WxasAIKkLFQ~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwiZ2l2ZW5fbmFtZSIsIkVyaWthIl0~WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwiREUiXQ~",
            ),
        ),
        Example::silent(
            "a disclosure inside of a disclosure, with SHA-2 of 384 bits",
            Sample::Text(
                "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiaWF0IjoxNzY3MTM5MjAwLCJleHAiOjE3OTg2NzUyMDAsInZjdCI6Imh0dHBzOi8vaXNzdWVyLmV4YW1wbGUvaWQiLCJfc2QiOlsiXzNXWGVRRkRLS1JVMk83dm9EeXRkTmlacGs0ZVpycnpHMlNiUVBkODBNdnM5MnVOSDBuQ2VFUlpDZVZmMWJoaSJdLCJfc2RfYWxnIjoic2hhLTM4NCJ9.SaBny6vkK5TjxE-0CMuMWJ8gnV8X-YXTjeKRZHcj5xilnYV9aOzy56MVQJ8ITztOMQ52gLt3xPLdpdxUFT3p1w~WyJuZXN0ZWQtc2FsdC0xLWFhYWFhYWFhIiwic3RyZWV0IiwiSGVpZGVzdHIuIDEiXQ~WyJuZXN0ZWQtc2FsdC0yLWFhYWFhYWFhIiwiYWRkcmVzcyIseyJfc2QiOlsiZndBd0NNTGlFNDR6UFFvcDdPVjNNZUFFSXBBMV9NZ01peklxeFRJdmEzTjRPY2Qyalg5MjNsNERIUUZmS1NGaiJdLCJjb3VudHJ5IjoiREUifV0~",
            ),
        ),
    ],
    check: Check::Token(check),
};

/// Claims that a verifier must see to know whether the credential holds (RFC 9901 §9.7).
const VALIDITY: [&str; 7] = ["iss", "aud", "exp", "nbf", "vct", "cnf", "status"];

fn check(case: &Case<'_>) -> Outcome {
    let Some(parts) = parts(case) else {
        return Outcome::NotApplicable("this is no SD-JWT");
    };
    let algorithm = match digests(parts) {
        Digests::Known(algorithm) => algorithm,
        Digests::NotComputed => {
            return Outcome::NotApplicable("its digests are not computed by this tool");
        }
        Digests::Unknown(name) => {
            let message = format!(
                "`_sd_alg` is {}, expected a registered hash such as `sha-256`",
                quote(&name)
            );
            return RULE.finds("payload/_sd_alg", message).actual(name).into();
        }
    };
    let Some(claims) = parts.issuer_signed.payload.claims.as_ref() else {
        return Outcome::NotApplicable("the claims cannot be read");
    };
    let shown = Shown::of(parts, algorithm);
    let mut walk = Walk {
        shown: &shown,
        digests: BTreeSet::new(),
        used: BTreeSet::new(),
        pending: Vec::new(),
        findings: Vec::new(),
    };
    walk.document(claims);
    walk.unreferenced();
    let mut findings = walk.findings;
    findings.extend(salts(&parts.disclosures));
    findings.extend(parts.disclosures.iter().enumerate().filter_map(validity));
    findings.into()
}

/// The disclosures by their digests.
struct Shown<'a> {
    disclosures: &'a [Disclosure],
    by_digest: BTreeMap<String, usize>,
}

impl<'a> Shown<'a> {
    fn of(parts: &'a SelectiveDisclosure, algorithm: Hash) -> Self {
        let by_digest = parts
            .disclosures
            .iter()
            .enumerate()
            .filter_map(|(index, one)| Some((hash::of_text(algorithm, &one.encoded)?, index)))
            .collect();
        Self {
            disclosures: &parts.disclosures,
            by_digest,
        }
    }
}

/// The way through the claims, and through what is disclosed within them (RFC 9901 §7.1).
struct Walk<'a> {
    shown: &'a Shown<'a>,
    digests: BTreeSet<String>,
    used: BTreeSet<usize>,
    /// Disclosures to be looked into; a list, since their nesting has no limit.
    pending: Vec<usize>,
    findings: Vec<Finding>,
}

impl Walk<'_> {
    fn document(&mut self, claims: &Document) {
        let members: Vec<(String, Value<'_>)> = claims
            .members()
            .map(|(name, value)| (name.into_owned(), value))
            .collect();
        self.object(&members);
        while let Some(index) = self.pending.pop() {
            self.inside(&self.shown.disclosures[index]);
        }
    }

    fn object(&mut self, members: &[(String, Value<'_>)]) {
        let mut names = BTreeSet::new();
        names.extend(members.iter().map(|(name, _)| name.clone()));
        for (name, value) in members {
            if name == "_sd" {
                for digest in value.items().unwrap_or_default() {
                    self.claim(digest, &mut names);
                }
            } else {
                self.value(*value);
            }
        }
    }

    fn value(&mut self, value: Value<'_>) {
        match value.kind() {
            JsonKind::Object => {
                let members: Vec<(String, Value<'_>)> = value
                    .members()
                    .unwrap_or_default()
                    .into_iter()
                    .map(|(name, value)| (name.into_owned(), value))
                    .collect();
                self.object(&members);
            }
            JsonKind::Array => {
                for item in value.items().unwrap_or_default() {
                    match item.member("...") {
                        Some(digest) => self.element(digest),
                        None => self.value(item),
                    }
                }
            }
            _ => {}
        }
    }

    /// A digest in `_sd`, which stands for a claim of the object around it, whose names these are.
    fn claim(&mut self, digest: Value<'_>, names: &mut BTreeSet<String>) {
        let Some(index) = self.disclosed(digest) else {
            return;
        };
        let disclosure = &self.shown.disclosures[index];
        let Some(name) = &disclosure.name else {
            self.find(index, "is an array element, its digest stands for a claim");
            return;
        };
        if matches!(name.as_str(), "_sd" | "...") {
            self.find(
                index,
                &format!("names its claim `{name}`, expected none of the names of SD-JWT itself"),
            );
        } else if !names.insert(name.clone()) {
            let clash = format!(
                "discloses {}, which is there already, expected each claim once",
                quote(name)
            );
            self.find(index, &clash);
        }
    }

    /// A digest in `{"...": …}`, which stands for an array element.
    fn element(&mut self, digest: Value<'_>) {
        let Some(index) = self.disclosed(digest) else {
            return;
        };
        let disclosure = &self.shown.disclosures[index];
        if disclosure.name.is_some() {
            self.find(index, "is a claim, its digest stands for an array element");
        }
    }

    /// The disclosure of a digest that is met for the first time.
    fn disclosed(&mut self, digest: Value<'_>) -> Option<usize> {
        let digest = digest.string()?;
        if !self.digests.insert(digest.clone().into_owned()) {
            let message = format!(
                "the digest {} stands there twice, expected each once",
                quote(&digest)
            );
            self.findings.push(RULE.finds("payload", message));
            return None;
        }
        let index = *self.shown.by_digest.get(digest.as_ref())?;
        self.used.insert(index);
        self.pending.push(index);
        Some(index)
    }

    fn inside(&mut self, disclosure: &Disclosure) {
        let (wrapped, _) = Document::parse(format!("{{\"value\":{}}}", disclosure.value));
        if let Some(value) = wrapped.get("value") {
            self.value(value);
        }
    }

    fn unreferenced(&mut self) {
        for index in 0..self.shown.disclosures.len() {
            if !self.used.contains(&index) {
                self.find(
                    index,
                    "has no digest in what the issuer signed, expected one",
                );
            }
        }
    }

    fn find(&mut self, index: usize, what: &str) {
        let number = index + 1;
        let message = format!("disclosure {number} {what}");
        let pointer = format!("disclosures/{index}");
        self.findings.push(RULE.finds(pointer, message));
    }
}

fn salts(disclosures: &[Disclosure]) -> Option<Finding> {
    let mut known = BTreeSet::new();
    let index = disclosures.iter().position(|one| {
        let salt = salt(one);
        salt.is_some_and(|salt| !known.insert(salt))
    })?;
    let message = format!(
        "disclosure {} has the salt of another, expected a random one for each",
        index + 1
    );
    let finding = RULE.finds(format!("disclosures/{index}"), message);
    Some(finding.as_severity(Severity::Warn))
}

fn salt(disclosure: &Disclosure) -> Option<String> {
    let text = String::from_utf8(base64url::decode_strict(&disclosure.encoded)?).ok()?;
    let (wrapped, _) = Document::parse(format!("{{\"disclosure\":{text}}}"));
    let items = wrapped.get("disclosure")?.items()?;
    Some(items.first()?.string()?.into_owned())
}

fn validity((index, disclosure): (usize, &Disclosure)) -> Option<Finding> {
    let name = disclosure.name.as_deref()?;
    VALIDITY.contains(&name).then(|| {
        let message = format!(
            "`{name}` comes as a disclosure, which the holder may keep back, expected it in plain sight"
        );
        RULE.finds(format!("disclosures/{index}"), message)
            .as_severity(Severity::Warn)
    })
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::digest;

    use super::*;

    fn disclosure(salt: &str, name: &str, value: &str) -> Disclosure {
        let text = format!("[\"{salt}\",\"{name}\",{value}]");
        Disclosure {
            name: Some(name.to_owned()),
            value: value.to_owned(),
            encoded: base64url::encode(text.as_bytes()),
        }
    }

    fn sha256(disclosure: &Disclosure) -> String {
        base64url::encode(digest::digest(&digest::SHA256, disclosure.encoded.as_bytes()).as_ref())
    }

    fn findings(claims: &str, disclosures: &[Disclosure]) -> Vec<String> {
        let by_digest = disclosures
            .iter()
            .enumerate()
            .map(|(index, one)| (sha256(one), index))
            .collect();
        let shown = Shown {
            disclosures,
            by_digest,
        };
        let mut walk = Walk {
            shown: &shown,
            digests: BTreeSet::new(),
            used: BTreeSet::new(),
            pending: Vec::new(),
            findings: Vec::new(),
        };
        walk.document(&Document::parse(claims).0);
        walk.unreferenced();
        walk.findings.into_iter().map(|one| one.message).collect()
    }

    #[test]
    fn a_long_chain_of_disclosures_is_followed_to_its_end() {
        let mut chain = vec![disclosure("0", "inmost", "1")];
        for depth in 1..5_000 {
            let inside = format!("{{\"_sd\":[\"{}\"]}}", sha256(&chain[depth - 1]));
            chain.push(disclosure(&depth.to_string(), "next", &inside));
        }
        let outmost = sha256(&chain[4_999]);
        let claims = format!("{{\"_sd\":[\"{outmost}\"]}}");
        assert_eq!(findings(&claims, &chain), [""; 0]);
        assert_eq!(findings("{}", &chain).len(), 5_000);
    }

    #[test]
    fn two_disclosures_of_one_claim_and_one_in_the_place_of_an_element_are_found() {
        let twins = [disclosure("a", "name", "1"), disclosure("b", "name", "2")];
        let claims = format!(
            "{{\"_sd\":[\"{}\",\"{}\"]}}",
            sha256(&twins[0]),
            sha256(&twins[1])
        );
        let found = findings(&claims, &twins);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].contains("`name`, which is there already"),
            "{found:?}"
        );
        let claims = format!("{{\"list\":[{{\"...\":\"{}\"}}]}}", sha256(&twins[0]));
        let found = findings(&claims, &twins[..1]);
        assert!(
            found[0].contains("stands for an array element"),
            "{found:?}"
        );
    }
}
