//! Which token is it: evidence for and against each kind, and an honest verdict on the sum.

mod contradictions;
mod decide;
mod evidence;
mod facts;
pub mod kind;
mod known;

use std::{borrow::Cow, fmt};

pub use contradictions::Contradiction;
pub use evidence::{Sign, signs};
pub use kind::Kind;
pub use known::Known;

use crate::{
    input::Slot,
    order,
    situation::Situation,
    token::{Body, Token},
};
use decide::{Answer, Scores};
use evidence::Found;
use facts::Facts;

/// How sure the classification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The content (and slot) cannot tell; both kinds are judged.
    Ambiguous,
    /// Score of at least 6 with a lead of at least 3.
    Likely,
    /// Decisive evidence and nothing against it, or a score of at least 12 with a lead of 6.
    Certain,
}

impl Certainty {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ambiguous => "ambiguous",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Whether an access token declares the profile of RFC 9068 or merely is a JWT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// `typ` is `at+jwt` (RFC 9068 §2.1).
    Rfc9068,
    /// A JWT that an issuer uses as access token.
    DeFacto,
}

impl Profile {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rfc9068 => "rfc9068",
            Self::DeFacto => "de-facto",
        }
    }
}

/// One piece of evidence found in this token, towards or against one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Row of the evidence table, such as `E16`.
    pub id: &'static str,
    /// The kind it speaks about; `None` for "every kind but those it speaks for".
    pub kind: Option<Kind>,
    /// Positive for, negative against; ±100 is decisive or excluding. Zero says that what was seen
    /// tells nothing.
    pub weight: i32,
    /// What was seen and what it says, one clause.
    pub because: Cow<'static, str>,
    /// Where it stands, such as `payload/at_hash`; empty for the token as a whole.
    pub pointer: &'static str,
}

/// The answer to "which token is this", with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// The winner (or what the user said with `--as`).
    pub kind: Kind,
    /// How sure.
    pub certainty: Certainty,
    /// The next kind, if any: with a positive score, or open because nothing speaks against it.
    pub runner_up: Option<Kind>,
    /// The kinds in question and their sums, best first. Of an encrypted or opaque token: what it
    /// may be.
    pub scores: Vec<(Kind, i32)>,
    /// For an access token: which profile.
    pub profile: Option<Profile>,
    /// For encrypted and opaque tokens: what they are likely to be, and why.
    pub likely: Option<(Kind, String)>,
    /// Everything found that bears on the answer, heaviest first.
    pub evidence: Vec<Evidence>,
    /// What does not go together, decisive pairs first.
    pub contradictions: Vec<Contradiction>,
    /// What the evidence alone says, where the user overrode it.
    pub overridden: Option<Kind>,
}

impl Classification {
    /// Of a token whose kind is known without looking.
    pub fn certain(kind: Kind) -> Self {
        Self {
            kind,
            certainty: Certainty::Certain,
            runner_up: None,
            scores: Vec::new(),
            profile: None,
            likely: None,
            evidence: Vec::new(),
            contradictions: Vec::new(),
            overridden: None,
        }
    }

    /// The kinds that must be judged: one, or several when the answer is ambiguous: the winner, the
    /// runner-up and what is level with it.
    pub fn plausible(&self) -> Vec<Kind> {
        let mut kinds = vec![self.kind];
        if let (Certainty::Ambiguous, Some(next)) = (self.certainty, self.runner_up) {
            let sum = |kind| self.scores.iter().find(|(known, _)| *known == kind);
            let level = sum(next).map_or(0, |(_, sum)| *sum);
            let open = self.scores.iter().filter(|(_, sum)| *sum >= level);
            kinds.extend(
                open.map(|(kind, _)| *kind)
                    .filter(|kind| *kind != self.kind),
            );
        }
        kinds
    }
}

/// What classification may look at beside the token itself.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The field or header that the token was taken from: a prior, never decisive.
    pub slot: Option<&'a Slot>,
    /// Client ids and receivers that the user stated.
    pub situation: &'a Situation,
    /// An ID token of the same response has an `at_hash` that matches this string.
    pub named_by_at_hash: bool,
    /// `--as KIND`.
    pub stated: Option<Kind>,
}

/// Classifies a token.
pub fn classify(token: &Token, context: Context<'_>) -> Classification {
    Known::first(token, context).into_classification()
}

