//! Scans JSON text, keeping positions.

use jiter::{Jiter, JiterResult, Peek};

use super::tree::{Name, NodeId, Tree};

/// An object or array that is not closed yet.
struct Open {
    id: NodeId,
    /// The number of the next element; none in an object.
    index: Option<usize>,
}

/// The nodes of the text, and whether the whole of it is JSON.
pub(super) fn scan(text: &str) -> (Tree, bool) {
    let mut tree = Tree::default();
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let whole = scan_into(&mut tree, text, bom).is_ok();
    (tree, whole)
}

/// Reads without recursion, so that depth costs no stack.
fn scan_into(tree: &mut Tree, text: &str, offset: usize) -> JiterResult<()> {
    let bytes = &text.as_bytes()[offset..];
    let mut jiter = Jiter::new(bytes);
    let mut open: Vec<Open> = Vec::new();
    let peek = jiter.peek()?;
    let root = tree.add(None, Name::Root, None, offset + jiter.current_index());
    let mut next = enter(tree, &mut jiter, &mut open, root, peek, offset)?;
    while let Some(Open { id, index }) = open.last_mut() {
        let parent = *id;
        let child = match (next, index) {
            (Next::Value(peek), Some(index)) => {
                let start = offset + jiter.current_index();
                *index += 1;
                Some((tree.add(Some(parent), Name::Index(*index - 1), None, start), peek))
            }
            (Next::Key(name), None) => {
                let colon = jiter.current_index();
                let peek = jiter.peek()?;
                let start = offset + jiter.current_index();
                let key = key_before(bytes, colon).map(|(from, to)| offset + from..offset + to);
                Some((tree.add(Some(parent), Name::Key(name), key, start), peek))
            }
            _ => None,
        };
        match child {
            Some((child, peek)) => {
                next = enter(tree, &mut jiter, &mut open, child, peek, offset)?;
                // A container was opened and its first member is read, or a scalar is behind us.
                if !matches!(next, Next::Step) {
                    continue;
                }
            }
            None => {
                tree.close(parent, offset + jiter.current_index(), true);
                open.pop();
            }
        }
        next = match open.last() {
            Some(Open { index: Some(_), .. }) => jiter.array_step()?.map_or(Next::End, Next::Value),
            Some(_) => jiter.next_key()?.map_or(Next::End, |key| Next::Key(key.into())),
            None => Next::End,
        };
    }
    jiter.finish()
}

/// What the scan stands before.
enum Next {
    Value(Peek),
    Key(Box<str>),
    End,
    /// A scalar was read; whoever is open takes the next step.
    Step,
}

/// Reads a scalar, or the beginning of an object or array up to its first member.
fn enter(
    tree: &mut Tree,
    jiter: &mut Jiter<'_>,
    open: &mut Vec<Open>,
    id: NodeId,
    peek: Peek,
    offset: usize,
) -> JiterResult<Next> {
    match peek {
        Peek::Array => {
            open.push(Open { id, index: Some(0) });
            Ok(jiter.known_array()?.map_or(Next::End, Next::Value))
        }
        Peek::Object => {
            open.push(Open { id, index: None });
            Ok(jiter.known_object()?.map_or(Next::End, |key| Next::Key(key.into())))
        }
        peek => {
            jiter.known_skip(peek)?;
            tree.close(id, offset + jiter.current_index(), false);
            Ok(Next::Step)
        }
    }
}

/// The key, quotes included, that ends before the colon just read.
///
/// The parser tells only where it is after the colon, so the quotes are sought backwards:
/// a quote opens the key when an even number of backslashes stands before it.
fn key_before(bytes: &[u8], after_colon: usize) -> Option<(usize, usize)> {
    let before = bytes.get(..after_colon)?;
    let end = before.iter().rposition(|byte| *byte == b'"')?;
    let mut start = end;
    loop {
        start = before[..start].iter().rposition(|byte| *byte == b'"')?;
        let n_backslashes = before[..start].iter().rev().take_while(|byte| **byte == b'\\').count();
        if n_backslashes % 2 == 0 {
            return Some((start, end + 1));
        }
    }
}
