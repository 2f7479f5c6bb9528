//! The map of the article *ID Tokens vs Access Tokens*: each of its paragraphs and footnotes in a
//! sentence of our own, and where its argument went: into rules, fallacies, or steps of the verdict.
//!
//! A rule names its passages too; `tests/article.rs` compares both ways.

use crate::rules::Passage::{self, Footnote, Paragraph};

/// One passage.
#[derive(Debug)]
pub struct Entry {
    /// Which.
    pub passage: Passage,
    /// What is said there, in our words; for a footnote, by whom.
    pub says: &'static str,
    /// The rules that carry the argument.
    pub rules: &'static [&'static str],
    /// The fallacies that it commits or names; see [`super::fallacies`].
    pub fallacies: &'static [&'static str],
    /// The steps of the verdict that weigh it; see [`STEPS`].
    pub steps: &'static [&'static str],
}

/// One step of weighing whether a token may be sent to a receiver.
#[derive(Debug)]
pub struct Step {
    /// `V-0` to `V-10`.
    pub code: &'static str,
    /// What it weighs, in a few words.
    pub name: &'static str,
    /// What it asks.
    pub asks: &'static str,
}

/// The entry of a passage.
pub fn find(passage: Passage) -> Option<&'static Entry> {
    ARTICLE.iter().find(|entry| entry.passage == passage)
}

const fn step(code: &'static str, name: &'static str, asks: &'static str) -> Step {
    Step { code, name, asks }
}

/// The steps in their order.
pub static STEPS: &[Step] = &[
    step(
        "V-0",
        "integrity",
        "Is it genuine, of the issuer that one trusts, and still valid? Where nobody can tell yet, the verdict stays conditional.",
    ),
    step(
        "V-1",
        "kind fits role",
        "Is this kind ever taken by a receiver of this role? A logout token or a proof is a credential nowhere.",
    ),
    step(
        "V-2",
        "audience",
        "Does it name this receiver, or a client that is the receiver's own application, or only somebody else?",
    ),
    step(
        "V-3",
        "presenter",
        "Who asked for it and sends it, and does the receiver let that program in?",
    ),
    step(
        "V-4",
        "need",
        "What must the receiver learn, who the user is or what the client may do, and does this token say that?",
    ),
    step(
        "V-5",
        "consent",
        "If another party's client sends it: what did the user agree to?",
    ),
    step(
        "V-6",
        "binding",
        "Must a copy of the token be useless to a thief, and is it?",
    ),
    step(
        "V-7",
        "transport",
        "Does the way it travels keep it from logs, histories and bystanders?",
    ),
    step(
        "V-8",
        "privacy and consequences",
        "What do receiver and relays learn or get to do with it: personal data, replay, forwarding?",
    ),
    step(
        "V-9",
        "counterfactual",
        "What would the other kind of token get under the same facts? Reasons on both sides are shown, whoever first gave them.",
    ),
    step(
        "V-10",
        "reframing",
        "What if the receiver turned it into a session or a token of its own, instead of being a resource server?",
    ),
];

