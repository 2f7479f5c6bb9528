//! Header members and claims, one line each: name, value, meaning.

use super::page::{Page, Span, Tone, WIDTH, dim, plain, strong, toned};
use crate::report::Line;

/// The widest column of names; a longer name pushes its value aside, or onto the next line.
const WIDEST_NAME: usize = 18;

/// A section of members under its title.
pub(super) fn section(page: &mut Page, title: &str, lines: &[Line]) {
    if lines.is_empty() {
        return;
    }
    page.paragraph(0, 0, &[strong(title)]);
    let rows: Vec<(Span, Span)> = lines
        .iter()
        .map(|line| {
            let value = line.time.as_ref().unwrap_or(&line.value);
            (toned(Tone::Name, &line.name), plain(value))
        })
        .collect();
    let widths = rows.iter().map(|(name, _)| name.width());
    let names = widths.filter(|width| *width <= WIDEST_NAME).max();
    let names = names.unwrap_or(0) + 2;
    let beside: Vec<(usize, usize)> = rows
        .iter()
        .zip(lines)
        .filter_map(|((_, value), line)| Some((value.width(), dim(line.meaning?).width())))
        .collect();
    let values = widest_value(&beside, WIDTH - 2 - names);
    for ((name, value), line) in rows.into_iter().zip(lines) {
        let meaning = line.meaning.map(dim);
        member(page, name, value, meaning, Columns { names, values });
    }
}

/// The width of the column of values under which most meanings stand in line. Each row is the width
/// of its value and of its meaning.
fn widest_value(rows: &[(usize, usize)], room: usize) -> usize {
    let in_line = |width: usize| {
        let fits =
            |(value, meaning): &&(usize, usize)| *value <= width && width + 2 + meaning <= room;
        rows.iter().filter(fits).count()
    };
    (0..room)
        .max_by_key(|width| (in_line(*width), std::cmp::Reverse(*width)))
        .unwrap_or(0)
}

#[derive(Debug, Clone, Copy)]
struct Columns {
    /// Width of the names with their gap.
    names: usize,
    /// Width of the values without.
    values: usize,
}

fn member(page: &mut Page, name: Span, value: Span, meaning: Option<Span>, columns: Columns) {
    let room = (WIDTH - 4).saturating_sub(name.width().max(columns.names - 2));
    let mut spans = vec![value.clone()];
    if let Some(meaning) = &meaning {
        // A meaning too long for its column begins before it, rather than on a line of its own.
        let in_line = columns.values.saturating_sub(value.width()) + 2;
        let left = room.saturating_sub(value.width() + meaning.width());
        spans.push(plain(" ".repeat(in_line.min(left).max(2))));
        spans.push(meaning.clone());
    }
    if spans.iter().map(Span::width).sum::<usize>() <= room {
        page.row(2, &name, columns.names.max(name.width() + 2), &spans);
        return;
    }
    let indent = 2 + columns.names;
    if name.width() + 2 > columns.names {
        page.paragraph(2, 4, &[name]);
        page.paragraph(indent, indent, &[value]);
    } else {
        page.row(2, &name, columns.names, &[value]);
    }
    if let Some(meaning) = meaning {
        page.paragraph(indent, indent + 2, &[dim("· "), meaning]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_members_fit_the_page(
            members in prop::collection::vec(("(?s).{0,100}", "(?s).{0,200}", any::<bool>()), 0..5)
        ) {
            let lines: Vec<Line> = members
                .into_iter()
                .map(|(name, value, known)| Line {
                    name,
                    value,
                    time: None,
                    meaning: known.then_some("ties it to one login attempt"),
                })
                .collect();
            let mut page = Page::new(false);
            section(&mut page, "claims", &lines);
            for line in page.finish().lines() {
                prop_assert!(plain(line).width() <= WIDTH, "{line}");
            }
        }
    }
}
