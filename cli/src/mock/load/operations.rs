//! Operations: table rows, inputs, answers.

use meshwright_generator::rust::{
    AnswerHeader, EncodingRow, InputBodyKind, MockAnswer, MockKind, MockOperation, OutputStatus,
    ParameterRow, Presence, Table,
};
use meshwright_runtime::http::{
    Body, Encoding, Operation, Parameter, SchemeKind, SchemeUse, Shape, Style,
};
use meshwright_runtime::mock::{self, Answer, Content, Form, Mocked, Status};

use super::types::Types;
use super::{Schemes, leak, leak_list, leak_text};

pub(super) fn load(types: &Types, schemes: &Schemes, it: &MockOperation) -> Mocked {
    let input = it.input.as_ref();
    let parameters = input.into_iter().flat_map(|it| &it.fields).map(|it| mock::Parameter {
        required: it.presence == Presence::Required,
        ty: types.ty(&it.ty),
        rules: types.rules(&it.rules),
    });
    let contents = input.and_then(|it| it.body.as_ref()).into_iter().flat_map(|it| &it.contents);
    let body = contents.map(|it| mock::Body {
        form: form(it.kind),
        ty: types.ty(&it.ty),
        rules: types.rules(&it.rules),
    });
    Mocked {
        operation: leak(row(&it.table, schemes)),
        parameters: parameters.collect(),
        body: body.collect(),
        answers: it.answers.iter().map(|it| answer(types, it)).collect(),
    }
}

fn form(kind: InputBodyKind) -> Form {
    match kind {
        InputBodyKind::Json => Form::Json,
        InputBodyKind::Form => Form::UrlEncoded,
        InputBodyKind::Multipart => Form::Multipart,
        InputBodyKind::Text => Form::Text,
        InputBodyKind::Items => Form::Items,
        InputBodyKind::Bytes => Form::Bytes,
    }
}

fn answer(types: &Types, it: &MockAnswer) -> Answer {
    let contents = it.contents.iter().map(|it| {
        let (form, ty) = match &it.kind {
            MockKind::Json(ty) => (Form::Json, Some(types.ty(ty))),
            MockKind::Events => (Form::Events, None),
            MockKind::Like(kind) => (form(*kind), None),
        };
        Content::new(leak_text(&it.media_type), form, ty, it.examples.clone())
    });
    let status = match it.status {
        OutputStatus::Code(code) => Status::Code(code),
        OutputStatus::Range(class) => Status::Range(class),
        OutputStatus::Default => Status::Default,
    };
    let headers = it.headers.iter().map(|(it, value)| (header(it), value.clone()));
    Answer { status, headers: headers.collect(), contents: contents.collect() }
}

fn texts(list: &[String]) -> &'static [&'static str] {
    leak_list(list.iter().map(|it| leak_text(it)).collect())
}

fn row(it: &Table, schemes: &Schemes) -> Operation {
    let query = it.query.iter().map(|(name, value)| {
        let value: Option<&'static str> = value.as_deref().map(leak_text);
        (leak_text(name), value)
    });
    let body = it.body.as_ref().map(|(required, media_types)| match required {
        true => Body::required(texts(media_types)),
        false => Body::optional(texts(media_types)),
    });
    Operation {
        id: leak_text(&it.operation.id),
        method: leak_text(&it.operation.method),
        path: leak_text(&it.operation.path),
        query: leak_list(query.collect()),
        parameters: leak_list(it.parameters.iter().map(parameter).collect()),
        body,
        produces: texts(&it.produces),
        streams: texts(&it.streams),
        encodings: leak_list(it.encodings.iter().map(encoding).collect()),
        conditional: it.conditional,
        ranges: it.ranges,
        security: security(it, schemes),
        ..Operation::NEW
    }
}

/// What has to be presented. A mock speaks plain HTTP, so that nobody can show a certificate: it is
/// taken for granted.
fn security(it: &Table, schemes: &Schemes) -> &'static [&'static [SchemeUse]] {
    let requirements = it.security.iter().map(|requirement| {
        let uses = requirement.iter().filter_map(|(constant, scopes)| {
            let scheme = *schemes.get(&constant.0)?;
            (scheme.kind != SchemeKind::MutualTls).then(|| scheme.with(texts(scopes)))
        });
        leak_list(uses.collect())
    });
    leak_list(requirements.collect())
}

fn header(it: &AnswerHeader) -> &'static Parameter {
    let mut header = Parameter::header(leak_text(&it.name)).shape(shape(it.shape));
    if let Some((style, explode)) = it.style {
        header = header.style(self::style(style), explode);
    }
    &leak_list(vec![header])[0]
}

fn encoding(it: &EncodingRow) -> Encoding {
    match it {
        EncodingRow::Indexed(name) => Encoding::indexed(leak_text(name)),
        EncodingRow::Styled { form, field, media_types } => {
            Encoding::new(leak_text(form), parameter(field)).media_types(texts(media_types))
        }
    }
}

fn parameter(it: &ParameterRow) -> Parameter {
    let name = leak_text(&it.name);
    let mut parameter = match it.constructor {
        "path" => Parameter::path(name),
        "header" => Parameter::header(name),
        "cookie" => Parameter::cookie(name),
        "querystring" => Parameter::querystring(name),
        _ => Parameter::query(name),
    };
    parameter.required |= it.required;
    parameter.shape = shape(it.shape);
    if let Some((style, explode)) = it.style {
        parameter.style = self::style(style);
        parameter.explode = explode;
    }
    parameter.default = it.default.as_deref().map(leak_text);
    parameter
}

fn shape(name: Option<&str>) -> Shape {
    match name {
        Some("List") => Shape::List,
        Some("Object") => Shape::Object,
        Some("Any") => Shape::Any,
        _ => Shape::Scalar,
    }
}

fn style(name: &str) -> Style {
    match name {
        "Label" => Style::Label,
        "Matrix" => Style::Matrix,
        "Form" => Style::Form,
        "SpaceDelimited" => Style::SpaceDelimited,
        "PipeDelimited" => Style::PipeDelimited,
        "TabDelimited" => Style::TabDelimited,
        "DeepObject" => Style::DeepObject,
        "Cookie" => Style::Cookie,
        "Json" => Style::Json,
        _ => Style::Simple,
    }
}