/// Every passage, in the order of the text.
pub static ARTICLE: &[Entry] = &[
    Entry {
        passage: Paragraph(0),
        says: "Ten voices to be weighed, from the issue of an identity server to vendors' blogs; who says what matters less than why.",
        rules: &[],
        fallacies: &[],
        steps: &["V-9"],
    },
    Entry {
        passage: Paragraph(1),
        says: "OpenID Connect made the ID token a JWT, many servers make the access token one too, and so the two get confused.",
        rules: &[
            "kind-ambiguous",
            "untyped-jwt",
            "kinds-not-mutually-exclusive",
            "wrong-slot",
        ],
        fallacies: &["N-FORMAT"],
        steps: &[],
    },
    Entry {
        passage: Paragraph(2),
        says: "One camp swaps the two freely, the other shouts never, and both leave out their reasons.",
        rules: &["wrong-kind-for-receiver"],
        fallacies: &[],
        steps: &["V-9"],
    },
    Entry {
        passage: Paragraph(3),
        says: "What is missing is nuance.",
        rules: &[],
        fallacies: &[],
        steps: &["V-9"],
    },
    Entry {
        passage: Paragraph(4),
        says: "Well-known software lets an ID token open first-party data, which is odd if the ban were absolute.",
        rules: &["k8s-audience-misuse"],
        fallacies: &["N-POPULAR"],
        steps: &["V-2"],
    },
    Entry {
        passage: Paragraph(5),
        says: "Google: where authentication is all that is asked, an ID token is handy and enough, provided that it is validated.",
        rules: &[
            "alg-none",
            "signature-invalid",
            "signature-not-verified",
            "issuer-mismatch",
            "audience-mismatch",
            "shared-client-audience",
        ],
        fallacies: &[],
        steps: &["V-0"],
    },
    Entry {
        passage: Paragraph(6),
        says: "That is no argument in favour. It shows the right question: in this situation, may I send an ID token, may I send an access token?",
        rules: &[],
        fallacies: &[],
        steps: &["V-1", "V-2", "V-3", "V-4"],
    },
    Entry {
        passage: Paragraph(7),
        says: "That access tokens can build a model does not prove that ID tokens cannot.",
        rules: &[],
        fallacies: &[],
        steps: &["V-9"],
    },
    Entry {
        passage: Paragraph(8),
        says: "\"Not its purpose\" weighs little alone; know why, before you obey or refuse.",
        rules: &[],
        fallacies: &["N-DEONTIC"],
        steps: &[],
    },
    Entry {
        passage: Paragraph(9),
        says: "Many articles begin with the ban and look for reasons afterwards, with a thin model of the threats.",
        rules: &[],
        fallacies: &["N-DEONTIC"],
        steps: &["V-9"],
    },
    Entry {
        passage: Paragraph(10),
        says: "Such arguments come out poor, or beside the point.",
        rules: &[],
        fallacies: &["N-DEONTIC", "N-SLOPE"],
        steps: &[],
    },
    Entry {
        passage: Paragraph(11),
        says: "The unrelated client that replays its own ID token is a real attack, but it forgets the authorized party; and a missing consent is normal within one organisation.",
        rules: &[
            "foreign-client-audience",
            "presenter-not-allowed",
            "azp-missing",
            "login-consent-reused",
            "azp-shadows-aud",
        ],
        fallacies: &["N-SLOPE", "N-NOCONSENT"],
        steps: &[],
    },
    Entry {
        passage: Paragraph(12),
        says: "\"All or nothing\" overlooks that permissions take many forms, of which access tokens are one.",
        rules: &["all-or-nothing-grant"],
        fallacies: &[],
        steps: &["V-4"],
    },
    Entry {
        passage: Paragraph(13),
        says: "What is left is \"use access tokens\", \"not meant for that\" and \"may lead to unauthorized access\": assertions without a mechanism.",
        rules: &[],
        fallacies: &["N-DEONTIC"],
        steps: &[],
    },
    Entry {
        passage: Paragraph(14),
        says: "A stolen token that nobody validates is a risk with either kind, so it says nothing about the choice.",
        rules: &[
            "alg-none",
            "signature-invalid",
            "signature-not-verified",
            "alg-key-mismatch",
            "issuer-mismatch",
            "expired",
            "missing-exp",
            "lifetime-too-long",
            "implausible-times",
            "multi-tenant-issuer",
            "untrusted-issuer",
        ],
        fallacies: &["N-BOTH"],
        steps: &["V-0"],
    },
    Entry {
        passage: Paragraph(15),
        says: "The ID token is written for the client, the access token for the resource server; where the access token is a JWT, its audience says so.",
        rules: &[
            "audience-mismatch",
            "audience-missing",
            "audience-too-broad",
        ],
        fallacies: &[],
        steps: &["V-2"],
    },
    Entry {
        passage: Paragraph(16),
        says: "Front end and back end of one application can be declared one client; then the client id names both, and the audience argument becomes a matter of words.",
        rules: &["shared-client-audience"],
        fallacies: &[],
        steps: &["V-2"],
    },
    Entry {
        passage: Paragraph(17),
        says: "One says who the user is and nothing of rights, the other opens doors and says nothing of the user; yet rights often depend on who the user is.",
        rules: &["user-info-in-access-token", "personal-data-to-other-party"],
        fallacies: &["N-NOUSER"],
        steps: &[],
    },
    Entry {
        passage: Paragraph(18),
        says: "Having an access token proves no login, so a flow needs both answers.",
        rules: &[
            "access-token-as-login-proof",
            "machine-subject",
            "stale-authentication",
        ],
        fallacies: &[],
        steps: &["V-4"],
    },
    Entry {
        passage: Paragraph(19),
        says: "In first-party cases the proof of a login may be all that is needed; and a third party that is known by name can be told apart with an ID token, too.",
        rules: &[
            "own-rules-authorization",
            "presenter-not-allowed",
            "azp-missing",
            "no-presenter-list",
        ],
        fallacies: &[],
        steps: &["V-3", "V-4"],
    },
    Entry {
        passage: Paragraph(20),
        says: "OAuth can bind a token to its sender, which matters once tokens leave the hands of the issuer's own systems.",
        rules: &[
            "sender-constraint-missing",
            "bound-token-as-bearer",
            "unbindable-id-token",
            "long-lived-bearer",
            "ath-mismatch",
            "proof-malformed",
            "proof-stale-or-reused",
        ],
        fallacies: &[],
        steps: &["V-6"],
    },
    Entry {
        passage: Paragraph(21),
        says: "Auth0: first-party, an ID token may do, yet access tokens can be bound and are the safer for it.",
        rules: &["unbindable-id-token", "long-lived-bearer"],
        fallacies: &[],
        steps: &["V-6"],
    },
    Entry {
        passage: Paragraph(22),
        says: "Auth0: third-party means access tokens only. A known client whose `azp` is checked is a fair exception.",
        rules: &[
            "presenter-not-allowed",
            "no-presenter-list",
            "foreign-client-audience",
        ],
        fallacies: &[],
        steps: &["V-3"],
    },
    Entry {
        passage: Paragraph(23),
        says: "Their proof takes for granted that the API ignores the audience. An API can check `azp` and `aud`.",
        rules: &["audience-not-enforced"],
        fallacies: &["N-SLOPE"],
        steps: &["V-2"],
    },
    Entry {
        passage: Paragraph(24),
        says: "Were the other arguments tainted by their conclusion as well? Weigh each by itself.",
        rules: &[],
        fallacies: &[],
        steps: &["V-9"],
    },
    Entry {
        passage: Paragraph(25),
        says: "An ID token in the header made for access tokens is harder to explain later, but no hole if it is processed properly.",
        rules: &["bearer-transport-misused", "both-kinds-accepted"],
        fallacies: &["N-KEYWORD"],
        steps: &["V-7"],
    },
    Entry {
        passage: Paragraph(26),
        says: "One may say that reading ready-made permissions leaves less room for mistakes. But claims must be mapped to resources anyway, whichever they are.",
        rules: &["own-rules-authorization", "undocumented-deviation"],
        fallacies: &[],
        steps: &["V-4"],
    },
    Entry {
        passage: Paragraph(27),
        says: "If an API needs facts about the user, the content of the ID token may travel inside the access token; off the standard path, traps are uncharted.",
        rules: &[
            "identity-as-payload",
            "user-info-in-access-token",
            "undocumented-deviation",
        ],
        fallacies: &[],
        steps: &["V-8"],
    },
    Entry {
        passage: Paragraph(28),
        says: "All else equal, calling the program a resource server or a part of the authorization server turns the advice round.",
        rules: &["receiver-acts-as-issuer", "session-bootstrap-unguarded"],
        fallacies: &[],
        steps: &["V-10"],
    },
    Entry {
        passage: Paragraph(29),
        says: "So the debate may be about being clear which function each part has.",
        rules: &[],
        fallacies: &[],
        steps: &["V-1"],
    },
    Entry {
        passage: Paragraph(30),
        says: "The real question is what you want to achieve, and how OAuth and OpenID Connect serve that.",
        rules: &[],
        fallacies: &[],
        steps: &["V-4"],
    },
    Entry {
        passage: Paragraph(31),
        says: "Neighbouring notes: Keycloak's talkative access tokens, GitHub's tokens for jobs, sender constraints.",
        rules: &[
            "user-info-in-access-token",
            "ci-trust-too-broad",
            "ci-recyclable-subject",
            "azp-shadows-aud",
        ],
        fallacies: &[],
        steps: &["V-6"],
    },
    Entry {
        passage: Footnote(1),
        says: "oauth.net: each kind has its own reader, one is always a JWT, the other may be any string; hence two bans.",
        rules: &[
            "audience-mismatch",
            "foreign-client-audience",
            "client-reads-access-token",
            "opaque-needs-introspection",
            "untyped-jwt",
        ],
        fallacies: &["N-DEONTIC"],
        steps: &[],
    },
    Entry {
        passage: Footnote(2),
        says: "Security Stack Exchange: the API learns the user's id from the token and then applies its own rule; either kind will do.",
        rules: &["own-rules-authorization"],
        fallacies: &[],
        steps: &["V-4"],
    },
    Entry {
        passage: Footnote(3),
        says: "Auth0 community: people mix the two because JWT access tokens long had no standard.",
        rules: &["untyped-jwt"],
        fallacies: &[],
        steps: &[],
    },
    Entry {
        passage: Footnote(4),
        says: "Auth0 community: purists may balk, but within one house there is little harm.",
        rules: &[],
        fallacies: &["N-DEONTIC"],
        steps: &["V-2", "V-3"],
    },
    Entry {
        passage: Footnote(5),
        says: "Kubernetes forum: how does the ban go together with what Kubernetes documents?",
        rules: &["k8s-audience-misuse", "k8s-username-mapping"],
        fallacies: &["N-POPULAR"],
        steps: &[],
    },
    Entry {
        passage: Footnote(6),
        says: "Kubernetes forum: by intent the ban is right, by custom APIs do otherwise.",
        rules: &[],
        fallacies: &["N-POPULAR", "N-DEONTIC"],
        steps: &[],
    },
    Entry {
        passage: Footnote(7),
        says: "Google: handing the ID token to your own server is among its usual uses.",
        rules: &[],
        fallacies: &["N-POPULAR"],
        steps: &["V-4"],
    },
    Entry {
        passage: Footnote(8),
        says: "Google: parts of one product may pass the ID token among them as a light proof of user and app, if each validates it.",
        rules: &["signature-not-verified"],
        fallacies: &[],
        steps: &["V-0", "V-2"],
    },
    Entry {
        passage: Footnote(9),
        says: "darutk: a client without any relation to the API could present the ID token of its own login.",
        rules: &[
            "foreign-client-audience",
            "presenter-not-allowed",
            "azp-missing",
        ],
        fallacies: &[],
        steps: &["V-3"],
    },
    Entry {
        passage: Footnote(10),
        says: "darutk: the user allowed a login, and never imagined calls to an unrelated API.",
        rules: &["login-consent-reused"],
        fallacies: &["N-NOCONSENT"],
        steps: &["V-5"],
    },
    Entry {
        passage: Footnote(11),
        says: "darutk: only \"all allowed\" or \"all denied\" is possible.",
        rules: &["all-or-nothing-grant"],
        fallacies: &[],
        steps: &["V-4"],
    },
    Entry {
        passage: Footnote(12),
        says: "TCM: misuse can open sensitive resources.",
        rules: &[],
        fallacies: &["N-DEONTIC"],
        steps: &[],
    },
    Entry {
        passage: Footnote(13),
        says: "TCM: whoever intercepts a token that is not validated can act as the user.",
        rules: &[
            "alg-none",
            "signature-invalid",
            "signature-not-verified",
            "alg-key-mismatch",
            "expired",
            "missing-exp",
        ],
        fallacies: &["N-BOTH"],
        steps: &["V-0"],
    },
    Entry {
        passage: Footnote(14),
        says: "Two artefacts, two addressees: the client and the resource server.",
        rules: &["audience-mismatch"],
        fallacies: &[],
        steps: &["V-2"],
    },
    Entry {
        passage: Footnote(15),
        says: "Teleport: an ID token is like an identity card, an access token only opens certain doors.",
        rules: &[
            "user-info-in-access-token",
            "personal-data-to-other-party",
            "over-privileged-token",
            "delegation-needs-access-token",
        ],
        fallacies: &[],
        steps: &["V-8"],
    },
    Entry {
        passage: Footnote(16),
        says: "Teleport: the access token knows nothing of its holder.",
        rules: &["user-info-in-access-token"],
        fallacies: &["N-NOUSER"],
        steps: &[],
    },
    Entry {
        passage: Footnote(17),
        says: "Teleport: an access token may come from a refresh without anybody there; an ID token takes a person who signs in.",
        rules: &[
            "access-token-as-login-proof",
            "machine-subject",
            "stale-authentication",
        ],
        fallacies: &[],
        steps: &["V-4"],
    },
    Entry {
        passage: Footnote(18),
        says: "Security Stack Exchange: what you describe is authentication, so use ID tokens.",
        rules: &["own-rules-authorization"],
        fallacies: &[],
        steps: &["V-4"],
    },
    Entry {
        passage: Footnote(19),
        says: "Security Stack Exchange: authentication first, then your own rules on that identity; for this an ID token only.",
        rules: &["own-rules-authorization"],
        fallacies: &[],
        steps: &["V-4"],
    },
    Entry {
        passage: Footnote(20),
        says: "Auth0: in a first-party scenario you may decide that the identity is all you need.",
        rules: &["shared-client-audience"],
        fallacies: &[],
        steps: &["V-2"],
    },
    Entry {
        passage: Footnote(21),
        says: "Auth0: nothing ties an ID token to whoever sends it, while an access token can be bound.",
        rules: &[
            "sender-constraint-missing",
            "unbindable-id-token",
            "long-lived-bearer",
        ],
        fallacies: &[],
        steps: &["V-6"],
    },
    Entry {
        passage: Footnote(22),
        says: "Auth0: for third parties never an ID token.",
        rules: &[
            "delegation-needs-access-token",
            "presenter-not-allowed",
            "foreign-client-audience",
        ],
        fallacies: &[],
        steps: &["V-3"],
    },
    Entry {
        passage: Footnote(23),
        says: "Auth0: who accepts an ID token ignores its audience.",
        rules: &["foreign-client-audience"],
        fallacies: &["N-SLOPE"],
        steps: &["V-2"],
    },
    Entry {
        passage: Footnote(24),
        says: "Auth0: an API that does not care for whom a token is opens to an ID token taken from any app.",
        rules: &["foreign-client-audience", "audience-not-enforced"],
        fallacies: &[],
        steps: &["V-2"],
    },
    Entry {
        passage: Footnote(25),
        says: "TCM: to use ID tokens as access tokens is incorrect.",
        rules: &["bearer-transport-misused"],
        fallacies: &["N-DEONTIC", "N-KEYWORD"],
        steps: &[],
    },
    Entry {
        passage: Footnote(26),
        says: "IdentityServer: put the claims into the access token, or pass the ID token along as data; keep to the design.",
        rules: &[
            "token-passthrough",
            "identity-as-payload",
            "user-info-in-access-token",
            "undocumented-deviation",
        ],
        fallacies: &[],
        steps: &[],
    },
    Entry {
        passage: Footnote(27),
        says: "IdentityServer: standards and threat models are clear; special ways may work, but nobody has charted them.",
        rules: &["undocumented-deviation"],
        fallacies: &[],
        steps: &[],
    },
    Entry {
        passage: Footnote(28),
        says: "IdentityServer: it does make sense towards a server that turns it into a session or a token of its own, which is no resource server.",
        rules: &["receiver-acts-as-issuer", "session-bootstrap-unguarded"],
        fallacies: &[],
        steps: &["V-10"],
    },
];
