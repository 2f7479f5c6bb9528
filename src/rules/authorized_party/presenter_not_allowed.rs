//! `presenter-not-allowed`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        case::Presenter,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{FactName, Presenters, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "presenter-not-allowed",
    family: Family::AuthorizedParty,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "The client that the token was issued to (`azp`, else `client_id`, `appid`, `cid`, \
                 else the only audience of an ID token) is not among the presenters that the \
                 receiver lets in (`--presenter`). At the client itself: `azp` is there and names \
                 none of its own client ids.",
        why: "A right audience says that the token is meant for this receiver, not that the right \
              program holds it. Any other client of the same issuer can hold one for the same \
              audience, and a client that finds another's name in `azp` holds a token that was \
              issued to somebody else.",
        threats: &[Threat::Unrelated, Threat::Substitution],
        but: "`azp` is no part of the core contract: the current text of OpenID Connect leaves its \
              meaning to extensions and invites a client that uses none to ignore it. Then state \
              `--presenter any` and rely on the audience. An API that is open to every registered \
              client needs no list either.",
        fix: "List the clients that may present tokens here and map each to what it may do; refuse \
              the rest.",
    },
    article: &[
        Passage::Paragraph(11),
        Passage::Paragraph(19),
        Passage::Paragraph(22),
        Passage::Footnote(9),
        Passage::Footnote(22),
    ],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::Rfc(9068), "2.2"),
        section(Spec::Rfc(8693), "4.3"),
        section(Spec::EntraAccessTokens, ""),
    ],
    examples: &[
        Example::fires(
            "the right audience in the hands of an unknown client",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"other-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
            "--presenter",
            "partner-app",
        ]),
        Example::fires(
            "a client finds another client's name in `azp`",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":["web-app","other-app"],"azp":"other-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "client", "--own-client", "web-app"]),
        Example::silent(
            "a listed partner",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","azp":"partner-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
            "--presenter",
            "partner-app",
        ]),
        Example::silent(
            "the client's own name in `azp`",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":["web-app","https://api.example"],"azp":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "client", "--own-client", "web-app"]),
    ],
    check: Check::Token(check),
};

/// Of an ID token that names nobody but its audience.
const AUDIENCE_DECIDES: Outcome =
    Outcome::NotApplicable("only the audience names its client, so the audience rules decide");

/// At a client only `azp` of an ID token is its business (OIDC Core §3.1.3.7 item 5).
fn check(case: &Case<'_>) -> Outcome {
    let Some(presenter) = case.presenter() else {
        return Outcome::NotApplicable("the token does not say to whom it was issued");
    };
    let situation = case.situation;
    let own = &situation.receiver_clients;
    if own.iter().any(|client| *client == presenter.client) {
        return Outcome::Silent;
    }
    let (allowed, whom) = match (case.role(), situation.presenters.known()) {
        (_, Some(Presenters::Any)) => return Outcome::Silent,
        (_, Some(Presenters::Listed(list))) => (list, "the presenters let in are"),
        (_, None) if presenter.claim == "aud" => return AUDIENCE_DECIDES,
        (Some(Role::Client), None) if presenter.claim != "azp" || !case.is_id_token() => {
            return Outcome::NotApplicable("the token has no `azp` to compare");
        }
        (Some(Role::Client), None) if own.is_empty() => {
            return Outcome::Needs(vec![FactName::ReceiverClients]);
        }
        (Some(Role::Client), None) => (own, "this client is"),
        (_, None) => return Outcome::Needs(vec![FactName::Presenters]),
    };
    if allowed.iter().any(|client| *client == presenter.client) {
        return Outcome::Silent;
    }
    if presenter.claim == "aud" && situation.receiver_is_named() {
        return AUDIENCE_DECIDES;
    }
    let Presenter { client, claim } = presenter;
    let message = format!(
        "issued to {} (`{claim}`), {whom} {}",
        words::quote(&client),
        words::quoted(allowed, "or")
    );
    RULE.finds(format!("payload/{claim}"), message)
        .expected(words::list(allowed, "or"))
        .actual(client)
        .into()
}
