//! `identity-as-payload`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{ForwardedAs, Transport},
};

pub(crate) static RULE: Rule = Rule {
    name: "identity-as-payload",
    family: Family::Architecture,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::GatewayAssertion,
        Kind::UserinfoResponse,
    ]),
    silences: &[],
    doc: Doc {
        checks: "An ID token or a gateway's assertion is sent on to inform and not to open a door \
                 (`--forwards-to ID=payload`), or a gateway's assertion travels in a header of its \
                 own.",
        why: "As payload it says who the user is, beside a credential that says what may be done. \
              That holds as long as the next party verifies it, ties it to the caller's own \
              credential, and never lets anybody in for it alone.",
        threats: &[Threat::Clarity],
        but: "This is the compromise on which both camps of the old dispute agree.",
        fix: "Keep it, and name header or field for what it is, such as `X-Identity`; claims inside \
              the access token are the other way.",
    },
    article: &[Passage::Paragraph(27), Passage::Footnote(26)],
    references: &[section(Spec::Rfc(9068), "2.2.2")],
    examples: &[
        Example::fires(
            "an ID token informs the next service",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--forwards-to", "https://mail.example=payload"]),
        Example::silent(
            "an ID token as the only credential",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "resource-server"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let informed: Vec<&str> = case
        .situation
        .forwards_to
        .iter()
        .filter(|forward| forward.forwarded_as == ForwardedAs::Payload)
        .map(|forward| forward.id.as_str())
        .collect();
    let label = case.kind.label();
    let conditions = "expected to be verified there and never to open a door alone";
    let in_own_header = case.kind == Kind::GatewayAssertion
        && case.situation.transport.is(&Transport::CustomHeader);
    let message = if !informed.is_empty() {
        let whom = words::quoted(&informed, "and");
        format!("{label} informs {whom}, {conditions}")
    } else if in_own_header {
        format!("{label} informs from a header of its own, {conditions}")
    } else {
        return Outcome::NotApplicable("nobody stated that the token is sent on as payload");
    };
    RULE.finds("request", message).into()
}
