//! What a rule is: a value whose blanks do not compile, and what it can answer.

use std::fmt;

use super::{
    case::{Case, ProviderCase},
    example::Example,
    spec::Reference,
};
use crate::{classify::Kind, situation::FactName};

/// One argument about tokens: when it holds, why it matters, what speaks against it, what to do.
pub struct Rule {
    /// Kebab-case; the only identity of a rule, and the name of its file.
    pub name: &'static str,
    /// The shelf it stands on, which is its folder.
    pub family: Family,
    /// The severity unless the check says otherwise.
    pub severity: Severity,
    /// How sure a firing is.
    pub confidence: Confidence,
    /// What beside the token it looks at.
    pub needs: &'static [Needs],
    /// The kinds of token that it speaks about.
    pub applies: Applies,
    /// Names of more general rules that stay silent on the same fact when this one fires.
    pub silences: &'static [&'static str],
    /// The text, for people.
    pub doc: Doc,
    /// The paragraphs and footnotes of the article it mirrors; empty means "beyond the article".
    pub article: &'static [Passage],
    /// Where the specifications say so.
    pub references: &'static [Reference],
    /// At least one that fires and one that is silent; they run as tests.
    pub examples: &'static [Example],
    /// The judgement: a pure function of the case.
    pub check: Check,
}