/// What the evidence says, and the pairs of [`contradictions::PAIRS`] that are there.
fn answer(
    token: &Token,
    facts: &Facts<'_>,
    found: &[Found],
    pairs: impl Iterator<Item = bool>,
) -> Classification {
    let context = facts.context;
    let scores = Scores::of(found.iter());
    let evidence = shown(found, &scores);
    let answer = settle(decide::answer(found, &scores), &scores, token, facts);
    let (kind, certainty, likely) = match token.body() {
        Body::Encrypted(_) => by_format(Kind::Encrypted, &answer, &evidence),
        Body::Opaque(_) => by_format(Kind::Opaque, &answer, &evidence),
        _ => (answer.kind, answer.certainty, None),
    };
    let is_overridden = |stated: &Kind| *stated != kind && kind != Kind::Unknown;
    let mut classification = Classification {
        kind: context.stated.unwrap_or(kind),
        certainty: context.stated.map_or(certainty, |_| Certainty::Certain),
        runner_up: None,
        scores: answer.ranking,
        profile: None,
        likely,
        evidence,
        contradictions: contradictions::contradictions(found, pairs),
        overridden: context.stated.filter(is_overridden).map(|_| kind),
    };
    classification.runner_up = runner_up(&classification, token);
    classification.profile = (classification.kind == Kind::AccessToken).then(|| facts.profile());
    classification
}

/// What the sums leave open, and a token too broken to be certain of.
fn settle(mut answer: Answer, scores: &Scores, token: &Token, facts: &Facts<'_>) -> Answer {
    // The claims that every ID token has (Core §2) and most access tokens have too: whatever else
    // speaks faintly, what nothing speaks against stays possible.
    let is_common = facts.has_all(&["iss", "sub", "aud", "exp"]);
    if answer.certainty == Certainty::Ambiguous && is_common {
        let common = [Kind::IdToken, Kind::AccessToken].into_iter();
        let silent = common
            .filter(|&kind| scores.sum(kind) == 0)
            .map(|kind| (kind, 0));
        answer.ranking.extend(silent);
        if let (Kind::Unknown, Some((kind, _))) = (answer.kind, answer.ranking.first()) {
            answer.kind = *kind;
        }
    }
    if matches!(token.body(), Body::Damaged(_)) {
        answer.certainty = answer.certainty.min(Certainty::Likely);
    }
    answer
}

/// Encrypted and opaque tokens are just that; what they are for is a second answer.
fn by_format(
    kind: Kind,
    answer: &Answer,
    evidence: &[Evidence],
) -> (Kind, Certainty, Option<(Kind, String)>) {
    let is_known = answer.certainty > Certainty::Ambiguous && answer.kind != kind;
    let heaviest = evidence
        .iter()
        .find(|one| one.kind == Some(answer.kind) && one.weight > 0);
    let likely = heaviest
        .filter(|_| is_known)
        .map(|one| (answer.kind, one.because.to_string()));
    (kind, Certainty::Certain, likely)
}

fn runner_up(classification: &Classification, token: &Token) -> Option<Kind> {
    if matches!(token.body(), Body::Encrypted(_) | Body::Opaque(_)) {
        return None;
    }
    let mut kinds = classification.scores.iter().map(|(kind, _)| *kind);
    kinds.find(|kind| *kind != classification.kind)
}

