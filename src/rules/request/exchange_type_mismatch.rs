//! `exchange-type-mismatch`

use crate::{
    classify::{Certainty, Kind},
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        kind::article,
        spec::{Spec, section},
        words,
    },
    token::Body,
};

pub(crate) static RULE: Rule = Rule {
    name: "exchange-type-mismatch",
    family: Family::Request,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Request],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "A token stands in `subject_token` or `actor_token`, as JSON or as a form, and the \
                 type stated beside it (`subject_token_type`, `actor_token_type`) is missing, is a \
                 bare word instead of a URI, or names another kind than the token is. The kind must \
                 be certain or likely. That the type of an ID token or access token is stated as \
                 `jwt` is worth a hint.",
        why: "The stated type selects how the server checks the token. A server that believes it \
              runs the checks of one kind on a token of another, and an ID token that everybody may \
              see becomes the seed of an access token; a server that does not believe it refuses, \
              with little more than `invalid_request`.",
        threats: &[Threat::Confusion, Threat::Substitution],
        but: "`urn:ietf:params:oauth:token-type:jwt` is allowed and says the format only: it is the \
              right type for tokens of clusters and pipelines, and for servers that tell kinds \
              apart themselves. Types of vendors are not judged. Whether the token was issued to \
              the client that exchanges it is for `audience-mismatch`.",
        fix: "State the type of the token that is really sent, or send the token that the type \
              names.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8693), "2.1"),
        section(Spec::Rfc(8693), "3"),
        section(Spec::IdJag, ""),
    ],
    examples: &[
        Example::fires(
            "an ID token that is said to be an access token",
            Sample::Response(&[
                (
                    "grant_type",
                    Sample::Text("urn:ietf:params:oauth:grant-type:token-exchange"),
                ),
                ("subject_token", ID_TOKEN),
                (
                    "subject_token_type",
                    Sample::Text("urn:ietf:params:oauth:token-type:access_token"),
                ),
            ]),
        ),
        Example::fires(
            "an access token that is said to be an ID token, in a form",
            Sample::Url(
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token&subject_token=",
                &ACCESS_TOKEN,
            ),
        ),
        Example::fires(
            "a type that is a bare word",
            Sample::Response(&[
                ("subject_token", ACCESS_TOKEN),
                ("subject_token_type", Sample::Text("access_token")),
            ]),
        ),
        Example::fires(
            "an actor without its type",
            Sample::Response(&[
                ("subject_token", ACCESS_TOKEN),
                (
                    "subject_token_type",
                    Sample::Text("urn:ietf:params:oauth:token-type:access_token"),
                ),
                ("actor_token", ID_TOKEN),
            ]),
        ),
        Example::silent(
            "an ID token that is said to be one",
            Sample::Response(&[
                ("subject_token", ID_TOKEN),
                (
                    "subject_token_type",
                    Sample::Text("urn:ietf:params:oauth:token-type:id_token"),
                ),
            ]),
        ),
        Example::silent(
            "an opaque access token",
            Sample::Text(
                "subject_token=mF_9.B5f-4.1JqM0123456789&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token",
            ),
        ),
        Example::silent(
            "the token of a job, as Google's exchange takes it",
            Sample::Response(&[
                (
                    "subject_token",
                    jwt(
                        r#"{"typ":"JWT","alg":"RS256","kid":"k"}"#,
                        r#"{"jti":"6a8f","sub":"repo:octo-org/octo-repo:ref:refs/heads/main","aud":"https://iam.example/pool","ref":"refs/heads/main","sha":"1f0c","repository":"octo-org/octo-repo","repository_owner":"octo-org","repository_id":"74","repository_owner_id":"65","run_id":"1","workflow":"ci","job_workflow_ref":"octo-org/octo-repo/.github/workflows/ci.yml@refs/heads/main","iss":"https://token.actions.githubusercontent.com","nbf":1767225000,"exp":1767225900,"iat":1767225600}"#,
                    ),
                ),
                (
                    "subject_token_type",
                    Sample::Text("urn:ietf:params:oauth:token-type:jwt"),
                ),
            ]),
        ),
        Example::silent(
            "a type of a vendor",
            Sample::Response(&[
                ("subject_token", ID_TOKEN),
                (
                    "subject_token_type",
                    Sample::Text("http://auth0.com/oauth/token-type/google-id-token"),
                ),
            ]),
        ),
    ],
    check: Check::Token(check),
};

const ID_TOKEN: Sample = jwt(
    r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#,
    r#"{"iss":"https://sso.example/realms/demo","sub":"248289761001","typ":"ID","azp":"web-app","aud":"web-app","nonce":"n-0S6_WzA2Mj","at_hash":"AAAAAAAAAAAAAAAAAAAAAA","auth_time":1767225600,"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
);

