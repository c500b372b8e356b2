//! The syntax of regular expressions (ECMA-262, section 22.2.1), for the format of that name.
//!
//! Nothing is compiled: a hostile pattern costs no more than reading it. What engines take though the standard's main
//! text does not (its annex B: a brace or bracket that closes nothing) is taken here too.

/// Whether a text is a regular expression.
pub(super) fn is_regex(text: &str) -> bool {
    let mut pattern = Pattern { rest: text, groups: 0, is_atom: false };
    while !pattern.rest.is_empty() {
        if pattern.term().is_none() {
            return false;
        }
    }
    pattern.groups == 0
}

struct Pattern<'t> {
    rest: &'t str,
    /// How many groups are open.
    groups: usize,
    /// Whether a quantifier may follow.
    is_atom: bool,
}

impl<'t> Pattern<'t> {
    /// Takes what comes next; `None` where it cannot stand there.
    fn term(&mut self) -> Option<()> {
        let is_atom = std::mem::replace(&mut self.is_atom, true);
        match self.next()? {
            '(' => {
                self.groups += 1;
                self.is_atom = false;
                if self.take("?") { self.kind_of_group() } else { Some(()) }
            }
            ')' => {
                self.groups = self.groups.checked_sub(1)?;
                Some(())
            }
            '[' => self.class(),
            '\\' => self.escape(),
            '|' | '^' => {
                self.is_atom = false;
                Some(())
            }
            '*' | '+' | '?' => is_atom.then(|| self.end_quantifier()),
            '{' => match self.bounds() {
                Some(is_good) => (is_good && is_atom).then(|| self.end_quantifier()),
                None => Some(()),
            },
            _ => Some(()),
        }
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next()?;
        self.rest = chars.as_str();
        Some(next)
    }

    fn take(&mut self, text: &str) -> bool {
        let after = self.rest.strip_prefix(text);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Takes all characters of a kind.
    fn run(&mut self, is_its: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|it| !is_its(it)).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        run
    }

    /// What follows `(?`.
    fn kind_of_group(&mut self) -> Option<()> {
        if [":", "=", "!", "<=", "<!"].iter().any(|it| self.take(it)) {
            return Some(());
        }
        if self.take("<") {
            return self.name('>');
        }
        self.run(|it| "ims-".contains(it));
        self.take(":").then_some(())
    }

    /// A name, and what ends it.
    fn name(&mut self, end: char) -> Option<()> {
        let name = self.run(|it| it.is_alphanumeric() || "_$=".contains(it));
        (!name.is_empty() && self.next()? == end).then_some(())
    }

    /// What follows `[`.
    fn class(&mut self) -> Option<()> {
        loop {
            match self.next()? {
                ']' => return Some(()),
                '\\' => self.escape()?,
                _ => {}
            }
        }
    }

    /// What follows a backslash: a letter has to mean something.
    fn escape(&mut self) -> Option<()> {
        let digits = |it: &mut Self, count: usize| {
            let digits = it.rest.get(..count)?;
            it.rest = it.rest.get(count..)?;
            digits.bytes().all(|it| it.is_ascii_hexdigit()).then_some(())
        };
        match self.next()? {
            'x' => digits(self, 2),
            'u' if self.take("{") => {
                let digits = self.run(|it| it.is_ascii_hexdigit());
                let is_good = u32::from_str_radix(digits, 16).is_ok_and(|it| it <= 0x0010_ffff);
                (self.take("}") && is_good).then_some(())
            }
            'u' => digits(self, 4),
            'c' => self.next()?.is_ascii_alphabetic().then_some(()),
            'k' => self.take("<").then(|| self.name('>'))?,
            'p' | 'P' => self.take("{").then(|| self.name('}'))?,
            it if it.is_ascii_alphabetic() => "dDsSwWbBfnrtv".contains(it).then_some(()),
            _ => Some(()),
        }
    }

    /// What follows `{`: whether its bounds are in order; `None` where it is a brace like other characters.
    fn bounds(&mut self) -> Option<bool> {
        let (inside, rest) = self.rest.split_once('}')?;
        let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
        let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        if least.is_empty() || !is_number(least) || !is_number(most) {
            return None;
        }
        self.rest = rest;
        let value = |it: &str| it.parse::<u64>().unwrap_or(u64::MAX);
        Some(most.is_empty() || value(least) <= value(most))
    }

    /// A quantifier may be lazy, and none follows it.
    fn end_quantifier(&mut self) {
        self.take("?");
        self.is_atom = false;
    }
}

#[cfg(test)]
mod tests {
    use super::is_regex;

    #[test]
    fn regular_expressions_are_told_from_other_texts() {
        let good = [
            "",
            "a",
            "^a$",
            "a|b|",
            "(([abc])+\\s+$)?",
            "(?<year>\\d{4})-\\k<year>",
            "(?=a)(?!b)(?<=c)(?<!d)",
            "a{2}b{2,}c{2,3}?",
            "\\p{L}\\P{Script=Greek}",
            "\\cA\\x41\\u0041\\u{1F600}",
            "[^\\]\\w-]+",
            "a{,2}",
            "}",
            "\\/\\-",
            "(?i-s:a)",
            "()",
            "[]",
        ];
        for text in good {
            assert!(is_regex(text), "{text}");
        }
        let bad = [
            "^(abc]",
            "(",
            ")",
            "a)",
            "[a",
            "*",
            "a**",
            "a|+",
            "(?)",
            "(?a)",
            "(?<>a)",
            "\\",
            "\\Z",
            "\\a",
            "\\x4",
            "\\u00",
            "\\u{110000}",
            "\\c1",
            "\\k",
            "\\p",
            "a{3,2}",
            "{2}",
            "[\\a]",
        ];
        for text in bad {
            assert!(!is_regex(text), "{text}");
        }
    }
}
