//! Regular expressions of ECMA-262 (with its flag `u`) in the syntax of the crate `regex`.

use regex::Regex;

/// What `\s` of ECMA-262 stands for, inside of brackets.
const SPACE: &str =
    r"\t-\r\x20\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}";

/// The same pattern for `regex`; an error where that cannot say it: look-around, back-references.
///
/// # Errors
///
/// What is not supported.
pub fn translate(pattern: &str) -> Result<String, String> {
    let characters: Vec<char> = pattern.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    let mut in_class = false;
    while let Some(&c) = characters.get(at) {
        let rest = &characters[at + 1..];
        at += 1;
        match c {
            '\\' => at += escape(rest, in_class, &mut out)?,
            '[' if in_class => out.push_str(r"\["),
            '[' if rest.first() == Some(&']') => {
                // Nothing is in it.
                out.push_str(r"[^\s\S]");
                at += 1;
            }
            '[' if rest.starts_with(&['^', ']']) => {
                out.push_str(r"[\s\S]");
                at += 2;
            }
            '[' => {
                in_class = true;
                out.push(c);
            }
            ']' => {
                in_class = false;
                out.push(c);
            }
            '&' | '~' | '-' if in_class && rest.first() == Some(&c) => {
                out.push('\\');
                out.push(c);
            }
            '.' if !in_class => out.push_str(r"[^\n\r\u{2028}\u{2029}]"),
            '{' if !in_class && !is_repetition(rest) => out.push_str(r"\{"),
            '}' if !in_class && !closes_repetition(&characters[..at - 1]) => out.push_str(r"\}"),
            c => out.push(c),
        }
    }
    match Regex::new(&out) {
        Ok(_) => Ok(out),
        Err(error) => Err(error.to_string()),
    }
}

/// Appends what follows a backslash; gives how many characters it was.
fn escape(rest: &[char], in_class: bool, out: &mut String) -> Result<usize, String> {
    let Some(&c) = rest.first() else { return Err("a backslash at the end".to_owned()) };
    let class = |positive: &str, is_negated: bool| match (in_class, is_negated) {
        (true, false) => Some(positive.to_owned()),
        (_, true) => Some(format!("[^{positive}]")),
        (false, false) => Some(format!("[{positive}]")),
    };
    let known = match c {
        'd' => class("0-9", false),
        'D' => class("0-9", true),
        'w' => class("0-9A-Za-z_", false),
        'W' => class("0-9A-Za-z_", true),
        's' => class(SPACE, false),
        'S' => class(SPACE, true),
        'b' if !in_class => Some(r"(?-u:\b)".to_owned()),
        'b' => Some(r"\x08".to_owned()),
        'B' => Some(r"(?-u:\B)".to_owned()),
        '0' => Some(r"\x00".to_owned()),
        'a' => return Err("`\\a` is no escape of ECMA-262".to_owned()),
        _ => None,
    };
    if let Some(known) = known {
        out.push_str(&known);
        return Ok(1);
    }
    match c {
        'c' => {
            let letter = rest.get(1).filter(|it| it.is_ascii_alphabetic());
            let letter = letter.ok_or("`\\c` without a letter")?;
            out.push_str(&format!("\\x{:02x}", u32::from(*letter) % 32));
            Ok(2)
        }
        'u' if rest.get(1) == Some(&'{') => braced(rest, out),
        'u' => unicode(&rest[1..], out).map(|count| count + 1),
        'p' | 'P' | 'x' if rest.get(1) == Some(&'{') => braced(rest, out),
        'n' | 'r' | 't' | 'v' | 'f' | 'x' | 'p' | 'P' => {
            out.extend(['\\', c]);
            Ok(1)
        }
        '1'..='9' | 'k' => Err("back-references are not supported".to_owned()),
        c if c.is_ascii_alphabetic() => {
            out.push(c);
            Ok(1)
        }
        c => {
            out.push_str(&regex::escape(&c.to_string()));
            Ok(1)
        }
    }
}

