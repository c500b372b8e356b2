//! The operations tagged `Credentials`. Only `getCredential` shows a secret.

use ::meshery::operations::credentials::{
    CreateCredentialInput, CreateCredentialOutput, DeleteCredentialInput, DeleteCredentialOutput,
    GetCredentialInput, GetCredentialOutput, ListCredentialsInput, ListCredentialsOutput,
    UpdateCredentialInput, UpdateCredentialOutput,
};
use ::meshery::server::credentials::CredentialsApi;
use ::meshery::types::{Credential, CredentialPage};
use meshwright_runtime::server::{Context, Fault};
use meshwright_runtime::{Map, Uuid, Value};

use super::registrations::WithoutSecret as _;
use super::{Listing, Meshery, total};
use crate::clock::now;
use crate::refusal::{conflict, found, not_found};

impl CredentialsApi for Meshery {
    async fn list_credentials(
        &self,
        _: Context<()>,
        input: ListCredentialsInput,
    ) -> Result<ListCredentialsOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let page = self.store.list::<Credential>(&listing.query()?).await?;
        let shown = page.records.into_iter().map(|it| it.without_secret()).collect();
        let page = CredentialPage::new(listing.page, listing.size, total(page.total), shown);
        Ok(ListCredentialsOutput::Ok(page))
    }

    async fn update_credential(
        &self,
        _: Context<()>,
        input: UpdateCredentialInput,
    ) -> Result<UpdateCredentialOutput, Fault> {
        let mut credential = self.credential(input.body.id).await?;
        credential.name = input.body.name;
        credential.r#type = input.body.r#type;
        credential.secret = input.body.secret.or(credential.secret);
        credential.updated_at = now();
        self.store.put(&credential).await?;
        Ok(UpdateCredentialOutput::Ok(credential.without_secret()))
    }

    async fn create_credential(
        &self,
        _: Context<()>,
        input: CreateCredentialInput,
    ) -> Result<CreateCredentialOutput, Fault> {
        let body = input.body;
        if let Some(id) = body.id
            && self.store.get::<Credential>(id).await?.is_some()
        {
            return Err(conflict("another credential has this id"));
        }
        let mut credential = self.new_credential(body.name, &body.r#type, body.secret);
        credential.id = body.id.unwrap_or(credential.id);
        self.store.put(&credential).await?;
        Ok(CreateCredentialOutput::Created(credential.without_secret()))
    }

    async fn delete_credential(
        &self,
        _: Context<()>,
        input: DeleteCredentialInput,
    ) -> Result<DeleteCredentialOutput, Fault> {
        if !self.store.delete::<Credential>(input.credential_id).await? {
            return Err(not_found("credential"));
        }
        Ok(DeleteCredentialOutput::NoContent)
    }

    async fn get_credential(
        &self,
        _: Context<()>,
        input: GetCredentialInput,
    ) -> Result<GetCredentialOutput, Fault> {
        Ok(GetCredentialOutput::Ok(self.credential(input.credential_id).await?))
    }
}

impl Meshery {
    async fn credential(&self, id: Uuid) -> Result<Credential, Fault> {
        found(self.store.get::<Credential>(id).await?, "credential")
    }

    /// Keeps a secret that came with something else.
    pub(super) async fn keep_secret(
        &self,
        name: String,
        kind: &str,
        secret: Map<Value>,
    ) -> Result<Credential, Fault> {
        let credential = self.new_credential(name, kind, secret);
        self.store.put(&credential).await?;
        Ok(credential)
    }

    fn new_credential(&self, name: String, kind: &str, secret: Map<Value>) -> Credential {
        let now = now();
        Credential {
            id: Uuid::new_v4(),
            name,
            r#type: kind.to_owned(),
            user_id: self.user,
            secret: Some(secret),
            created_at: now,
            updated_at: now,
            deleted_at: None,
        }
    }
}
