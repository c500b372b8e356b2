//! Hands texts to rustfmt, many at once, and takes them back.
//!
//! Starting a process for each text, or writing each to a file, would take longer than formatting it: texts go through
//! standard input one after the other, with an item between that no two may be exchanged across.

use std::thread;

use super::Rustfmt;

/// The edition of generated crates.
pub(super) const EDITION: &str = "2024";
/// About how much text one process is given: enough to be worth its start, little enough to be held.
const MOST_BYTES: usize = 3 << 20;

/// A text that is to be formatted, in two parts.
struct Piece<'a> {
    path: &'a str,
    /// The comments and inner documentation that the file begins with: rustfmt leaves them alone.
    head: &'a str,
    /// The items.
    body: &'a str,
}

/// The formatted texts, in the order given.
pub(super) fn format(rustfmt: &Rustfmt, files: &[(&str, &str)]) -> anyhow::Result<Vec<String>> {
    let pieces: Vec<Piece<'_>> = files
        .iter()
        .map(|(path, text)| {
            let (head, body) = text.split_at(head_length(text));
            Piece { path, head, body }
        })
        .collect();
    let chunks = chunks(&pieces);
    let mut formatted = Vec::with_capacity(files.len());
    // As many at a time as there are processors.
    let n_processes = thread::available_parallelism().map_or(2, usize::from);
    for round in chunks.chunks(n_processes) {
        let done: Vec<anyhow::Result<Vec<String>>> = thread::scope(|scope| {
            let run = |chunk: &&[Piece<'_>]| format_chunk(rustfmt, chunk);
            let threads: Vec<_> =
                round.iter().map(|chunk| scope.spawn(move || run(chunk))).collect();
            let panicked = |_| Err(anyhow::anyhow!("a thread panicked"));
            threads.into_iter().map(|it| it.join().unwrap_or_else(panicked)).collect()
        });
        for texts in done {
            formatted.extend(texts?);
        }
    }
    Ok(formatted)
}

/// How long the comments are that a text begins with. A text with inner attributes has none to spare: it goes whole.
fn head_length(text: &str) -> usize {
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("#!") {
            return 0;
        }
        if !(line.starts_with("//!") || line.starts_with("// ") || line.trim().is_empty()) {
            break;
        }
        length += line.len();
    }
    length
}

/// Neighbours go together; what begins with an attribute of the file goes alone.
fn chunks<'a, 'b>(pieces: &'b [Piece<'a>]) -> Vec<&'b [Piece<'a>]> {
    let mut chunks = Vec::new();
    let (mut start, mut n_bytes) = (0, 0);
    for (index, piece) in pieces.iter().enumerate() {
        let is_alone = piece.head.is_empty();
        let is_full = n_bytes + piece.body.len() > MOST_BYTES;
        let after_alone = index > start && pieces[index - 1].head.is_empty();
        if index > start && (is_alone || is_full || after_alone) {
            chunks.push(&pieces[start..index]);
            (start, n_bytes) = (index, 0);
        }
        n_bytes += piece.body.len();
    }
    if start < pieces.len() {
        chunks.push(&pieces[start..]);
    }
    chunks
}

/// The item behind the text with this number.
fn fence(index: usize) -> String {
    format!("const MESHWRIGHT_END_OF_TEXT_{index}: () = ();")
}

fn format_chunk(rustfmt: &Rustfmt, pieces: &[Piece<'_>]) -> anyhow::Result<Vec<String>> {
    let mut text = String::new();
    // The line that each text begins on, from 0.
    let mut lines = Vec::with_capacity(pieces.len());
    let mut n_lines = 0;
    for (index, piece) in pieces.iter().enumerate() {
        lines.push(n_lines);
        let part = format!("{}\n\n{}\n\n", piece.body, fence(index));
        n_lines += part.matches('\n').count();
        text.push_str(&part);
    }
    let formatted = rustfmt.run(&text).map_err(|said| {
        let said = with_paths(&said, pieces, &lines);
        anyhow::anyhow!(
            "the generated code is no valid Rust, which is a bug of the generator\nrustfmt: {said}"
        )
    })?;
    let newline = if formatted.contains("\r\n") { "\r\n" } else { "\n" };
    let mut rest = formatted.as_str();
    let mut texts = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.iter().enumerate() {
        let fence = fence(index);
        let Some((body, after)) = rest.split_once(&fence) else {
            anyhow::bail!("rustfmt lost the end of `{}`", piece.path);
        };
        rest = after.trim_start_matches(['\r', '\n']);
        let body = body.trim_end_matches(['\r', '\n']);
        let whole = format!("{}{body}", piece.head.replace('\n', newline));
        texts.push(format!("{}{newline}", whole.trim_end_matches(['\r', '\n'])));
    }
    Ok(texts)
}

/// What rustfmt said about lines of its input, about lines of files.
fn with_paths(said: &str, pieces: &[Piece<'_>], lines: &[usize]) -> String {
    let mut out = String::new();
    for line in said.lines() {
        match line
            .split_once("<stdin>:")
            .and_then(|(before, at)| Some((before, at.split_once(':')?)))
        {
            Some((before, (number, after))) => {
                let number = number.parse::<usize>().unwrap_or(1).saturating_sub(1);
                let index = lines.partition_point(|start| *start <= number).saturating_sub(1);
                let (piece, start) = (&pieces[index], lines[index]);
                let in_file = number - start + 1 + piece.head.matches('\n').count();
                out.push_str(&format!("{before}{}:{in_file}:{after}\n", piece.path));
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out.trim_end().to_owned()
}
