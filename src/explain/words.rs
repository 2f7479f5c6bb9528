//! From a word to what can be said of it.

use std::collections::BTreeSet;

use super::{
    article::{self, ARTICLE, STEPS, Step},
    fallacies::{FALLACIES, Fallacy},
    glossary::{self, GLOSSARY},
};
use crate::{
    classify::Kind,
    order,
    provider::vendors::{VENDORS, Vendor},
    rules::{self, Rule, Threat, spec::Spec},
};

/// Something that can be explained.
#[derive(Debug, Clone, Copy)]
pub enum Subject {
    /// A rule.
    Rule(&'static Rule),
    /// A kind of token.
    Kind(Kind),
    /// A claim, a header member, a parameter, a term.
    Word(&'static glossary::Entry),
    /// A threat.
    Threat(Threat),
    /// An argument without weight.
    Fallacy(&'static Fallacy),
    /// A step of the verdict.
    Step(&'static Step),
    /// A vendor.
    Vendor(&'static Vendor),
    /// A specification.
    Spec(Spec),
    /// A passage of the article.
    Passage(&'static article::Entry),
}

impl Subject {
    /// The word to ask for.
    pub fn name(&self) -> String {
        match self {
            Self::Rule(rule) => rule.name.to_owned(),
            Self::Kind(kind) => kind.name().to_owned(),
            Self::Word(entry) => entry.name.to_owned(),
            Self::Threat(threat) => threat.code().to_owned(),
            Self::Fallacy(fallacy) => fallacy.code.to_owned(),
            Self::Step(step) => step.code.to_owned(),
            Self::Vendor(vendor) => vendor.key.to_owned(),
            Self::Spec(spec) => spec.key(),
            Self::Passage(entry) => entry.passage.to_string(),
        }
    }

    /// Another name of it, if it has one.
    fn other_name(&self) -> Option<String> {
        match self {
            Self::Kind(kind) => Some(kind.label().to_owned()),
            Self::Vendor(vendor) => Some(vendor.name.to_owned()),
            Self::Spec(spec) => Some(spec.name()),
            _ => None,
        }
    }

    fn is_called(&self, same: impl Fn(&str) -> bool) -> bool {
        same(&self.name()) || self.other_name().is_some_and(|name| same(&name))
    }
}

/// Everything that can be explained: rules, kinds, words, threats, fallacies, steps, vendors,
/// specifications, passages.
pub fn all() -> Vec<Subject> {
    let rules = rules::ALL.iter().map(|rule| Subject::Rule(rule));
    rules
        .chain(Kind::ALL.iter().map(|kind| Subject::Kind(*kind)))
        .chain(GLOSSARY.iter().map(Subject::Word))
        .chain(Threat::ALL.iter().map(|threat| Subject::Threat(*threat)))
        .chain(FALLACIES.iter().map(Subject::Fallacy))
        .chain(STEPS.iter().map(Subject::Step))
        .chain(VENDORS.iter().map(Subject::Vendor))
        .chain(specs().into_iter().map(Subject::Spec))
        .chain(ARTICLE.iter().map(Subject::Passage))
        .collect()
}

/// Everything of that name: as it is written, else letter case aside, else by its letters and digits
/// alone. One word may mean several things: `iss` is a claim and a parameter.
pub fn find(word: &str) -> Vec<Subject> {
    let all = all();
    let of = |same: &dyn Fn(&str) -> bool| -> Vec<Subject> {
        let mut found = all.clone();
        found.retain(|subject| subject.is_called(same));
        found
    };
    let letters = letters(word);
    let mut found = of(&|name| name == word);
    if found.is_empty() {
        found = of(&|name| name.eq_ignore_ascii_case(word));
    }
    if found.is_empty() && !letters.is_empty() {
        found = of(&|name| self::letters(name) == letters);
    }
    found
}

/// The names that look most like a word that is not known, best first.
pub fn nearest(word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    let mut names: Vec<(f64, String)> = all()
        .iter()
        .flat_map(|subject| {
            let likeness = |name: &str| strsim::jaro_winkler(&name.to_lowercase(), &word);
            let other = subject.other_name().map_or(0.0, |name| likeness(&name));
            let name = subject.name();
            Some((likeness(&name).max(other), name))
        })
        .collect();
    order::sort_by(&mut names, |(one, _), (other, _)| other.total_cmp(one));
    names.dedup_by(|(_, one), (_, other)| one == other);
    names.truncate(3);
    names.into_iter().map(|(_, name)| name).collect()
}

/// The specifications that rules or words refer to: RFCs by number, then the others by name.
pub fn specs() -> Vec<Spec> {
    let rules = rules::ALL.iter().flat_map(|rule| rule.references);
    let words = GLOSSARY.iter().flat_map(|entry| entry.references);
    let specs: Vec<Spec> = rules.chain(words).map(|reference| reference.spec).collect();
    let mut seen = BTreeSet::new();
    let mut distinct: Vec<Spec> = specs
        .into_iter()
        .filter(|spec| seen.insert(spec.key()))
        .collect();
    order::sort_by_key(&mut distinct, |spec| match spec {
        Spec::Rfc(number) => (*number, String::new()),
        other => (u16::MAX, other.key()),
    });
    distinct
}

fn letters(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(word: &str) -> Vec<String> {
        find(word).iter().map(Subject::name).collect()
    }

    #[test]
    fn words_are_found_as_people_write_them() {
        assert_eq!(names("audience-mismatch"), ["audience-mismatch"]);
        assert_eq!(names("RFC 9068"), ["rfc9068"]);
        assert_eq!(names("rfc-9068"), ["rfc9068"]);
        assert_eq!(names("Keycloak"), ["keycloak"]);
        assert_eq!(names("fn9"), ["fn 9"]);
        assert_eq!(names("t-unrel"), ["T-UNREL"]);
        assert_eq!(names("iss").len(), 2, "a claim and a parameter");
        assert!(names("no such word").is_empty());
        assert!(names("").is_empty());
    }

    #[test]
    fn everything_is_found_by_its_own_name() {
        for subject in all() {
            let name = subject.name();
            assert!(names(&name).contains(&name), "{name}");
        }
    }

    #[test]
    fn a_wrong_word_gets_the_right_one() {
        assert_eq!(nearest("audience-missmatch")[0], "audience-mismatch");
        assert_eq!(nearest("keycloack")[0], "keycloak");
    }
}
