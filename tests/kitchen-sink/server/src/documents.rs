//! Bodies of every kind, both ways.

use kitchen_sink::operations::documents::*;
use kitchen_sink::server::documents::DocumentsApi;
use kitchen_sink::types::{Account, Reading, ReadingVariant2, ReadingVariant3, Understood};
use meshwright_runtime::json::into_vec;
use meshwright_runtime::server::Context;
use meshwright_runtime::{Base64, Binary, Uuid, Value};

use crate::listing::listed;
use crate::{Fault, Kestrel};

/// The largest body of bytes that is given back.
const MOST: usize = 1024 * 1024;

listed!(PutScalarsInput { ; body });
listed!(PutShapesInput { ; body });
listed!(PutConstraintsInput { ; body });
listed!(PutCratesInput { ; body });
listed!(PutAccountInput { ; body });
listed!(PutAnythingInput { ; body });
listed!(PutOptionalInput { ; body });
listed!(PutFormInput { ; body });

/// An operation that gives its body back.
macro_rules! echo {
    ($($method:ident($input:ident) -> $output:ident),* $(,)?) => {
        $(async fn $method(&self, _: Context<()>, input: $input) -> Result<$output, Fault> {
            Ok($output::Ok(input.body))
        })*
    };
}

impl DocumentsApi for Kestrel {
    echo! {
        put_scalars(PutScalarsInput) -> PutScalarsOutput,
        put_shapes(PutShapesInput) -> PutShapesOutput,
        put_constraints(PutConstraintsInput) -> PutConstraintsOutput,
        put_crates(PutCratesInput) -> PutCratesOutput,
        put_anything(PutAnythingInput) -> PutAnythingOutput,
        put_form(PutFormInput) -> PutFormOutput,
        put_text(PutTextInput) -> PutTextOutput,
    }

    /// The server alone gives an identifier, and shows no password.
    async fn put_account(
        &self,
        _: Context<()>,
        input: PutAccountInput,
    ) -> Result<PutAccountOutput, Fault> {
        Ok(PutAccountOutput::Ok(Account {
            id: Some(Uuid::nil()),
            password: None,
            created_at: None,
            ..input.body
        }))
    }

    /// All of it is there before the answer begins: what breaks off is told with a status.
    async fn put_bytes(
        &self,
        _: Context<()>,
        input: PutBytesInput,
    ) -> Result<PutBytesOutput, Fault> {
        Ok(PutBytesOutput::Ok(input.body.bytes(MOST).await?.into()))
    }

    async fn put_optional(
        &self,
        _: Context<()>,
        input: PutOptionalInput,
    ) -> Result<PutOptionalOutput, Fault> {
        Ok(match input.body {
            Some(body) => PutOptionalOutput::Ok(body),
            None => PutOptionalOutput::NoContent,
        })
    }

    /// Files become Base64: what they are is told without loss.
    async fn put_multipart(
        &self,
        _: Context<()>,
        input: PutMultipartInput,
    ) -> Result<PutMultipartOutput, Fault> {
        let (invoice, pictures) = (input.body.invoice.clone(), input.body.pictures.clone());
        let mut body: Value = serde_json::from_slice(&into_vec(input.body))?;
        body["invoice"] = base64(invoice).await?;
        for (index, picture) in pictures.into_iter().flatten().enumerate() {
            body["pictures"][index] = base64(picture).await?;
        }
        Ok(PutMultipartOutput::Ok(Understood { parameters: Default::default(), body: Some(body) }))
    }

    async fn post_any(&self, _: Context<()>, input: PostAnyInput) -> Result<PostAnyOutput, Fault> {
        Ok(PostAnyOutput::Ok(match input.body {
            PostAnyBody2::Json(recipient) => {
                PostAnyOkBody::Json(Reading::Recipient(Box::new(recipient)))
            }
            PostAnyBody2::Form(window) => {
                PostAnyOkBody::Json(Reading::Variant2(ReadingVariant2::new(window)))
            }
            PostAnyBody2::Multipart(form) => {
                let bytes = u32::try_from(form.scan.size())?;
                PostAnyOkBody::Json(Reading::Variant3(ReadingVariant3 { bytes, note: form.note }))
            }
            PostAnyBody2::Text(text) => PostAnyOkBody::Text(text),
            PostAnyBody2::Image(bytes) => PostAnyOkBody::Bytes(bytes.bytes(MOST).await?.into()),
        }))
    }
}

async fn base64(file: Binary) -> Result<Value, Fault> {
    let bytes = file.bytes().await?;
    Ok(serde_json::from_slice(&into_vec(Base64(bytes.to_vec())))?)
}