const ACCESS_TOKEN: Sample = jwt(
    r#"{"alg":"RS256","typ":"at+jwt","kid":"k"}"#,
    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"read","iat":1767225600,"exp":1767229200,"jti":"f2b7"}"#,
);

/// What the registered types begin with (RFC 8693 §3).
const PREFIX: &str = "urn:ietf:params:oauth:token-type:";

fn check(case: &Case<'_>) -> Outcome {
    let (slot, stated) = match case.slot {
        Some(slot @ (Slot::SubjectToken(stated) | Slot::ActorToken(stated))) => (slot, stated),
        _ => return Outcome::NotApplicable("it is no token of an exchange request"),
    };
    let Some(stated) = stated.as_deref().filter(|stated| !stated.is_empty()) else {
        let message = format!("`{slot}` comes without `{slot}_type`, expected the type beside it");
        return RULE.finds("request", message).into();
    };
    let Some(name) = stated.strip_prefix(PREFIX) else {
        return bare_word(slot, stated).into();
    };
    match name {
        "jwt" => format_only(case, slot, stated).into(),
        "saml1" | "saml2" if !matches!(case.token.body(), Body::Opaque(_)) => {
            mismatch(slot, stated, "a JWT").into()
        }
        _ => other_kind(case, slot, stated, name).into(),
    }
}

/// A registered name without the URI that it is part of.
fn bare_word(slot: &Slot, stated: &str) -> Option<Finding> {
    let is_known = kind_of(stated).is_some() || matches!(stated, "jwt" | "saml1" | "saml2");
    is_known.then(|| {
        let expected = format!("{PREFIX}{stated}");
        let message = format!("`{slot}_type` is `{stated}`, expected the URI `{expected}`");
        RULE.finds("request", message)
            .expected(expected)
            .actual(stated)
    })
}

/// `jwt` is wrong for a token that is none, and less than could be said of one whose kind has a
/// type of its own.
fn format_only(case: &Case<'_>, slot: &Slot, stated: &str) -> Option<Finding> {
    if matches!(case.token.body(), Body::Opaque(_)) {
        return Some(mismatch(slot, stated, "no JWT"));
    }
    let kind = known_kind(case)?;
    let name = match kind {
        Kind::IdToken => "id_token",
        Kind::AccessToken => "access_token",
        _ => return None,
    };
    let message = format!(
        "`{slot}_type` says only that the {kind} is a JWT, expected `{PREFIX}{name}` unless the \
         server asks for `jwt`"
    );
    let finding = RULE.finds("request", message).as_severity(Severity::Info);
    Some(finding.expected(format!("{PREFIX}{name}")).actual(stated))
}

fn other_kind(case: &Case<'_>, slot: &Slot, stated: &str, name: &str) -> Option<Finding> {
    let expected = kind_of(name)?;
    let kind = known_kind(case).filter(|kind| *kind != expected && KINDS.contains(kind))?;
    let is_certain = case.classification.certainty == Certainty::Certain && kind == case.kind;
    let finding = mismatch(slot, stated, &format!("{} {kind}", article(kind)));
    Some(if is_certain {
        finding
    } else {
        finding.as_confidence(Confidence::Medium)
    })
}

fn mismatch(slot: &Slot, stated: &str, found: &str) -> Finding {
    let message = format!(
        "`{slot}_type` is {}, but `{slot}` holds {found}",
        words::quote(stated)
    );
    RULE.finds("request", message)
        .expected(stated)
        .actual(found)
}

/// The kind, unless it is in doubt.
fn known_kind(case: &Case<'_>) -> Option<Kind> {
    (case.classification.certainty > Certainty::Ambiguous).then(|| case.likely_kind())
}

/// The kind that a registered type names.
fn kind_of(name: &str) -> Option<Kind> {
    Some(match name {
        "access_token" => Kind::AccessToken,
        "refresh_token" => Kind::RefreshToken,
        "id_token" => Kind::IdToken,
        "id-jag" => Kind::IdentityAssertionGrant,
        "txn_token" => Kind::TransactionToken,
        _ => return None,
    })
}

/// The kinds of the protocols. What clusters, pipelines and applications issue may be taken for any.
const KINDS: &[Kind] = &[
    Kind::IdToken,
    Kind::AccessToken,
    Kind::RefreshToken,
    Kind::LogoutToken,
    Kind::SecurityEventToken,
    Kind::DpopProof,
    Kind::ClientAssertion,
    Kind::RequestObject,
    Kind::IdentityAssertionGrant,
    Kind::TransactionToken,
];
