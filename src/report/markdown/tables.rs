//! Tables for documents: the rules, and the map of the article.

use crate::{explain::article::ARTICLE, rules};

/// The rules as a table.
pub fn rules() -> String {
    let mut table = String::from("| rule | severity | what it checks |\n| --- | --- | --- |\n");
    for rule in rules::ALL {
        let checks = rule.first_sentence().trim_end_matches('.');
        table += &format!(
            "| `{}` | {} | {} |\n",
            rule.name,
            rule.severity,
            cell(checks)
        );
    }
    table
}

/// The map of the article as a table.
pub fn article() -> String {
    let mut table = String::from(
        "| passage | what it says, in our words | rules | fallacies | steps |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    for entry in ARTICLE {
        let rules: Vec<String> = entry.rules.iter().map(|name| format!("`{name}`")).collect();
        table += &format!(
            "| {} | {} | {} | {} | {} |\n",
            entry.passage,
            cell(entry.says),
            rules.join(", "),
            entry.fallacies.join(", "),
            entry.steps.join(", "),
        );
    }
    table
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
