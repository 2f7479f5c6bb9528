//! Values and lists of names in messages.

/// The most names that a message shows; a token may hold thousands.
const SHOWN: usize = 4;

/// The most characters of one value that a message shows.
pub(crate) const LONGEST: usize = 100;

/// `a, b and c`; of many names the first few, and how many more there are.
pub(crate) fn list(names: &[impl AsRef<str>], conjunction: &str) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        many if many.len() > SHOWN => {
            let rest = many.len() - SHOWN;
            format!("{} and {rest} more", many[..SHOWN].join(", "))
        }
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}

/// A value of a token in backticks, cut where it is long.
pub(crate) fn quote(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        None => format!("`{value}`"),
        Some((end, _)) => format!("`{}…`", &value[..end]),
    }
}

/// The same with each name in backticks: `` `a` or `b` ``.
pub(crate) fn quoted(names: &[impl AsRef<str>], conjunction: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| quote(name.as_ref())).collect();
    list(&names, conjunction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_say_them_and_stay_short() {
        assert_eq!(quoted(&["a"], "or"), "`a`");
        assert_eq!(quoted(&["a", "b", "c"], "or"), "`a`, `b` or `c`");
        assert_eq!(
            list(&["a", "b", "c", "d", "e", "f"], "or"),
            "a, b, c, d and 2 more"
        );
        assert_eq!(list(&[""; 0], "and"), "");
        assert_eq!(quote(&"é".repeat(101)), format!("`{}…`", "é".repeat(100)));
    }
}
