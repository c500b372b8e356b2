//! The operations tagged `Rules`.

use meshes_management::operations::rules::{
    CreateRuleInput, CreateRuleOutput, DeleteRuleInput, DeleteRuleOutput, GetRuleInput,
    GetRuleOutput, GetRulesInput, GetRulesOutput,
};
use meshes_management::server::rules::RulesApi;
use meshes_management::types::{CreateRuleResponse, DeletedRule, Rule, RulePage};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::{Caller, Meshes, count, integrations};
use crate::clock::now;
use crate::refusal::{bad_place, not_found};
use crate::store::Query;

impl RulesApi for Meshes {
    async fn get_rules(
        &self,
        context: Context<Caller>,
        input: GetRulesInput,
    ) -> Result<GetRulesOutput, Fault> {
        let workspaces = self.workspace_ids(&context.principal).await?;
        let query = Query::default()
            .any_of("event", input.event)
            .any_of("resource", input.resource)
            .any_of("resource_id", input.resource_id);
        Ok(GetRulesOutput::Ok(self.rules_of(&workspaces, query).await?))
    }

    async fn create_rule(
        &self,
        context: Context<Caller>,
        input: CreateRuleInput,
    ) -> Result<CreateRuleOutput, Fault> {
        let (caller, body, now) = (&context.principal, input.body, now());
        self.workspace(caller, body.workspace).await?;
        let connection = self.connection(caller, body.connection).await?;
        if connection.workspace != body.workspace {
            return Err(not_found("connection in the workspace"));
        }
        let actions = integrations::actions(&connection.r#type);
        if !actions.is_empty() && !actions.contains_key(&body.metadata.action) {
            let known: Vec<&str> = actions.keys().map(String::as_str).collect();
            let detail = format!("expected one of `{}`", known.join("`, `"));
            return Err(bad_place("/body/metadata/action", detail));
        }
        let rule = Rule {
            id: Uuid::new_v4(),
            workspace: body.workspace,
            connection: body.connection,
            r#type: connection.r#type,
            event: body.event,
            resource: body.resource,
            resource_id: body.resource_id,
            metadata: body.metadata,
            active: Some(body.active.unwrap_or(true)),
            hidden: Some(body.hidden.unwrap_or(false)),
            created_by: caller.label(),
            created_at: now,
            updated_at: now,
        };
        self.store.put(&rule).await?;
        Ok(CreateRuleOutput::Created(CreateRuleResponse::new(rule)))
    }

    async fn get_rule(
        &self,
        context: Context<Caller>,
        input: GetRuleInput,
    ) -> Result<GetRuleOutput, Fault> {
        Ok(GetRuleOutput::Ok(self.rule(&context.principal, input.rule_id).await?))
    }

    async fn delete_rule(
        &self,
        context: Context<Caller>,
        input: DeleteRuleInput,
    ) -> Result<DeleteRuleOutput, Fault> {
        let rule = self.rule(&context.principal, input.rule_id).await?;
        self.store.delete::<Rule>(rule.id).await?;
        Ok(DeleteRuleOutput::Ok(DeletedRule {
            id: rule.id,
            r#type: rule.r#type,
            connection: rule.connection,
            event: rule.event,
            resource: rule.resource,
            resource_id: rule.resource_id,
        }))
    }
}

impl Meshes {
    async fn rule(&self, caller: &Caller, id: Uuid) -> Result<Rule, Fault> {
        self.own::<Rule>(caller, id, |it| it.workspace, "rule").await
    }

    /// All rules of some workspaces; the schema gives this list no cursor to go on with.
    pub(super) async fn rules_of(
        &self,
        workspaces: &[Uuid],
        query: Query,
    ) -> Result<RulePage, Fault> {
        let records = self.store.list::<Rule>(&query.scopes(workspaces)).await?.records;
        let n_records = count(&records);
        Ok(RulePage::new(n_records, n_records, None, records))
    }
}
