//! The operations tagged `Preferences`.

use ::meshery::operations::preferences::{
    DeleteLoadTestPreferencesInput, DeleteLoadTestPreferencesOutput, GetLoadTestPreferencesInput,
    GetLoadTestPreferencesOutput, GetPreferencesOutput, SaveLoadTestPreferencesInput,
    SaveLoadTestPreferencesOutput, SavePreferencesInput, SavePreferencesOutput,
};
use ::meshery::server::preferences::PreferencesApi;
use ::meshery::types::{LoadTestPreferences, Preferences};
use meshwright_runtime::server::{Context, Fault};

use super::Meshery;
use crate::clock::now;
use crate::refusal::{found, not_found};
use crate::store::Error;

const PREFERENCES: &str = "meshery.preferences";

impl PreferencesApi for Meshery {
    async fn get_preferences(&self, _: Context<()>) -> Result<GetPreferencesOutput, Fault> {
        Ok(GetPreferencesOutput::Ok(self.preferences().await?))
    }

    async fn save_preferences(
        &self,
        _: Context<()>,
        input: SavePreferencesInput,
    ) -> Result<SavePreferencesOutput, Fault> {
        let mut preferences = input.body;
        preferences.updated_at = Some(now());
        self.store.set(PREFERENCES, &preferences).await?;
        Ok(SavePreferencesOutput::Ok(preferences))
    }

    async fn get_load_test_preferences(
        &self,
        _: Context<()>,
        input: GetLoadTestPreferencesInput,
    ) -> Result<GetLoadTestPreferencesOutput, Fault> {
        let stored = match self.store.setting::<LoadTestPreferences>(&key(input.uuid)).await? {
            Some(stored) => Some(stored),
            // The user's own defaults go by the user's id.
            None if input.uuid == self.user => self.preferences().await?.load_test_prefs,
            None => None,
        };
        Ok(GetLoadTestPreferencesOutput::Ok(found(stored, "set of defaults")?))
    }

    async fn save_load_test_preferences(
        &self,
        _: Context<()>,
        input: SaveLoadTestPreferencesInput,
    ) -> Result<SaveLoadTestPreferencesOutput, Fault> {
        self.store.set(&key(self.user), &input.body).await?;
        let mut preferences = self.preferences().await?;
        preferences.load_test_prefs = Some(input.body.clone());
        preferences.updated_at = Some(now());
        self.store.set(PREFERENCES, &preferences).await?;
        Ok(SaveLoadTestPreferencesOutput::Ok(input.body))
    }

    async fn delete_load_test_preferences(
        &self,
        _: Context<()>,
        input: DeleteLoadTestPreferencesInput,
    ) -> Result<DeleteLoadTestPreferencesOutput, Fault> {
        if !self.store.unset(&key(input.uuid)).await? {
            return Err(not_found("set of defaults"));
        }
        let mut preferences = self.preferences().await?;
        preferences.load_test_prefs = None;
        self.store.set(PREFERENCES, &preferences).await?;
        Ok(DeleteLoadTestPreferencesOutput::NoContent)
    }
}

impl Meshery {
    /// The stored preferences; at first, nothing is sent to anybody.
    pub(super) async fn preferences(&self) -> Result<Preferences, Error> {
        let stored = self.store.setting(PREFERENCES).await?;
        Ok(stored.unwrap_or_else(|| Preferences::new(false, false)))
    }
}

fn key(uuid: meshwright_runtime::Uuid) -> String {
    format!("meshery.load-test.{uuid}")
}
