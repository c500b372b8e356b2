//! Designs as they come in: saved from an editor, or imported from a file.

use ::meshery::operations::designs::ImportDesignBody;
use ::meshery::types::{
    CatalogData, Design, DesignImport, DesignSaveRequest, DesignSourceType, Location,
    NullableString, Visibility,
};
use meshwright_runtime::server::Fault;
use meshwright_runtime::{Base64, Uuid};

use crate::clock::now;
use crate::refusal::{bad_place, not_implemented};

/// A design that came in, before it is kept.
#[derive(Debug)]
pub(super) struct Saved {
    /// The design that it replaces.
    pub id: Option<Uuid>,
    /// Whether it is to be kept, and not only shown.
    pub keep: bool,
    name: String,
    pattern_file: String,
    location: Option<Location>,
    visibility: Option<Visibility>,
    catalog_data: Option<CatalogData>,
    kind: Option<String>,
    source: Option<Base64>,
}

/// Reads what an editor saves; with a source format, the file is in that format.
pub(super) fn read(
    request: DesignSaveRequest,
    kind: Option<DesignSourceType>,
) -> Result<Saved, Fault> {
    if request.url.is_some() {
        return Err(not_implemented("this server does not fetch designs from addresses"));
    }
    let Some(data) = request.pattern_data else {
        return Err(bad_place("/body/pattern_data", "required, and missing"));
    };
    let kind = kind
        .map(|it| it.to_string())
        .or_else(|| data.r#type.filter(|it| it.valid).map(|it| it.string));
    let text = match (&data.pattern_file, &data.source_content) {
        (Some(text), _) => text.clone(),
        (None, Some(source)) => String::from_utf8(source.0.clone())
            .map_err(|_| bad_place("/body/pattern_data/source_content", "expected text"))?,
        (None, None) => {
            return Err(bad_place("/body/pattern_data/pattern_file", "required, and missing"));
        }
    };
    Ok(Saved {
        id: data.id,
        keep: request.save.unwrap_or(true),
        name: request.name.unwrap_or(data.name),
        pattern_file: text,
        location: data.location,
        visibility: data.visibility,
        catalog_data: data.catalog_data,
        kind,
        source: data.source_content,
    })
}

/// Reads an imported file.
pub(super) async fn import(body: ImportDesignBody) -> Result<Saved, Fault> {
    let (name, file_name, file) = match body {
        ImportDesignBody::Json(DesignImport::DesignFileImport(it)) => {
            (it.name, it.file_name, it.file.0)
        }
        ImportDesignBody::Multipart(it) => {
            let file_name = it.file.file_name().unwrap_or("Imported design").to_owned();
            (it.name, file_name, it.file.bytes().await?.to_vec())
        }
        ImportDesignBody::Json(DesignImport::DesignUrlImport(_)) => {
            return Err(not_implemented("this server does not fetch designs from addresses"));
        }
        ImportDesignBody::Json(DesignImport::Other(_)) => {
            return Err(bad_place("/body", "expected a file or an address"));
        }
    };
    let text = String::from_utf8(file.clone())
        .map_err(|_| bad_place("/body/file", "expected YAML; archives are not read"))?;
    Ok(Saved {
        id: None,
        keep: true,
        name: name.unwrap_or(file_name),
        kind: Some(guess(&text).to_string()),
        pattern_file: text,
        location: None,
        visibility: None,
        catalog_data: None,
        source: Some(Base64(file)),
    })
}

/// The format of a file, by what only that format has.
fn guess(text: &str) -> DesignSourceType {
    let has = |word: &str| text.lines().any(|it| it.starts_with(word));
    if has("apiVersion:") && has("kind:") {
        DesignSourceType::KubernetesManifest
    } else if has("services:") && !has("schemaVersion:") {
        DesignSourceType::DockerCompose
    } else {
        DesignSourceType::MesheryDesign
    }
}

impl Saved {
    /// What a copy of a design starts from.
    pub(super) fn from_design(design: &Design) -> Self {
        Self {
            id: None,
            keep: true,
            name: design.name.clone(),
            pattern_file: design.pattern_file.clone(),
            location: design.location.clone(),
            visibility: None,
            catalog_data: None,
            kind: design.r#type.valid.then(|| design.r#type.string.clone()),
            source: design.source_content.clone().flatten(),
        }
    }

    /// A new design.
    pub(super) fn into_design(self, user: Uuid) -> Design {
        let now = now();
        Design {
            id: self.id.unwrap_or_else(Uuid::new_v4),
            name: self.name,
            pattern_file: self.pattern_file,
            user_id: user,
            location: self.location,
            visibility: self.visibility.unwrap_or(Visibility::Private),
            catalog_data: self.catalog_data,
            r#type: nullable(self.kind),
            source_content: Some(self.source),
            view_count: 0,
            share_count: 0,
            download_count: 0,
            clone_count: 0,
            deployment_count: 0,
            created_at: now,
            updated_at: now,
        }
    }

    /// The next state of a design that is known.
    pub(super) fn over(self, known: Design) -> Design {
        Design {
            name: self.name,
            pattern_file: self.pattern_file,
            location: self.location.or(known.location),
            visibility: self.visibility.unwrap_or(known.visibility),
            catalog_data: self.catalog_data.or(known.catalog_data),
            r#type: if self.kind.is_some() { nullable(self.kind) } else { known.r#type },
            source_content: if self.source.is_some() {
                Some(self.source)
            } else {
                known.source_content
            },
            ..known
        }
    }
}

fn nullable(text: Option<String>) -> NullableString {
    NullableString { valid: text.is_some(), string: text.unwrap_or_default() }
}
