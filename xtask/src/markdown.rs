//! Tables, for terminals and Markdown alike.

/// A table whose first column is text and whose others are numbers.
pub(crate) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let width = |index: usize| {
        let lines = rows.iter().map(Vec::as_slice).chain([head]);
        let cells = lines.filter_map(|line| line.get(index));
        cells.map(|it| it.chars().count()).max().unwrap_or_default().max(3)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &[String]| {
        let cells = widths.iter().enumerate().map(|(index, width)| {
            let cell = cells.get(index).map_or("", String::as_str);
            if index == 0 { format!("{cell:width$}") } else { format!("{cell:>width$}") }
        });
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let rules = widths.iter().enumerate().map(|(index, width)| match index {
        0 => "-".repeat(*width),
        _ => format!("{}:", "-".repeat(width - 1)),
    });
    let rules: Vec<String> = rules.collect();
    let body: String = rows.iter().map(|row| line(row)).collect();
    line(head) + &line(&rules) + &body
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let cells = |row: &[&str]| row.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let rows = [cells(&["pets", "3", "7"]), cells(&["ünicode", "1234567"])];
        let want = "\
| what    |   lines |   s |
| ------- | ------: | --: |
| pets    |       3 |   7 |
| ünicode | 1234567 |     |
";
        assert_eq!(super::table(&cells(&["what", "lines", "s"]), &rows), want);
    }
}