/// The evidence for people: what bears on a kind that is in question, heaviest first.
fn shown(found: &[Found], scores: &Scores) -> Vec<Evidence> {
    let mut evidence = Vec::with_capacity(2 * found.len());
    for one in found {
        let piece = |kind, weight| Evidence {
            id: one.row.id,
            kind,
            weight,
            because: one.because(),
            pointer: one.pointer(),
        };
        let weights = one.weights().filter(|(kind, _)| scores.is_candidate(*kind));
        evidence.extend(weights.map(|(kind, weight)| piece(Some(kind), weight)));
        let says_nothing = one.weights().next().is_none();
        if one.row.others != 0 || says_nothing {
            evidence.push(piece(None, one.row.others));
        }
    }
    order::sort_by_key(&mut evidence, |piece| std::cmp::Reverse(piece.weight.abs()));
    evidence
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{rules::example::jwt, secret::RawToken};

    const ID_TOKEN: &str = r#"{"sub":"u","nonce":"n","aud":"app","exp":3600,"iat":0,
        "iss":"https://idp.example"}"#;
    const ACCESS_TOKEN: &str = r#"{"sub":"u","aud":"https://api.example","exp":3600,"iat":0,
        "iss":"https://idp.example","scope":"read","client_id":"app","jti":"1"}"#;
    const RS256: &str = r#"{"alg":"RS256"}"#;

    fn found(text: &str, slot: Option<&Slot>, stated: Option<Kind>) -> Classification {
        let context = Context {
            slot,
            situation: &Situation::default(),
            named_by_at_hash: false,
            stated,
        };
        classify(&Token::decode(RawToken::new(text)), context)
    }

    #[test]
    fn what_the_user_says_stands_and_the_evidence_against_it_is_still_shown() {
        let text = jwt(RS256, ACCESS_TOKEN).text();
        let evidence = found(&text, None, None).evidence;
        let stated = found(&text, None, Some(Kind::IdToken));
        assert_eq!(stated.kind, Kind::IdToken);
        assert_eq!(stated.certainty, Certainty::Certain);
        assert_eq!(stated.overridden, Some(Kind::AccessToken));
        assert_eq!(stated.plausible(), [Kind::IdToken]);
        assert_eq!(stated.profile, None);
        assert_eq!(stated.evidence, evidence);
        let agreeing = found(&text, None, Some(Kind::AccessToken));
        assert_eq!(agreeing.overridden, None);
        assert_eq!(agreeing.profile, Some(Profile::DeFacto));
    }

    #[test]
    fn nothing_is_overridden_where_the_evidence_says_nothing() {
        let text = jwt(RS256, r#"{"iat":0}"#).text();
        assert_eq!(found(&text, None, None).kind, Kind::Unknown);
        assert_eq!(found(&text, None, Some(Kind::IdToken)).overridden, None);
    }

    #[test]
    fn an_ambiguous_token_is_judged_as_everything_that_is_level() {
        let shared = r#"{"iss":"https://idp.example","sub":"u","aud":"app","exp":3600,"iat":0,
            "name":"A","email":"a@example.org","groups":["x"]}"#;
        let open = found(&jwt(RS256, shared).text(), None, None).plausible();
        assert_eq!(
            open,
            [Kind::IdToken, Kind::AccessToken, Kind::UserinfoResponse]
        );
        let alone = found(&jwt(RS256, ID_TOKEN).text(), None, None);
        assert_eq!(alone.plausible(), [Kind::IdToken]);
        let bare = r#"{"iss":"https://idp.example","sub":"u","aud":"app","exp":3600,"iat":0}"#;
        let sent = found(
            &jwt(RS256, bare).text(),
            Some(&Slot::AuthorizationBearer),
            None,
        );
        assert_eq!(sent.plausible(), [Kind::AccessToken, Kind::IdToken]);
    }

    #[test]
    fn a_broken_token_is_never_certain() {
        let text = jwt(r#"{"alg":"RS256","typ":"at+jwt"}"#, ACCESS_TOKEN).text();
        let cut = &text[..text.rfind('.').unwrap()];
        let broken = found(cut, None, None);
        assert_eq!(broken.kind, Kind::AccessToken);
        assert_eq!(broken.certainty, Certainty::Likely);
        assert_eq!(broken.profile, Some(Profile::Rfc9068));
    }

    #[test]
    fn an_opaque_string_in_a_field_for_jwts_is_not_said_to_be_one() {
        let odd = found("zT3xq1mWcJ0pB7yVhK9sLdR2nE5a", Some(&Slot::IdToken), None);
        assert_eq!((odd.kind, odd.likely), (Kind::Opaque, None));
    }

    #[test]
    fn hints_alone_make_no_kind() {
        let text = jwt(RS256, r#"{"iat":0,"exp":60,"jti":"1"}"#).text();
        let hinted = found(&text, None, None);
        assert_eq!(hinted.kind, Kind::Unknown);
        assert_eq!(hinted.runner_up, None);
    }

    #[test]
    fn evidence_against_kinds_that_nothing_speaks_for_is_left_out() {
        let shown = found(&jwt(RS256, ID_TOKEN).text(), None, None).evidence;
        let kinds: Vec<_> = shown.iter().map(|piece| (piece.id, piece.kind)).collect();
        assert_eq!(kinds, [("E18", Some(Kind::IdToken)), ("E15", None)]);
    }

    #[test]
    fn the_nonce_of_a_proof_is_no_mark_of_an_id_token() {
        let proof = r#"{"iat":0,"jti":"1","htm":"POST","htu":"https://api.example/","nonce":"n"}"#;
        let found = found(&jwt(RS256, proof).text(), None, None);
        assert_eq!(found.kind, Kind::DpopProof);
        let for_id_token = |piece: &Evidence| piece.kind == Some(Kind::IdToken) && piece.weight > 0;
        assert!(!found.evidence.iter().any(for_id_token), "{found:?}");
    }

    #[test]
    fn hostile_shapes_are_read_without_trouble() {
        for claims in [
            r#"{}"#,
            r#"{"":1,"aud":[[]],"iss":{},"events":[],"cnf":1,"exp":1e99,"iat":-1e99,"typ":[]}"#,
            r#"{"exp":9223372036854775807,"iat":-9223372036854775808}"#,
        ] {
            let header = r#"{"alg":1,"typ":"é+sd-jwt","nonce":null}"#;
            let _ = found(&jwt(header, claims).text(), None, None);
            let _ = found(&jwt(RS256, claims).text(), Some(&Slot::Code), None);
        }
    }
}
