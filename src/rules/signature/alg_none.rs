//! `alg-none`

use crate::{
    classify::Kind,
    input::{Origin, Slot},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, Sample, Sign, jwt, signed},
        spec::{Spec, section},
        words,
    },
    situation::Role,
    token::{Part, Signature, Token},
};

pub(crate) static RULE: Rule = Rule {
    name: "alg-none",
    family: Family::Signature,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &["signature-invalid", "signature-not-verified"],
    doc: Doc {
        checks: "The header's `alg` is `none` in any spelling, or is missing, or names an algorithm \
                 although the signature is empty.",
        why: "Anybody can write such a token. Spellings such as `nOnE` are made to slip past a \
              verifier that refuses only the exact word.",
        threats: &[Threat::Forge],
        but: "A client may have registered for unsigned ID tokens and then take them straight from \
              the token endpoint, where TLS vouches for the sender; that holds at this client and \
              at this moment only, and is a warning here. OpenID Connect also knows unsigned \
              request objects, which prove nothing about who wrote them. For access tokens and \
              logout tokens there is no exception.",
        fix: "Have the issuer sign with an asymmetric algorithm, and let the verifier accept a \
              list of algorithms instead of refusing one word.",
    },
    article: &[
        Passage::Paragraph(5),
        Passage::Paragraph(14),
        Passage::Footnote(13),
    ],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::Rfc(9068), "2.1"),
        section(Spec::Rfc(9068), "4"),
        section(Spec::BackChannelLogout, "2.6"),
        section(Spec::Rfc(8725), "3.1"),
        section(Spec::Rfc(8725), "3.2"),
    ],
    examples: &[
        Example::fires(
            "a spelling of `none` that a deny-list misses",
            signed(
                r#"{"alg":"nOnE"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200}"#,
                Sign::Empty,
            ),
        ),
        Example::fires(
            "no algorithm at all",
            jwt(
                r#"{"typ":"JWT"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "an algorithm is named, and the signature was cut off",
            signed(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
                Sign::Empty,
            ),
        ),
        Example::fires(
            "an unsigned ID token in the token response of its client (a warning)",
            Sample::Response(&[(
                "id_token",
                signed(
                    r#"{"alg":"none"}"#,
                    r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200}"#,
                    Sign::Empty,
                ),
            )]),
        )
        .with(&["--to", "client"]),
        Example::silent(
            "a signed token",
            jwt(
                r#"{"alg":"ES256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "an encrypted token, whose `alg` names how its key is wrapped",
            Sample::Text(
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AQEB.AQEBAQEBAQEBAQEBAQEBAQ",
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(jws) = case.token.signed() else {
        return Outcome::NotApplicable("the token is no signed object");
    };
    jws.signatures
        .iter()
        .filter_map(|signature| judge(case, signature))
        .collect::<Vec<_>>()
        .into()
}

fn judge(case: &Case<'_>, signature: &Signature) -> Option<Finding> {
    let Some(value) = signature.header("alg") else {
        let message = "`alg` is missing, expected the algorithm of a signature";
        return Some(RULE.finds("header/alg", message));
    };
    let Some(algorithm) = value.string() else {
        let message = format!(
            "`alg` is {}, expected the name of an algorithm",
            value.kind()
        );
        return Some(RULE.finds("header/alg", message));
    };
    if algorithm
        .trim_matches(|character: char| !character.is_ascii_alphanumeric())
        .eq_ignore_ascii_case("none")
    {
        let message = match algorithm.as_ref() {
            "none" if signature.bytes.is_empty() => {
                "`alg` is `none`: nobody signed this token, expected a signature of its issuer"
                    .to_owned()
            }
            "none" => "`alg` is `none`: what stands after the last dot is never checked, expected \
                       a signature of its issuer"
                .to_owned(),
            spelling => format!(
                "`alg` is {}, a spelling of `none` that gets past deny-lists, expected a signature \
                 of its issuer",
                words::quote(spelling)
            ),
        };
        let finding = RULE.finds("header/alg", message).actual(algorithm);
        return Some(match exception(case) {
            Some(advice) => finding.as_severity(Severity::Warn).fix(advice),
            None => finding,
        });
    }
    let is_cut = signature.bytes.is_empty() && !is_unreadable(case.token);
    is_cut.then(|| {
        let message = format!(
            "the signature is empty although `alg` is {}, expected a signature",
            words::quote(&algorithm)
        );
        RULE.finds("signature", message).actual(algorithm)
    })
}

/// Where a specification lets a client or issuer do without a signature, and on what condition.
fn exception(case: &Case<'_>) -> Option<&'static str> {
    let comes_from_token_endpoint =
        case.origin == Origin::TokenResponse && case.slot == Some(&Slot::IdToken);
    match case.kind {
        Kind::IdToken if comes_from_token_endpoint && case.role() == Some(Role::Client) => Some(
            "Keep this only if the client registered `none` as the algorithm of its ID tokens and \
             read this response over TLS from the token endpoint; never pass the token on.",
        ),
        Kind::RequestObject => Some(
            "Sign the request object, or treat its members as parameters that anybody could have \
             written.",
        ),
        _ => None,
    }
}

/// Whether there is a signature that could not be decoded; then another rule speaks.
fn is_unreadable(token: &Token) -> bool {
    token
        .damage()
        .iter()
        .any(|damage| damage.part == Part::Signature)
}
