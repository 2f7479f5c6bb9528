//! The list of rules, the map of the article, and the words that can be explained.

use super::{Page, dim, names, plain, strong};
use crate::{
    classify::Kind,
    explain::{
        article::{ARTICLE, STEPS},
        fallacies::FALLACIES,
        glossary::{GLOSSARY, Group},
        words,
    },
    provider::vendors::VENDORS,
    report::human::{
        counted,
        page::{Tone, toned},
    },
    rules::{self, Family, Severity, Threat},
};

/// The rules, family by family, with the first sentence of each.
pub fn rules(color: bool) -> String {
    let mut page = Page::new(color);
    for family in Family::ALL {
        let mut own = rules::ALL
            .iter()
            .filter(|rule| rule.family == *family)
            .peekable();
        if own.peek().is_none() {
            continue;
        }
        page.blank();
        page.paragraph(
            0,
            2,
            &[
                strong(family.code()),
                dim(format!(": {}", family.meaning())),
            ],
        );
        for rule in own {
            let label = toned(tone(rule.severity), rule.severity.name());
            let text = [
                strong(rule.name),
                plain(format!(" · {}", rule.first_sentence())),
            ];
            page.row(2, &label, 7, &text);
        }
    }
    page.blank();
    let count = counted(rules::ALL.len(), "rule");
    let hint = " · whichtoken explain RULE tells all about one";
    page.paragraph(0, 2, &[plain(count), dim(hint)]);
    page.finish()
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Error,
        Severity::Warn => Tone::Warn,
        Severity::Info => Tone::Info,
        Severity::Note => Tone::Note,
    }
}

/// Every passage of the article and where its argument went.
pub fn article(color: bool) -> String {
    const LABEL: usize = 7;
    let mut page = Page::new(color);
    page.paragraph(
        0,
        0,
        &[
            strong("ID Tokens vs Access Tokens"),
            dim(
                ": the article's paragraphs (P) and footnotes (fn) in our words, and the rules, \
                 fallacies (N-) and steps of the verdict (V-) that carry each argument",
            ),
        ],
    );
    for entry in ARTICLE {
        page.blank();
        let label = strong(entry.passage.to_string());
        page.row(0, &label, LABEL, &[plain(entry.says)]);
        let leads = [entry.rules, entry.fallacies, entry.steps].concat();
        page.paragraph(
            LABEL,
            LABEL + 3,
            &[dim("→ "), toned(Tone::Name, leads.join(", "))],
        );
    }
    page.finish()
}

/// Every word that can be explained.
pub fn words(color: bool) -> String {
    let mut page = Page::new(color);
    let group = |page: &mut Page, label: &str, text: String| {
        page.blank();
        page.paragraph(0, 2, &[strong(label)]);
        page.paragraph(2, 2, &[plain(text)]);
    };
    let of = |group: Group| {
        let own = GLOSSARY.iter().filter(move |entry| entry.group == group);
        names(own.map(|entry| entry.name))
    };
    group(
        &mut page,
        "rules",
        names(rules::ALL.iter().map(|rule| rule.name)),
    );
    group(
        &mut page,
        "kinds of token",
        names(Kind::ALL.iter().map(|kind| kind.name())),
    );
    group(
        &mut page,
        "vendors",
        names(VENDORS.iter().map(|vendor| vendor.key)),
    );
    group(
        &mut page,
        "threats",
        names(Threat::ALL.iter().map(|threat| threat.code())),
    );
    group(
        &mut page,
        "fallacies",
        names(FALLACIES.iter().map(|fallacy| fallacy.code)),
    );
    group(
        &mut page,
        "steps of the verdict",
        names(STEPS.iter().map(|step| step.code)),
    );
    group(&mut page, "claims", of(Group::Claim));
    group(&mut page, "header members", of(Group::Header));
    group(&mut page, "parameters", of(Group::Parameter));
    group(&mut page, "metadata", of(Group::Metadata));
    group(&mut page, "members of keys", of(Group::Key));
    group(&mut page, "terms", of(Group::Term));
    let specs: Vec<String> = words::specs().iter().map(|spec| spec.key()).collect();
    group(&mut page, "specifications", specs.join(", "));
    group(
        &mut page,
        "passages of the article",
        "P0 to P31, fn 1 to fn 28".to_owned(),
    );
    page.finish()
}