/// What a rule judges.
#[derive(Clone, Copy)]
pub enum Check {
    /// One token.
    Token(fn(&Case<'_>) -> Outcome),
    /// A provider: its metadata and its keys, once a provider.
    Provider(fn(&ProviderCase<'_>) -> Outcome),
    /// One token, after the other rules: with the kinds as which any of them found an error.
    Last(fn(&Case<'_>, &[Kind]) -> Outcome),
    /// One token, where it was asked whether it may be sent: with the answer, that nothing stands in
    /// the way but conditions.
    Weighed(fn(&Case<'_>, bool) -> Outcome),
    /// Each token, and the provider.
    Both {
        /// One token.
        token: fn(&Case<'_>) -> Outcome,
        /// A provider.
        provider: fn(&ProviderCase<'_>) -> Outcome,
    },
}

/// The text of a rule, read by `explain`, by every format and by the README.
pub struct Doc {
    /// What is compared with what.
    pub checks: &'static str,
    /// The argument for the rule.
    pub why: &'static str,
    /// The threats it names.
    pub threats: &'static [Threat],
    /// The argument against: when the finding is fine.
    pub but: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}

impl Rule {
    /// The first sentence of what it checks, for lists.
    pub fn first_sentence(&self) -> &'static str {
        let checks = self.doc.checks;
        let end = checks.find(". ").map_or(checks.len(), |end| end + 1);
        &checks[..end]
    }

    /// A finding of this rule at a place (`payload/aud`, `header/alg`, `request` …). The message
    /// says what was observed, then what was expected.
    #[cold]
    #[inline(never)]
    pub fn finds(&self, pointer: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding {
            severity: self.severity,
            confidence: self.confidence,
            message: message.into(),
            pointer: pointer.into(),
            expected: None,
            actual: None,
            fix: None,
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Rule({})", self.name)
    }
}

/// What a rule answers about a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Looked, and found nothing.
    Silent,
    /// Found something.
    Fires(Vec<Finding>),
    /// Has nothing to say about such a token or situation.
    NotApplicable(&'static str),
    /// It depends, and on these facts.
    Needs(Vec<FactName>),
}

impl From<Finding> for Outcome {
    fn from(finding: Finding) -> Self {
        Self::Fires(vec![finding])
    }
}

impl From<Option<Finding>> for Outcome {
    fn from(finding: Option<Finding>) -> Self {
        finding.map_or(Self::Silent, Self::from)
    }
}

impl From<Vec<Finding>> for Outcome {
    fn from(findings: Vec<Finding>) -> Self {
        if findings.is_empty() {
            Self::Silent
        } else {
            Self::Fires(findings)
        }
    }
}

/// One thing that a rule observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// Observed, then expected; lower case, no full stop.
    pub message: String,
    /// The primary place.
    pub pointer: String,
    /// The value wanted, as data.
    pub expected: Option<String>,
    /// The value found, as data.
    pub actual: Option<String>,
    /// What to do, where it differs from the rule's general advice.
    pub fix: Option<String>,
}

// Most rules find nothing in most tokens; what they would say is laid aside.
impl Finding {
    /// With another severity than the rule's own.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn as_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// With another confidence than the rule's own.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn as_confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// With the value that was wanted.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn expected(mut self, value: impl Into<String>) -> Self {
        self.expected = Some(value.into());
        self
    }

    /// With the value that was found.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn actual(mut self, value: impl Into<String>) -> Self {
        self.actual = Some(value.into());
        self
    }

    /// With advice that fits this finding better than the rule's own.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn fix(mut self, advice: impl Into<String>) -> Self {
        self.fix = Some(advice.into());
        self
    }
}

/// Which kinds of token a rule speaks about.
#[derive(Debug, Clone, Copy)]
pub enum Applies {
    /// Any token.
    Any,
    /// These kinds only.
    Only(&'static [Kind]),
    /// Any kind but these.
    Except(&'static [Kind]),
}

impl Applies {
    /// Whether the rule speaks about this kind.
    pub fn to(self, kind: Kind) -> bool {
        match self {
            Self::Any => true,
            Self::Only(kinds) => kinds.contains(&kind),
            Self::Except(kinds) => !kinds.contains(&kind),
        }
    }
}

/// How bad a finding is. The order is that of the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Explains; never affects the exit status.
    Note,
    /// A fact worth knowing for the decision.
    Info,
    /// Risky unless a stated condition holds.
    Warn,
    /// A check fails or a threat is concretely open.
    Error,
}

impl Severity {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// How sure a finding is that what it says is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// A heuristic.
    Low,
    /// Depends on a convention that issuers may break.
    Medium,
    /// Decidable from the facts at hand.
    High,
}

impl Confidence {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What a rule looks at beside the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// The token.
    Token,
    /// Verification keys.
    Keys,
    /// The provider's metadata.
    Provider,
    /// Stated or inferred facts.
    Situation,
    /// Other tokens of the same response or session.
    Pair,
    /// The HTTP message.
    Request,
}

impl Needs {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Keys => "keys",
            Self::Provider => "provider",
            Self::Situation => "situation",
            Self::Pair => "pair",
            Self::Request => "request",
        }
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal, $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $text] $variant,)*
        }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The fixed code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What it means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

named! {
    /// The families of rules; the code is also the name of the folder (with `_` for `-`).
    Family {
        Decoding = "decoding", "how the token is spelt";
        Signature = "signature", "whether it is genuine";
        Header = "header", "what its header asks of the verifier";
        Time = "time", "when it may be used";
        Issuer = "issuer", "who issued it";
        Audience = "audience", "for whom it is meant";
        AuthorizedParty = "authorized-party", "to whom it was issued";
        Kind = "kind", "whether it is the right kind of token";
        Authentication = "authentication", "what it proves about the user";
        Authorization = "authorization", "what it permits";
        SenderConstraint = "sender-constraint", "whether theft alone lets one use it";
        Transport = "transport", "how it travels";
        Pair = "pair", "whether the tokens of one response belong together";
        Architecture = "architecture", "which part the receiver plays";
        Encryption = "encryption", "whether its encryption keeps its promise";
        Privacy = "privacy", "what it tells about people";
        DpopProof = "dpop-proof", "whether a proof of possession proves it";
        Logout = "logout", "whether a logout or event token is what it claims";
        Objects = "objects", "other JWTs of the protocols: assertions, requests, responses";
        SelectiveDisclosure = "selective-disclosure", "whether an SD-JWT holds together";
        Request = "request", "the HTTP request around the token";
        Workload = "workload", "tokens of clusters and pipelines";
        Metadata = "metadata", "what the provider says of itself";
        Keys = "keys", "the keys that the provider publishes";
    }
}

named! {
    /// Threats: a "no" must name one.
    Threat {
        Forge = "T-FORGE", "forgery: the verifier accepts a token that nobody legitimate issued";
        Unrelated = "T-UNREL", "unrelated client: any client of the same issuer can use the tokens it got for its own purpose";
        Substitution = "T-SUBST", "substitution: a token obtained in one place is taken elsewhere for proof of something it never proved";
        Confusion = "T-CONFUSE", "cross-JWT confusion: one kind of JWT passes the validation written for another";
        RecipientReplay = "T-RSREPLAY", "recipient replay: whoever receives the token plays it at another service that accepts it";
        Stolen = "T-STOLEN", "theft and replay: a third party copies the token and uses it";
        Once = "T-ONCE", "replay of a one-time object: it is accepted twice";
        Consent = "T-CONSENT", "consent conflation: the user agreed to log in, the token is used for access";
        Overprivilege = "T-OVERPRIV", "excess privilege: the grant is coarser than the task";
        Leak = "T-LEAK", "leak by transport: URL, history, logs or cache expose the token";
        PersonalData = "T-PII", "personal data exposure: claims about a person reach a party without need for them";
        Stale = "T-STALE", "stale facts: expired, revoked or old authentication still counts";
        Subject = "T-SUBJ", "subject collision: two principals end up with the same identifier at the receiver";
        MixUp = "T-MIXUP", "issuer mix-up: a token of issuer A is processed as if it came from issuer B";
        Ssrf = "T-SSRF", "attacker-driven lookup: token values drive fetches, paths or queries";
        Dos = "T-DOS", "resource exhaustion: decompression, iteration counts, giant tokens";
        Coupling = "M-COUPLE", "coupling (no attacker): it breaks when the issuer changes what it never promised";
        Clarity = "M-CLARITY", "clarity (no attacker): nobody can explain the model later, and mistakes follow";
    }
}

/// A passage of the article *ID Tokens vs Access Tokens* that a rule mirrors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Passage {
    /// A paragraph, counted from 0 (the list of readings).
    Paragraph(u8),
    /// A footnote, counted from 1.
    Footnote(u8),
}

impl fmt::Display for Passage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paragraph(number) => write!(formatter, "P{number}"),
            Self::Footnote(number) => write!(formatter, "fn {number}"),
        }
    }
}
