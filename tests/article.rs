//! The map of the article: every passage leads somewhere, and rules and map name the same passages.

use std::collections::BTreeSet;

use whichtoken::{
    explain::{
        article::{ARTICLE, STEPS},
        fallacies,
    },
    rules::{self, Passage},
};

/// Rules that the map names and that are still to be written. Empty once all are there.
const STILL_TO_COME: &[&str] = &[];

#[test]
fn every_paragraph_and_footnote_is_there_in_order() {
    let paragraphs = (0..=31).map(Passage::Paragraph);
    let expected: Vec<Passage> = paragraphs.chain((1..=28).map(Passage::Footnote)).collect();
    let mapped: Vec<Passage> = ARTICLE.iter().map(|entry| entry.passage).collect();
    assert_eq!(mapped, expected);
}

#[test]
fn every_passage_leads_to_a_rule_a_fallacy_or_a_step_that_exists() {
    let mut unknown = BTreeSet::new();
    for entry in ARTICLE {
        let (there, missing): (Vec<&str>, Vec<&str>) = entry
            .rules
            .iter()
            .partition(|name| rules::find(name).is_some());
        unknown.extend(missing);
        for code in entry.fallacies {
            assert!(fallacies::find(code).is_some(), "{} {code}", entry.passage);
        }
        for code in entry.steps {
            let step = STEPS.iter().find(|step| step.code == *code);
            assert!(step.is_some(), "{} {code}", entry.passage);
        }
        let leads = there.len() + entry.fallacies.len() + entry.steps.len();
        let comes = entry.rules.iter().any(|name| STILL_TO_COME.contains(name));
        assert!(leads > 0 || comes, "{} leads nowhere", entry.passage);
        assert!(entry.says.ends_with(['.', '?']), "{}", entry.says);
    }
    let listed: BTreeSet<&str> = STILL_TO_COME.iter().copied().collect();
    assert_eq!(
        unknown, listed,
        "left: not in rules::ALL, right: STILL_TO_COME"
    );
}

#[test]
fn rules_and_map_name_the_same_passages() {
    let of_rules: BTreeSet<(String, &str)> = rules::ALL
        .iter()
        .flat_map(|rule| {
            rule.article
                .iter()
                .map(|passage| (passage.to_string(), rule.name))
        })
        .collect();
    let of_map: BTreeSet<(String, &str)> = ARTICLE
        .iter()
        .flat_map(|entry| {
            entry
                .rules
                .iter()
                .map(|name| (entry.passage.to_string(), *name))
        })
        .filter(|(_, name)| rules::find(name).is_some())
        .collect();
    let only_rules: Vec<_> = of_rules.difference(&of_map).collect();
    let only_map: Vec<_> = of_map.difference(&of_rules).collect();
    assert!(
        only_rules.is_empty() && only_map.is_empty(),
        "named by the rule alone: {only_rules:?}\nnamed by the map alone: {only_map:?}"
    );
}

#[test]
fn every_fallacy_and_every_step_is_led_to() {
    for fallacy in fallacies::FALLACIES {
        let is_named = ARTICLE
            .iter()
            .any(|entry| entry.fallacies.contains(&fallacy.code));
        assert!(is_named, "{}", fallacy.code);
    }
    for step in STEPS {
        let is_named = ARTICLE.iter().any(|entry| entry.steps.contains(&step.code));
        assert!(is_named, "{}", step.code);
    }
}