/// `\u{1f600}`, `\p{L}`: the same in both.
fn braced(rest: &[char], out: &mut String) -> Result<usize, String> {
    let end = rest.iter().position(|it| *it == '}').ok_or("an open brace after a backslash")?;
    out.push('\\');
    out.extend(&rest[..=end]);
    Ok(end + 1)
}

/// `\u2028`, or two halves of a pair.
fn unicode(rest: &[char], out: &mut String) -> Result<usize, String> {
    let digits = |from: usize| {
        let text: String = rest.get(from..from + 4)?.iter().collect();
        u32::from_str_radix(&text, 16).ok()
    };
    let first = digits(0).ok_or("`\\u` without four digits")?;
    let second = if rest.get(4..6) == Some(&['\\', 'u']) { digits(6) } else { None };
    let is_pair = (0xd800..0xdc00).contains(&first);
    match second.filter(|it| is_pair && (0xdc00..0xe000).contains(it)) {
        Some(second) => {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            out.push_str(&format!("\\u{{{code:x}}}"));
            Ok(10)
        }
        None => {
            out.push_str(&format!("\\u{{{first:x}}}"));
            Ok(4)
        }
    }
}

/// Whether what follows `{` makes it a repetition: `3}`, `3,}`, `3,5}`.
fn is_repetition(rest: &[char]) -> bool {
    let Some(end) = rest.iter().position(|it| *it == '}') else { return false };
    let inside: String = rest[..end].iter().collect();
    let (least, most) = inside.split_once(',').unwrap_or((&inside, ""));
    let is_number = |it: &str| it.chars().all(|c| c.is_ascii_digit());
    !least.is_empty() && is_number(least) && is_number(most)
}

/// Whether the `}` that follows ends a repetition.
fn closes_repetition(before: &[char]) -> bool {
    let Some(start) = before.iter().rposition(|it| *it == '{') else { return false };
    let inside: Vec<char> = before[start + 1..].iter().copied().chain(['}']).collect();
    is_repetition(&inside)
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[track_caller]
    fn check(pattern: &str, fits: &[&str], others: &[&str]) {
        let regex = regex::Regex::new(&translate(pattern).expect("a pattern")).expect("a regex");
        fits.iter().for_each(|it| assert!(regex.is_match(it), "{pattern} fits {it:?}"));
        others.iter().for_each(|it| assert!(!regex.is_match(it), "{pattern} does not fit {it:?}"));
    }

    #[test]
    fn classes_are_ascii() {
        check(r"^\d+$", &["42"], &["\u{0967}"]);
        check(r"^\w$", &["a", "_"], &["\u{e9}"]);
        check(r"^[\w.-]+$", &["a.b-c"], &["\u{e9}"]);
        check(r"^\s$", &[" ", "\u{feff}", "\u{2003}"], &["\u{85}", "\u{180e}"]);
        check(r"^[^\s]$", &["x"], &[" "]);
    }

    #[test]
    fn escapes_that_regex_does_not_know() {
        check(r"^\/a\/$", &["/a/"], &["a"]);
        check(r"^\cA$", &["\u{1}"], &["A"]);
        check(r"^\u00e9\ud83d\ude00$", &["\u{e9}\u{1f600}"], &[""]);
        check(r"^\u{1f600}$", &["\u{1f600}"], &[""]);
        check(r"^\p{L}{2}$", &["\u{e9}a"], &["a1"]);
        check(r"^\Z$", &["Z"], &[""]);
    }

    #[test]
    fn braces_and_brackets_that_stand_for_themselves() {
        check(r"^{\w+}$", &["{id}"], &["id"]);
        check(r"^a{2}$", &["aa"], &["a{2}"]);
        check("^[[&&x]$", &["[", "&"], &["y"]);
        check("^[^]$", &["x", "\n"], &[""]);
    }

    #[test]
    fn what_cannot_be_said_is_told() {
        for pattern in ["(?=a)", "(?!a)", "(?<=a)b", r"(a)\1", r"\a", "["] {
            assert!(translate(pattern).is_err(), "{pattern}");
        }
    }
}
