//! Arguments that are heard and not weighed, in both directions, and when each becomes a real one.

/// One such argument.
#[derive(Debug)]
pub struct Fallacy {
    /// Its fixed code.
    pub code: &'static str,
    /// The argument as people put it.
    pub argument: &'static str,
    /// Why it has no weight.
    pub weightless: &'static str,
    /// When it becomes a real one.
    pub unless: &'static str,
}

/// The fallacy of that code.
pub fn find(code: &str) -> Option<&'static Fallacy> {
    FALLACIES.iter().find(|fallacy| fallacy.code == code)
}

/// All of them.
pub static FALLACIES: &[Fallacy] = &[
    Fallacy {
        code: "N-DEONTIC",
        argument: "It is not meant for that.",
        weightless: "What a specification intends is a hint where to look, and no threat by itself: nobody gets in because of an intention.",
        unless: "A check of the receiver fails because of it; then that check is the argument.",
    },
    Fallacy {
        code: "N-POPULAR",
        argument: "Kubernetes and Google do it.",
        weightless: "A big user proves that it can be done, not that it fits your case.",
        unless: "Your situation has the facts of theirs: an audience for each receiver, and permissions that the receiver keeps itself.",
    },
    Fallacy {
        code: "N-SLOPE",
        argument: "Imagine that the audience is not checked.",
        weightless: "It assumes away the very check that makes the difference.",
        unless: "Somebody states or sees that the receiver does not check it (`--check audience=no`).",
    },
    Fallacy {
        code: "N-BOTH",
        argument: "If it is stolen and nobody validates it, users are impersonated.",
        weightless: "That holds for every bearer token, so it cannot decide between two of them.",
        unless: "The two kinds differ in the remedy: one can be bound, shortened or revoked, the other not.",
    },
    Fallacy {
        code: "N-KEYWORD",
        argument: "The keyword Bearer is for access tokens.",
        weightless: "A word in a header validates nothing and opens nothing.",
        unless: "The same endpoint also takes access tokens and cannot tell the two kinds apart.",
    },
    Fallacy {
        code: "N-NOCONSENT",
        argument: "The user never consented to the use of an API.",
        weightless: "Within one organisation nobody expects a consent screen between its own programs.",
        unless: "Client and receiver belong to different parties.",
    },
    Fallacy {
        code: "N-NOUSER",
        argument: "An access token has no user information.",
        weightless: "That depends on the issuer: many put a whole profile into it.",
        unless: "The receiver needs facts about the user, and the token is opaque to it.",
    },
    Fallacy {
        code: "N-FORMAT",
        argument: "Both are JWTs, so they are interchangeable.",
        weightless: "The envelope is the same; what the issuer promises inside is not.",
        unless: "Never.",
    },
];
