//! `authorization-header-malformed`

use crate::{
    input::Flaw,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words,
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "authorization-header-malformed",
    family: Family::Request,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Request],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The `Authorization` line that holds the token is not spelt as HTTP spells it: no \
                 scheme, a doubled one, quotes, white space or other foreign characters in the \
                 token, several credentials joined by commas, or a JWT after a scheme that is \
                 made for something else (`Basic`). A JWT after a scheme that nobody registered \
                 is a warning.",
        why: "Proxies, gateways and frameworks each repair such a line in their own way. When the \
              one that checks reads another token than the one that acts, somebody's request runs \
              with somebody else's rights; and when all of them refuse it, the message seldom \
              says why.",
        threats: &[Threat::Substitution],
        but: "Schemes are compared without regard to case, so `bearer` is fine. Some APIs have \
              schemes of their own (`token`, `JWT`) and say so: there they work, and only there. \
              Quotes around the whole line are taken for those of a shell or a configuration \
              file, and a token that is wrapped over lines for a copy from a terminal.",
        fix: "Send `Authorization: Bearer <token>`: one scheme, one blank, one token as it was \
              issued. With several tokens, send each in the field that is made for it.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(6750), "2.1"),
        section(Spec::Rfc(9110), "11.1"),
        section(Spec::Rfc(9110), "11.2"),
        section(Spec::Rfc(9110), "11.4"),
        section(Spec::Rfc(9449), "7.1"),
    ],
    examples: &[
        Example::fires(
            "a token without a scheme",
            Sample::Lines(&[("Authorization: ", TOKEN)]),
        ),
        Example::fires(
            "the scheme twice: once by the program, once in its configuration",
            Sample::Authorization("Bearer Bearer", &TOKEN),
        ),
        Example::fires(
            "a JWT where `Basic` has a name and a password",
            Sample::Authorization("Basic", &TOKEN),
        ),
        Example::fires(
            "two lines that a proxy made one",
            Sample::Authorization("Bearer mF_9.B5f-4.1JqM0123456789, Bearer", &TOKEN),
        ),
        Example::fires(
            "a quote that was never closed",
            Sample::Lines(&[("Authorization: Bearer \"", TOKEN)]),
        ),
        Example::silent(
            "the scheme in lower case",
            Sample::Lines(&[("authorization: bearer ", TOKEN)]),
        ),
        Example::silent(
            "an opaque token with every character that is allowed",
            Sample::Text("Authorization: Bearer ya29.a0-b_c~d+e/f0123456789=="),
        ),
        Example::silent(
            "a line copied from a command with its first quote",
            Sample::Lines(&[("'Authorization: Bearer ", TOKEN)]),
        ),
        Example::silent(
            "DPoP with its proof in a field of its own",
            Sample::Lines(&[("Authorization: DPoP ", TOKEN), ("DPoP: ", TOKEN)]),
        ),
    ],
    check: Check::Token(check),
};

const TOKEN: Sample = jwt(
    r#"{"alg":"RS256","typ":"at+jwt","kid":"k"}"#,
    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b7"}"#,
);

/// Schemes of the HTTP registry that carry something else than a token. `OAuth` of RFC 5849 is left
/// out: several APIs write it before an access token.
const OTHER_SCHEMES: &[&str] = &[
    "basic",
    "digest",
    "hoba",
    "mutual",
    "negotiate",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
];

fn check(case: &Case<'_>) -> Outcome {
    let findings: Vec<Finding> = case.flaws.iter().map(|flaw| finding(flaw)).collect();
    findings.into()
}

fn finding(flaw: &Flaw) -> Finding {
    let find = |message: String| RULE.finds("request", message);
    match flaw {
        Flaw::NoScheme => find(
            "the token in `Authorization` has no scheme before it, expected `Bearer`, one blank \
             and the token"
                .to_owned(),
        ),
        Flaw::Scheme(scheme) => {
            let word = scheme.to_ascii_lowercase();
            let quoted = words::quote(scheme);
            if OTHER_SCHEMES.contains(&word.as_str()) {
                find(format!(
                    "the scheme {quoted} of `Authorization` holds a JWT, expected `Bearer` before \
                     it: {quoted} carries other credentials"
                ))
            } else if scheme.ends_with(':') {
                find(format!(
                    "{quoted} in `Authorization` has a colon, expected the scheme and one blank"
                ))
            } else {
                find(format!(
                    "the scheme of `Authorization` is {quoted}, expected `Bearer` or `DPoP`"
                ))
                .as_severity(Severity::Warn)
            }
            .actual(scheme.as_str())
        }
        Flaw::DoubledScheme => find(
            "the scheme stands twice in `Authorization`, expected it once before the token"
                .to_owned(),
        )
        .fix(
            "Look which of the two programs adds the scheme; leave it out of the variable or \
             setting that holds the token.",
        ),
        Flaw::Joined => find(
            "`Authorization` holds several credentials with commas between them, expected one"
                .to_owned(),
        ),
        Flaw::Quotes => {
            find("the token in `Authorization` has quotes, expected it without".to_owned())
        }
        Flaw::Blank => find(
            "there is white space inside the token in `Authorization`, expected one word"
                .to_owned(),
        ),
        Flaw::Character(odd) => find(format!(
            "the token in `Authorization` holds `{}`, expected letters, digits, `-._~+/` and \
             nothing but `=` at its end",
            odd.escape_debug()
        )),
    }
}
