//! What text must not do in each form of the report. All of these take text that
//! [`shown`](super::shown) has made fit to be read, on one line.

use std::borrow::Cow;

/// Text between tags and in attributes of XML 1.0. Control characters, which XML cannot hold, are
/// spelt out already.
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The message of a workflow command of GitHub Actions, which ends with its line.
pub fn command_data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a workflow command, which a comma or a colon would end too.
pub fn command_property(text: &str) -> String {
    command_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Text as code in a cell or a line of Markdown: no link, image, HTML, mention or emphasis can begin
/// inside, and no bar ends the cell. The fence is longer than any run of backticks in it.
pub fn markdown_code(text: &str) -> String {
    let runs = text.split(|character| character != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    let text = text.replace('|', "\\|");
    let touches = text.is_empty() || text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let pad = if touches { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A plain-text message of SARIF: a brace that begins no placeholder stands twice (2.1.0 §3.11.5),
/// and no embedded link comes about (§3.11.6).
pub fn sarif_message(text: &str) -> Cow<'_, str> {
    if !text.contains(['{', '}', ']']) {
        return Cow::Borrowed(text);
    }
    let text = text.replace('{', "{{").replace('}', "}}");
    Cow::Owned(text.replace("](", "] ("))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_has_no_markup_left() {
        assert_eq!(
            xml(r#"<a b="c">]]>&amp;'--"#),
            "&lt;a b=&quot;c&quot;&gt;]]&gt;&amp;amp;&apos;--"
        );
    }

    #[test]
    fn a_command_stays_one_line_and_its_properties_stay_apart() {
        assert_eq!(
            command_data("50%\r\n::error::x,y"),
            "50%25%0D%0A::error::x,y"
        );
        assert_eq!(command_property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }

    #[test]
    fn code_keeps_its_fence_and_its_cell() {
        assert_eq!(markdown_code("aud"), "`aud`");
        assert_eq!(markdown_code("a|b"), "`a\\|b`");
        assert_eq!(markdown_code("is `x` [y](z)"), "``is `x` [y](z)``");
        assert_eq!(markdown_code("``x`"), "``` ``x` ```");
        assert_eq!(markdown_code(""), "`  `");
    }

    #[test]
    fn a_message_holds_no_placeholder_and_no_link() {
        assert_eq!(
            sarif_message("{0} [x](https://a.example)"),
            "{{0}} [x] (https://a.example)"
        );
        assert_eq!(sarif_message("[1]"), "[1]");
    }
}
