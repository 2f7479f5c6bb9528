//! `--format human`: for a person at a terminal of 80 columns.

use super::Report;

/// How to render.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether to colour; colour never carries meaning alone.
    pub color: bool,
    /// What to leave out.
    pub layout: Layout,
}

/// How much to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Everything about each token.
    Full,
    /// Findings only.
    Findings,
}

/// The report as text.
pub fn render(report: &Report, style: Style) -> String {
    let _ = style;
    format!("{} tokens\n", report.tokens.len())
}
