//! Texts that match a pattern, for examples.
//!
//! A small walk over the common part of the syntax; what it finds is checked by a real engine,
//! so a construct that it does not know costs an example, never a wrong one.

use regex::Regex;

use crate::validate::translate;

/// The pattern as servers check it.
pub(super) fn engine(pattern: &str) -> Option<Regex> {
    Regex::new(&translate(pattern).ok()?).ok()
}

/// A text that matches the pattern and has from `least` to `most` characters, if one is found.
pub(super) fn matching(pattern: &str, least: u64, most: u64) -> Option<String> {
    let engine = engine(pattern)?;
    let fits = |text: &String| {
        (least..=most).contains(&(text.chars().count() as u64)) && engine.is_match(text)
    };
    let familiar = [
        "name",
        "user.signup",
        "example",
        "1.0.0",
        "abc123",
        "ABC",
        "https://example.com",
        "2026-05-04",
    ];
    let familiar = familiar.into_iter().map(str::to_owned);
    // More repetitions, longer texts: the first that satisfies both.
    let made = [1, 4, 8, 16, 32, 64].into_iter().filter_map(|more| {
        let mut walk = Walk { chars: pattern.chars().collect(), at: 0, more, depth: 0 };
        walk.alternatives().filter(|_| walk.at == walk.chars.len())
    });
    familiar.chain(made).find(fits)
}

/// A text that does not match the pattern, of a length between the bounds, if one is found.
pub(crate) fn not_matching(pattern: &str, least: u64, most: u64) -> Option<String> {
    let engine = engine(pattern)?;
    let long = usize::try_from(least.max(1)).ok().filter(|it| *it <= 1_000)?;
    let candidates = ["!", "a", "0", "~ ~", "A-9"].map(|it| it.repeat(long));
    let fits = |it: &String| {
        let length = it.chars().count() as u64;
        (least.max(1)..=most).contains(&length) && !engine.is_match(it)
    };
    candidates.into_iter().find(fits)
}

struct Walk {
    chars: Vec<char>,
    at: usize,
    /// How often to repeat what may repeat without end.
    more: usize,
    depth: usize,
}

impl Walk {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    /// `a|b`: the first alternative; the others are read and dropped.
    fn alternatives(&mut self) -> Option<String> {
        self.depth += 1;
        if self.depth > 32 {
            return None;
        }
        let first = self.sequence()?;
        while self.eat('|') {
            self.sequence()?;
        }
        self.depth -= 1;
        Some(first)
    }

    fn sequence(&mut self) -> Option<String> {
        let mut text = String::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            self.at += 1;
            let atom = match c {
                '^' | '$' => continue,
                '(' => {
                    if self.eat('?') && !self.eat(':') {
                        return None;
                    }
                    let inner = self.alternatives()?;
                    self.eat(')').then_some(inner)?
                }
                '[' => self.class()?.to_string(),
                '\\' => escaped(self.next()?)?.map_or_else(String::new, String::from),
                '.' => "a".to_owned(),
                c => c.to_string(),
            };
            let times = self.quantifier()?;
            if atom.len().checked_mul(times)? + text.len() > 2_000 {
                return None;
            }
            text.push_str(&atom.repeat(times));
        }
        Some(text)
    }

    fn quantifier(&mut self) -> Option<usize> {
        let times = match self.peek() {
            Some('*' | '+') => self.more,
            Some('?') => usize::from(self.more > 1),
            Some('{') => {
                let end = self.at + self.chars[self.at..].iter().position(|c| *c == '}')?;
                let body: String = self.chars[self.at + 1..end].iter().collect();
                self.at = end;
                let (least, most) = body.split_once(',').unwrap_or((&body, &body));
                let least: usize = least.parse().ok()?;
                let most = if most.is_empty() { usize::MAX } else { most.parse().ok()? };
                self.more.clamp(least, most.max(least))
            }
            _ => return Some(1),
        };
        self.at += 1;
        self.eat('?');
        Some(times)
    }

    /// `[a-z0-9_]`: its first member, or for `[^…]` a letter or digit that is not in it.
    fn class(&mut self) -> Option<char> {
        let negated = self.eat('^');
        let mut members: Vec<(char, char)> = Vec::new();
        loop {
            let mut c = self.next()?;
            if c == ']' && !members.is_empty() {
                break;
            }
            if c == '\\' {
                c = escaped(self.next()?)??;
            }
            let mut last = c;
            if self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|it| *it != ']')
            {
                self.at += 1;
                last = self.next()?;
            }
            members.push((c, last));
        }
        if !negated {
            return members.first().map(|it| it.0);
        }
        ('a'..='z')
            .chain('0'..='9')
            .find(|c| members.iter().all(|(first, last)| c < first || last < c))
    }
}

/// What an escape stands for: a character, nothing (`\b`), or something unknown here.
fn escaped(c: char) -> Option<Option<char>> {
    match c {
        'd' => Some(Some('4')),
        'w' => Some(Some('a')),
        's' => Some(Some(' ')),
        'b' | 'A' | 'z' => Some(None),
        'n' => Some(Some('\n')),
        't' => Some(Some('\t')),
        c if c.is_ascii_alphanumeric() => None,
        c => Some(Some(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn texts_match_their_patterns() {
        for pattern in [
            "^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*$",
            "^v\\d+\\.\\d+\\.\\d+$",
            "^(alpha|beta)-[^a-c]{3,5}$",
            "^pk_(live|test)_[A-Za-z0-9]{24}$",
            "^\\+?[1-9]\\d{1,14}$",
            "^sha256:[a-f0-9]{64}$",
        ] {
            assert!(matching(pattern, 0, u64::MAX).is_some(), "{pattern}");
        }
        assert_eq!(matching("^(?=x)y$", 0, 99), None);
        assert_eq!(matching("^a+$", 20, 40).map(|it| it.len()), Some(32));
    }
}
