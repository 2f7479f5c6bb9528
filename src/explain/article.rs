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

macro_rules! article {
    ($($which:ident $number:literal $says:literal
        [$($rule:literal)*] [$($fallacy:literal)*] [$($step:literal)*];)*) => {
        /// Every passage, in the order of the text.
        pub static ARTICLE: &[Entry] = &[$(Entry {
            passage: $which($number),
            says: $says,
            rules: &[$($rule),*],
            fallacies: &[$($fallacy),*],
            steps: &[$($step),*],
        },)*];
    };
}

// Each passage with its rules, its fallacies and its steps.
article! {
    Paragraph 0
        "Ten voices to be weighed, from the issue of an identity server to vendors' blogs; who says \
         what matters less than why."
        [] [] ["V-9"];
    Paragraph 1
        "OpenID Connect made the ID token a JWT, many servers make the access token one too, and so \
         the two get confused."
        ["kind-ambiguous" "untyped-jwt" "kinds-not-mutually-exclusive" "wrong-slot"] ["N-FORMAT"]
            [];
    Paragraph 2
        "One camp swaps the two freely, the other shouts never, and both leave out their reasons."
        ["wrong-kind-for-receiver"] [] ["V-9"];
    Paragraph 3 "What is missing is nuance."
        [] [] ["V-9"];
    Paragraph 4
        "Well-known software lets an ID token open first-party data, which is odd if the ban were \
         absolute."
        ["k8s-audience-misuse"] ["N-POPULAR"] ["V-2"];
    Paragraph 5
        "Google: where authentication is all that is asked, an ID token is handy and enough, \
         provided that it is validated."
        ["alg-none" "signature-invalid" "signature-not-verified" "issuer-mismatch"
            "audience-mismatch" "shared-client-audience"] [] ["V-0"];
    Paragraph 6
        "That is no argument in favour. It shows the right question: in this situation, may I send \
         an ID token, may I send an access token?"
        [] [] ["V-1" "V-2" "V-3" "V-4"];
    Paragraph 7 "That access tokens can build a model does not prove that ID tokens cannot."
        [] [] ["V-9"];
    Paragraph 8 "\"Not its purpose\" weighs little alone; know why, before you obey or refuse."
        [] ["N-DEONTIC"] [];
    Paragraph 9
        "Many articles begin with the ban and look for reasons afterwards, with a thin model of the \
         threats."
        [] ["N-DEONTIC"] ["V-9"];
    Paragraph 10 "Such arguments come out poor, or beside the point."
        [] ["N-DEONTIC" "N-SLOPE"] [];
    Paragraph 11
        "The unrelated client that replays its own ID token is a real attack, but it forgets the \
         authorized party; and a missing consent is normal within one organisation."
        ["foreign-client-audience" "presenter-not-allowed" "azp-missing" "login-consent-reused"
            "azp-shadows-aud"] ["N-SLOPE" "N-NOCONSENT"] [];
    Paragraph 12
        "\"All or nothing\" overlooks that permissions take many forms, of which access tokens are \
         one."
        ["all-or-nothing-grant"] [] ["V-4"];
    Paragraph 13
        "What is left is \"use access tokens\", \"not meant for that\" and \"may lead to \
         unauthorized access\": assertions without a mechanism."
        [] ["N-DEONTIC"] [];
    Paragraph 14
        "A stolen token that nobody validates is a risk with either kind, so it says nothing about \
         the choice."
        ["alg-none" "signature-invalid" "signature-not-verified" "alg-key-mismatch"
            "issuer-mismatch" "expired" "missing-exp" "lifetime-too-long" "implausible-times"
            "multi-tenant-issuer" "untrusted-issuer"] ["N-BOTH"] ["V-0"];
    Paragraph 15
        "The ID token is written for the client, the access token for the resource server; where \
         the access token is a JWT, its audience says so."
        ["audience-mismatch" "audience-missing" "audience-too-broad"] [] ["V-2"];
    Paragraph 16
        "Front end and back end of one application can be declared one client; then the client id \
         names both, and the audience argument becomes a matter of words."
        ["shared-client-audience"] [] ["V-2"];
    Paragraph 17
        "One says who the user is and nothing of rights, the other opens doors and says nothing of \
         the user; yet rights often depend on who the user is."
        ["user-info-in-access-token" "personal-data-to-other-party"] ["N-NOUSER"] [];
    Paragraph 18 "Having an access token proves no login, so a flow needs both answers."
        ["access-token-as-login-proof" "machine-subject" "stale-authentication"] [] ["V-4"];
    Paragraph 19
        "In first-party cases the proof of a login may be all that is needed; and a third party \
         that is known by name can be told apart with an ID token, too."
        ["own-rules-authorization" "presenter-not-allowed" "azp-missing" "no-presenter-list"] []
            ["V-3" "V-4"];
    Paragraph 20
        "OAuth can bind a token to its sender, which matters once tokens leave the hands of the \
         issuer's own systems."
        ["sender-constraint-missing" "bound-token-as-bearer" "unbindable-id-token"
            "long-lived-bearer" "ath-mismatch" "proof-malformed" "proof-stale-or-reused"] []
            ["V-6"];
    Paragraph 21
        "Auth0: first-party, an ID token may do, yet access tokens can be bound and are the safer \
         for it."
        ["unbindable-id-token" "long-lived-bearer"] [] ["V-6"];
    Paragraph 22
        "Auth0: third-party means access tokens only. A known client whose `azp` is checked is a \
         fair exception."
        ["presenter-not-allowed" "no-presenter-list" "foreign-client-audience"] [] ["V-3"];
    Paragraph 23
        "Their proof takes for granted that the API ignores the audience. An API can check `azp` \
         and `aud`."
        ["audience-not-enforced"] ["N-SLOPE"] ["V-2"];
    Paragraph 24
        "Were the other arguments tainted by their conclusion as well? Weigh each by itself."
        [] [] ["V-9"];
    Paragraph 25
        "An ID token in the header made for access tokens is harder to explain later, but no hole \
         if it is processed properly."
        ["bearer-transport-misused" "both-kinds-accepted"] ["N-KEYWORD"] ["V-7"];
    Paragraph 26
        "One may say that reading ready-made permissions leaves less room for mistakes. But claims \
         must be mapped to resources anyway, whichever they are."
        ["own-rules-authorization" "undocumented-deviation"] [] ["V-4"];
    Paragraph 27
        "If an API needs facts about the user, the content of the ID token may travel inside the \
         access token; off the standard path, traps are uncharted."
        ["identity-as-payload" "user-info-in-access-token" "undocumented-deviation"] [] ["V-8"];
    Paragraph 28
        "All else equal, calling the program a resource server or a part of the authorization \
         server turns the advice round."
        ["receiver-acts-as-issuer" "session-bootstrap-unguarded"] [] ["V-10"];
    Paragraph 29 "So the debate may be about being clear which function each part has."
        [] [] ["V-1"];
    Paragraph 30
        "The real question is what you want to achieve, and how OAuth and OpenID Connect serve \
         that."
        [] [] ["V-4"];
    Paragraph 31
        "Neighbouring notes: Keycloak's talkative access tokens, GitHub's tokens for jobs, sender \
         constraints."
        ["user-info-in-access-token" "ci-trust-too-broad" "ci-recyclable-subject"
            "azp-shadows-aud"] [] ["V-6"];
    Footnote 1
        "oauth.net: each kind has its own reader, one is always a JWT, the other may be any string; \
         hence two bans."
        ["audience-mismatch" "foreign-client-audience" "client-reads-access-token"
            "opaque-needs-introspection" "untyped-jwt"] ["N-DEONTIC"] [];
    Footnote 2
        "Security Stack Exchange: the API learns the user's id from the token and then applies its \
         own rule; either kind will do."
        ["own-rules-authorization"] [] ["V-4"];
    Footnote 3 "Auth0 community: people mix the two because JWT access tokens long had no standard."
        ["untyped-jwt"] [] [];
    Footnote 4 "Auth0 community: purists may balk, but within one house there is little harm."
        [] ["N-DEONTIC"] ["V-2" "V-3"];
    Footnote 5 "Kubernetes forum: how does the ban go together with what Kubernetes documents?"
        ["k8s-audience-misuse" "k8s-username-mapping"] ["N-POPULAR"] [];
    Footnote 6 "Kubernetes forum: by intent the ban is right, by custom APIs do otherwise."
        [] ["N-POPULAR" "N-DEONTIC"] [];
    Footnote 7 "Google: handing the ID token to your own server is among its usual uses."
        [] ["N-POPULAR"] ["V-4"];
    Footnote 8
        "Google: parts of one product may pass the ID token among them as a light proof of user and \
         app, if each validates it."
        ["signature-not-verified"] [] ["V-0" "V-2"];
    Footnote 9
        "darutk: a client without any relation to the API could present the ID token of its own \
         login."
        ["foreign-client-audience" "presenter-not-allowed" "azp-missing"] [] ["V-3"];
    Footnote 10 "darutk: the user allowed a login, and never imagined calls to an unrelated API."
        ["login-consent-reused"] ["N-NOCONSENT"] ["V-5"];
    Footnote 11 "darutk: only \"all allowed\" or \"all denied\" is possible."
        ["all-or-nothing-grant"] [] ["V-4"];
    Footnote 12 "TCM: misuse can open sensitive resources."
        [] ["N-DEONTIC"] [];
    Footnote 13 "TCM: whoever intercepts a token that is not validated can act as the user."
        ["alg-none" "signature-invalid" "signature-not-verified" "alg-key-mismatch" "expired"
            "missing-exp"] ["N-BOTH"] ["V-0"];
    Footnote 14 "Two artefacts, two addressees: the client and the resource server."
        ["audience-mismatch"] [] ["V-2"];
    Footnote 15
        "Teleport: an ID token is like an identity card, an access token only opens certain doors."
        ["user-info-in-access-token" "personal-data-to-other-party" "over-privileged-token"
            "delegation-needs-access-token"] [] ["V-8"];
    Footnote 16 "Teleport: the access token knows nothing of its holder."
        ["user-info-in-access-token"] ["N-NOUSER"] [];
    Footnote 17
        "Teleport: an access token may come from a refresh without anybody there; an ID token takes \
         a person who signs in."
        ["access-token-as-login-proof" "machine-subject" "stale-authentication"] [] ["V-4"];
    Footnote 18 "Security Stack Exchange: what you describe is authentication, so use ID tokens."
        ["own-rules-authorization"] [] ["V-4"];
    Footnote 19
        "Security Stack Exchange: authentication first, then your own rules on that identity; for \
         this an ID token only."
        ["own-rules-authorization"] [] ["V-4"];
    Footnote 20 "Auth0: in a first-party scenario you may decide that the identity is all you need."
        ["shared-client-audience"] [] ["V-2"];
    Footnote 21
        "Auth0: nothing ties an ID token to whoever sends it, while an access token can be bound."
        ["sender-constraint-missing" "unbindable-id-token" "long-lived-bearer"] [] ["V-6"];
    Footnote 22 "Auth0: for third parties never an ID token."
        ["delegation-needs-access-token" "presenter-not-allowed" "foreign-client-audience"] []
            ["V-3"];
    Footnote 23 "Auth0: who accepts an ID token ignores its audience."
        ["foreign-client-audience"] ["N-SLOPE"] ["V-2"];
    Footnote 24
        "Auth0: an API that does not care for whom a token is opens to an ID token taken from any \
         app."
        ["foreign-client-audience" "audience-not-enforced"] [] ["V-2"];
    Footnote 25 "TCM: to use ID tokens as access tokens is incorrect."
        ["bearer-transport-misused"] ["N-DEONTIC" "N-KEYWORD"] [];
    Footnote 26
        "IdentityServer: put the claims into the access token, or pass the ID token along as data; \
         keep to the design."
        ["token-passthrough" "identity-as-payload" "user-info-in-access-token"
            "undocumented-deviation"] [] [];
    Footnote 27
        "IdentityServer: standards and threat models are clear; special ways may work, but nobody \
         has charted them."
        ["undocumented-deviation"] [] [];
    Footnote 28
        "IdentityServer: it does make sense towards a server that turns it into a session or a \
         token of its own, which is no resource server."
        ["receiver-acts-as-issuer" "session-bootstrap-unguarded"] [] ["V-10"];
}
