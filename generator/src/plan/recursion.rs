//! Which types hold themselves by value, and so need a box.

use crate::api::{Api, Kind, Schema, Type};

/// The number of the circle that each type is in; types in no circle have one of their own.
///
/// Two types share a circle where each holds the other without a list or map between them
/// (Tarjan's strongly connected components, without recursion: schemas may be deep).
pub(super) fn circles(api: &Api) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = (0..api.types.len()).map(|index| held(api, index)).collect();
    circles_of(&edges)
}

/// As [`circles`], for types by number and the numbers of those that each holds.
pub(super) fn circles_of(edges: &[Vec<usize>]) -> Vec<usize> {
    let count = edges.len();
    let (mut index_of, mut low, mut circle) =
        (vec![usize::MAX; count], vec![0; count], vec![usize::MAX; count]);
    let (mut next_index, mut next_circle) = (0, 0);
    let mut stack = Vec::new();
    for start in 0..count {
        if index_of[start] != usize::MAX {
            continue;
        }
        let mut work = vec![(start, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                index_of[node] = next_index;
                low[node] = next_index;
                next_index += 1;
                stack.push(node);
            }
            if let Some(&to) = edges[node].get(edge) {
                work.push((node, edge + 1));
                if index_of[to] == usize::MAX {
                    work.push((to, 0));
                } else if circle[to] == usize::MAX {
                    low[node] = low[node].min(index_of[to]);
                }
                continue;
            }
            if low[node] == index_of[node] {
                while let Some(member) = stack.pop() {
                    circle[member] = next_circle;
                    if member == node {
                        break;
                    }
                }
                next_circle += 1;
            }
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
        }
    }
    circle
}

/// The types that a type holds without a list or map between.
fn held(api: &Api, index: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut add = |schema: &Schema| {
        if let Type::Named(id) = &schema.ty {
            found.push(id.0);
        }
    };
    match &api.types[index].kind {
        Kind::Object(object) => object.properties.iter().for_each(|it| add(&it.schema)),
        Kind::Union(union) => union.variants.iter().for_each(|it| add(&it.schema)),
        Kind::Alias(schema) => add(schema),
        Kind::Enumeration(_) => {}
    }
    found
}
