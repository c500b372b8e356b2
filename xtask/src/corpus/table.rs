//! The table, for people (Markdown) and for programs (JSON).

use super::column::Column;
use super::row::Row;
use crate::markdown;

/// A line per document and one of sums; columns that nobody filled are left out.
pub(crate) fn markdown(rows: &[Row]) -> String {
    let filled = |it: &&Column| rows.iter().any(|row| row.get(**it).is_some());
    let columns: Vec<Column> = Column::ALL.iter().filter(filled).copied().collect();
    let mut head = vec!["document".to_owned()];
    head.extend(columns.iter().map(|it| it.name().to_owned()));
    let mut lines: Vec<Vec<String>> = rows.iter().map(|row| line(row, &columns)).collect();
    let mut sums = vec![format!("{} documents", rows.len())];
    sums.extend(columns.iter().map(|column| {
        let numbers = rows.iter().filter_map(|row| row.get(*column));
        match column {
            Column::GenerationMemory | Column::CheckMemory => {
                column.show(numbers.fold(0.0, f64::max))
            }
            _ => column.show(numbers.sum()),
        }
    }));
    lines.push(sums);
    markdown::table(&head, &lines)
}

fn line(row: &Row, columns: &[Column]) -> Vec<String> {
    let number = |it: &Column| row.get(*it).map_or_else(|| "–".to_owned(), |n| it.show(n));
    let mut cells = vec![row.document.clone()];
    cells.extend(columns.iter().map(number));
    cells
}

/// All rows with all that is known of them.
pub(crate) fn json(rows: &[Row]) -> String {
    serde_json::to_string_pretty(rows).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_summed_and_memory_is_not() {
        let mut rows = [Row::new("a.json"), Row::new("b.json")];
        rows[0].count(Column::Lines, 10);
        rows[0].set(Column::GenerationMemory, 20.4);
        rows[1].set(Column::GenerationMemory, 5.0);
        rows[1].set(Column::Generation, 0.125);
        let want = "\
| document    | lines | gen-s | gen-mib |
| ----------- | ----: | ----: | ------: |
| a.json      |    10 |     – |      20 |
| b.json      |     – |  0.12 |       5 |
| 2 documents |    10 |  0.12 |      20 |
";
        assert_eq!(markdown(&rows), want);
        let json: serde_json::Value = serde_json::from_str(&json(&rows)).expect("JSON");
        assert_eq!(json[0]["numbers"]["gen-mib"], 20.4);
    }
}
