//! The operations tagged `Providers`.

use ::meshery::operations::providers::{
    ChooseProviderInput, ChooseProviderOutput, GetProviderCapabilitiesOutput, ListProvidersOutput,
    StreamProvidersOutput,
};
use ::meshery::server::providers::ProvidersApi;
use ::meshery::types::{
    ProviderCapability, ProviderFeature, ProviderMap, ProviderProperties, ProviderType,
};
use futures_util::stream;
use meshwright_runtime::http::{Event, Events};
use meshwright_runtime::json::to_vec;
use meshwright_runtime::server::{Context, Fault};

use super::cookie::{self, NewCookies};
use super::{Meshery, PROVIDER, is_local};

impl ProvidersApi for Meshery {
    async fn list_providers(&self, _: Context<()>) -> Result<ListProvidersOutput, Fault> {
        Ok(ListProvidersOutput::Ok(ProviderMap::from([(PROVIDER.to_owned(), local())])))
    }

    async fn stream_providers(&self, _: Context<()>) -> Result<StreamProvidersOutput, Fault> {
        let data = String::from_utf8(to_vec(&local()))?;
        let event = Event { event: Some("provider".to_owned()), data, ..Event::default() };
        Ok(StreamProvidersOutput::Ok(Events::new(stream::iter([event]))))
    }

    async fn choose_provider(
        &self,
        context: Context<()>,
        input: ChooseProviderInput,
    ) -> Result<ChooseProviderOutput, Fault> {
        if !is_local(&input.provider) {
            return Ok(ChooseProviderOutput::Ok);
        }
        NewCookies::set(&context, cookie::PROVIDER, PROVIDER);
        NewCookies::set(&context, cookie::TOKEN, &self.token()?);
        Ok(ChooseProviderOutput::Found { location: "/user/login".to_owned() })
    }

    async fn get_provider_capabilities(
        &self,
        _: Context<()>,
    ) -> Result<GetProviderCapabilitiesOutput, Fault> {
        Ok(GetProviderCapabilitiesOutput::Ok(local()))
    }
}

/// The local provider; it keeps everything in this server's own database.
fn local() -> ProviderProperties {
    let capability =
        |(feature, endpoint): (ProviderFeature, &str)| ProviderCapability::new(feature, endpoint);
    let capabilities = [
        (ProviderFeature::SyncPrefs, "/api/user/prefs"),
        (ProviderFeature::PersistEvents, "/api/system/events"),
        (ProviderFeature::PersistMesheryPatterns, "/api/pattern"),
        (ProviderFeature::PersistMesheryFilters, "/api/filter"),
        (ProviderFeature::MesheryPatternsCatalog, "/api/pattern/catalog"),
        (ProviderFeature::MesheryFiltersCatalog, "/api/filter/catalog"),
        (ProviderFeature::CloneMesheryPatterns, "/api/pattern/clone"),
        (ProviderFeature::CloneMesheryFilters, "/api/filter/clone"),
        (ProviderFeature::PersistConnection, "/api/integrations/connections"),
        (ProviderFeature::PersistCredentials, "/api/integrations/credentials"),
        (ProviderFeature::UsersProfile, "/api/identity/users/profile"),
        (ProviderFeature::Organizations, "/api/identity/orgs"),
        (ProviderFeature::Environments, "/api/environments"),
        (ProviderFeature::Workspaces, "/api/workspaces"),
    ];
    ProviderProperties {
        provider_type: ProviderType::Local,
        provider_name: PROVIDER.to_owned(),
        provider_url: String::new(),
        provider_description: vec![
            "Keeps everything on this server, for a single user.".to_owned(),
            "Asks for no login.".to_owned(),
        ],
        package_version: None,
        package_url: None,
        extensions: None,
        capabilities: capabilities.into_iter().map(capability).collect(),
        restricted_access: None,
    }
}
