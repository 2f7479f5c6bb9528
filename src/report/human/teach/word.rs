//! A kind, a word of the glossary, a threat, a fallacy, a step, a vendor, a specification, a passage.

use super::{LABEL, Page, dim, names, plain, references, row, rows, title};
use crate::{
    classify::{self, Kind, Profile},
    explain::{
        article::{self, ARTICLE, Step},
        fallacies::{self, Fallacy},
        glossary::{self, GLOSSARY, Group},
        kinds,
    },
    provider::vendors::Vendor,
    rules::{
        self, Rule, Threat,
        spec::{Reference, Spec},
    },
};

/// What it is, where it belongs, how it is recognised.
pub(super) fn kind(page: &mut Page, kind: Kind) {
    title(page, kind.name(), "a kind of token");
    row(page, "what", kinds::what(kind));
    row(page, "belongs", kinds::belongs(kind));
    page.blank();
    let signs = classify::signs(kind);
    if signs.is_empty() {
        row(page, "known by", "its serialization, or nothing at all.");
        return;
    }
    page.paragraph(
        2,
        4,
        &[dim(
            "known by (what speaks for it, then what speaks against it)",
        )],
    );
    for sign in signs {
        let weight = match sign.weight {
            100.. => "decides".to_owned(),
            ..=-100 => "excludes".to_owned(),
            weight => format!("{weight:+}"),
        };
        let label = dim(format!("{weight:>8}  {}", sign.id));
        let profile = match sign.profile {
            Some(Profile::Rfc9068) => " (with type `at+jwt`)",
            Some(Profile::DeFacto) => " (without type `at+jwt`)",
            None => "",
        };
        page.row(2, &label, 15, &[plain(sign.says), dim(profile)]);
    }
}

/// A word of the wire or of people.
pub(super) fn entry(page: &mut Page, entry: &glossary::Entry) {
    let group = match entry.group {
        Group::Header => "a member of JOSE headers",
        Group::Claim => "a claim",
        Group::Parameter => "a parameter of requests, responses or HTTP",
        Group::Metadata => "a member of metadata",
        Group::Key => "a member of keys (JWK)",
        Group::Term => "a term",
    };
    title(page, entry.name, group);
    row(page, "means", entry.meaning);
    row(page, "whose", entry.vendor.unwrap_or_default());
    references(page, entry.references);
    let word = format!("`{}`", entry.name);
    let mentions = |rule: &&Rule| rule.doc.checks.contains(&word);
    row(page, "rules", &rule_names(mentions));
}

/// A threat, and who watches for it.
pub(super) fn threat(page: &mut Page, threat: Threat) {
    title(page, threat.code(), "a threat");
    row(page, "means", threat.meaning());
    let names = rule_names(|rule| rule.doc.threats.contains(&threat));
    row(page, "rules", &names);
}

/// An argument without weight.
pub(super) fn fallacy(page: &mut Page, fallacy: &Fallacy) {
    title(
        page,
        fallacy.code,
        "an argument that is heard and not weighed",
    );
    row(page, "argument", &format!("\"{}\"", fallacy.argument));
    row(page, "why not", fallacy.weightless);
    row(page, "unless", fallacy.unless);
    passages(page, |entry| entry.fallacies.contains(&fallacy.code));
}

/// A step of the verdict.
pub(super) fn step(page: &mut Page, step: &Step) {
    title(page, step.code, "a step of the verdict");
    row(page, "weighs", step.name);
    row(page, "asks", step.asks);
    passages(page, |entry| entry.steps.contains(&step.code));
}

/// A vendor's habits and remedies.
pub(super) fn vendor(page: &mut Page, vendor: &Vendor) {
    title(page, vendor.key, "a vendor");
    row(page, "name", vendor.name);
    row(page, "issuer", vendor.issuer);
    rows(
        page,
        "peculiar",
        vendor.peculiar.iter().map(|text| (*text).to_owned()),
    );
    page.blank();
    for remedy in vendor.remedies {
        let rules = names(remedy.rules.iter().copied());
        page.paragraph(2, 4, &[dim("at "), plain(rules)]);
        page.row(4, &dim("fix"), LABEL - 2, &[plain(remedy.advice)]);
    }
    page.blank();
    row(
        page,
        "source",
        &format!("{} (read {})", vendor.source, vendor.seen),
    );
}

/// A specification, and who refers to it.
pub(super) fn spec(page: &mut Page, spec: Spec) {
    title(page, &spec.key(), "a specification");
    row(page, "name", &spec.name());
    row(page, "url", &spec.whole().url());
    let sections = |references: &[Reference]| {
        let own = references.iter().filter(|reference| reference.spec == spec);
        let sections: Vec<String> = own
            .map(|reference| match reference.section {
                "" => "whole".to_owned(),
                section => format!("§{section}"),
            })
            .collect();
        (!sections.is_empty()).then(|| sections.join(", "))
    };
    rows(
        page,
        "rules",
        rules::ALL
            .iter()
            .filter_map(|rule| Some(format!("{} ({})", rule.name, sections(rule.references)?))),
    );
    let words = GLOSSARY
        .iter()
        .filter_map(|entry| Some(format!("{} ({})", entry.name, sections(entry.references)?)));
    row(page, "words", &words.collect::<Vec<_>>().join(", "));
}

/// A passage of the article, and where its argument went.
pub(super) fn passage(page: &mut Page, entry: &article::Entry) {
    let name = entry.passage.to_string();
    title(
        page,
        &name,
        "a passage of the article *ID Tokens vs Access Tokens*",
    );
    row(page, "says", entry.says);
    rows(
        page,
        "rules",
        entry.rules.iter().map(|name| (*name).to_owned()),
    );
    let fallacies = entry
        .fallacies
        .iter()
        .filter_map(|code| fallacies::find(code));
    rows(
        page,
        "heard",
        fallacies.map(|one| format!("{}  \"{}\"", one.code, one.argument)),
    );
    let steps = article::STEPS
        .iter()
        .filter(|step| entry.steps.contains(&step.code));
    rows(
        page,
        "weighed",
        steps.map(|step| format!("{}  {}", step.code, step.name)),
    );
}

fn passages(page: &mut Page, holds: impl Fn(&article::Entry) -> bool) {
    let found = ARTICLE.iter().filter(|entry| holds(entry));
    rows(
        page,
        "article",
        found.map(|entry| format!("{}  {}", entry.passage, entry.says)),
    );
}

fn rule_names(holds: impl Fn(&&Rule) -> bool) -> String {
    names(
        rules::ALL
            .iter()
            .filter(|rule| holds(rule))
            .map(|rule| rule.name),
    )
}
