//! How many tests ran, over all the binaries that cargo runs them in.

/// The sums of the closing lines of test binaries.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Counts {
    /// Adds `test result: ok. 3 passed; 0 failed; 1 ignored; …`; other lines say nothing.
    pub(crate) fn read(&mut self, line: &str) {
        let Some(rest) = line.trim_start().strip_prefix("test result: ") else { return };
        for part in rest.split([';', '.']) {
            let mut words = part.split_whitespace();
            let (Some(count), Some(word)) = (words.next(), words.next()) else { continue };
            let count = count.parse().unwrap_or(0);
            match word {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.ignored += count,
                _ => {}
            }
        }
    }

    /// The closing line of the run.
    #[expect(clippy::print_stdout, reason = "this line is the result")]
    pub(crate) fn print(&self) {
        println!("{} passed, {} failed, {} skipped", self.passed, self.failed, self.ignored);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_summed() {
        let mut counts = Counts::default();
        counts.read("running 3 tests");
        counts.read("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; finished in 0.1s");
        counts.read("test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured");
        assert_eq!(counts, Counts { passed: 5, failed: 4, ignored: 1 });
    }
}
