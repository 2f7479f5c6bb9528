//! Who says it: the voices that the article weighs, in short paraphrase, each with the place where
//! it was said (read 2026-11). A voice adds no weight; what weighs is the concern beside it.

use self::Side::{Against, For};
use super::scene::Function::{self, AccessGrant, LoginProof};

/// Somebody who brought an argument forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// Who.
    pub who: &'static str,
    /// What they say, in our words.
    pub says: &'static str,
    /// Where.
    pub url: &'static str,
}

/// Which way an argument points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// For sending the token.
    For,
    /// Against it.
    Against,
}

/// The voices on one concern, on one side, about tokens of this function.
pub(super) fn of(concern: &str, side: Side, function: Function) -> Vec<Voice> {
    SAID.iter()
        .filter(|said| said.concern == concern && said.side == side && said.about == function)
        .map(|said| said.voice)
        .collect()
}

struct Said {
    concern: &'static str,
    side: Side,
    about: Function,
    voice: Voice,
}

const IDENTITY_SERVER: &str = "https://github.com/IdentityServer/IdentityServer3/issues/2015";
const GOOGLE: &str = "https://developers.google.com/identity/openid-connect/openid-connect";
const TCM: &str = "https://tcm-sec.com/id-tokens-vs-access-tokens-whats-the-difference/";
const KAWASAKI: &str = "https://darutk.medium.com/api-protection-by-id-token-3123481e96f2";
const AUTH0_COMMUNITY: &str =
    "https://community.auth0.com/t/why-cant-an-id-token-be-used-to-authenticate-an-api/62430";
const STACK_EXCHANGE: &str = "https://security.stackexchange.com/questions/256061/oauth2-using-id-token-for-authentication-to-a-backend-service";
const KUBERNETES: &str = "https://discuss.kubernetes.io/t/why-use-id-tokens-instead-of-access-tokens-for-authorization/27105";
const AUTH0: &str = "https://auth0.com/blog/id-token-access-token-what-is-the-difference/";
const OAUTH_NET: &str = "https://oauth.net/id-tokens-vs-access-tokens/";
const TELEPORT: &str = "https://goteleport.com/blog/how-oidc-authentication-works/";

const fn said(
    concern: &'static str,
    side: Side,
    about: Function,
    who: &'static str,
    url: &'static str,
    says: &'static str,
) -> Said {
    Said {
        concern,
        side,
        about,
        voice: Voice { who, says, url },
    }
}

static SAID: &[Said] = &[
    said(
        "C1",
        For,
        LoginProof,
        "Google",
        GOOGLE,
        "the parts of one application may hand each other the ID token, provided each validates it first",
    ),
    said(
        "C2",
        Against,
        LoginProof,
        "oauth.net",
        OAUTH_NET,
        "ID tokens are read by the client and never go to an API",
    ),
    said(
        "C2",
        Against,
        LoginProof,
        "IdentityServer",
        IDENTITY_SERVER,
        "the ID token is for the client, the access token for the resource server; anything else is uncharted",
    ),
    said(
        "C2",
        For,
        LoginProof,
        "IdentityServer",
        IDENTITY_SERVER,
        "a server that turns it into a session or into a token of its own is no resource server, and may take it",
    ),
    said(
        "C3",
        Against,
        LoginProof,
        "Auth0",
        AUTH0,
        "an API that takes ID tokens ignores for whom they were issued, and opens to one stolen anywhere",
    ),
    said(
        "C3",
        Against,
        LoginProof,
        "Takahiko Kawasaki",
        KAWASAKI,
        "a client without any relation to the API could call it with a token from its own login",
    ),
    said(
        "C3",
        For,
        LoginProof,
        "Auth0 community",
        AUTH0_COMMUNITY,
        "purists will balk, but in house there is no great harm",
    ),
    said(
        "C3",
        For,
        AccessGrant,
        "oauth.net",
        OAUTH_NET,
        "access tokens are meant to be read by the resource server",
    ),
    said(
        "C4",
        Against,
        LoginProof,
        "Takahiko Kawasaki",
        KAWASAKI,
        "an application that the API never heard of may present a token it obtained in another context",
    ),
    said(
        "C5",
        For,
        LoginProof,
        "Security Stack Exchange",
        STACK_EXCHANGE,
        "you want authentication first and business rules after it, so an ID token is what you need",
    ),
    said(
        "C5",
        For,
        LoginProof,
        "Auth0",
        AUTH0,
        "where client and API are both yours, the identity may be all that the decision needs",
    ),
    said(
        "C5",
        For,
        LoginProof,
        "Kubernetes forum",
        KUBERNETES,
        "the standard intends one thing, and Kubernetes and others have done the other for years",
    ),
    said(
        "C5",
        Against,
        LoginProof,
        "Takahiko Kawasaki",
        KAWASAKI,
        "with ID tokens an API can only allow everything or deny everything",
    ),
    said(
        "C5",
        Against,
        LoginProof,
        "Auth0",
        AUTH0,
        "a client of another party that wants to call the API must have an access token",
    ),
    said(
        "C5",
        Against,
        AccessGrant,
        "Teleport",
        TELEPORT,
        "whoever has an access token need not have logged in: a refresh brings one without a person",
    ),
    said(
        "C5",
        For,
        AccessGrant,
        "oauth.net",
        OAUTH_NET,
        "access tokens are what an API is called with",
    ),
    said(
        "C6",
        Against,
        LoginProof,
        "Takahiko Kawasaki",
        KAWASAKI,
        "the user allowed an ID token and never imagined that it would open an API elsewhere",
    ),
    said(
        "C7",
        Against,
        LoginProof,
        "Auth0",
        AUTH0,
        "nothing ties an ID token to the one who sends it, while access tokens can be bound",
    ),
    said(
        "C7",
        For,
        AccessGrant,
        "Auth0",
        AUTH0,
        "a bound access token is of no use to the one who steals it",
    ),
    said(
        "C8",
        Against,
        LoginProof,
        "TCM Security",
        TCM,
        "to use ID tokens as access tokens is not correct",
    ),
    said(
        "C9",
        Against,
        LoginProof,
        "Teleport",
        TELEPORT,
        "an ID token is an identity card: it tells a name and an address to everybody who sees it",
    ),
    said(
        "C12",
        For,
        LoginProof,
        "IdentityServer",
        IDENTITY_SERVER,
        "send the ID token along if you like, as payload beside the access token",
    ),
    said(
        "C13",
        Against,
        AccessGrant,
        "oauth.net",
        OAUTH_NET,
        "access tokens are never read by the client",
    ),
];
