//! Operations that no request tells apart: servers can only ever reach the first.

use std::collections::BTreeMap;

use crate::api::Api;
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// Reports operations whose method, path and conditions are those of an earlier one.
pub(super) fn check_ambiguous(api: &Api, diagnostics: &mut Diagnostics) {
    let mut first: BTreeMap<_, &Place> = BTreeMap::new();
    for it in &api.operations {
        // What variables are called makes no difference.
        let path = it.path.split('{').map(|part| part.split_once('}').map_or(part, |it| it.1));
        let path = path.collect::<Vec<_>>().join("{}");
        let mut conditions: Vec<_> = it.query.iter().collect();
        conditions.sort();
        match first.get(&(&it.method, path.clone(), conditions.clone())) {
            Some(place) => {
                let address = format!("{} {}", it.method.as_str(), it.key);
                diagnostics.ambiguous_operation((*place).clone(), it.place.clone(), &address);
            }
            None => {
                first.insert((&it.method, path, conditions), &it.place);
            }
        }
    }
}
