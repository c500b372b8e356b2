//! Methods beyond the usual ones.

use kitchen_sink::operations::methods::*;
use kitchen_sink::server::methods::MethodsApi;
use meshwright_runtime::server::Context;

use crate::listing::{Listed as _, listed};
use crate::{Fault, Kestrel};

listed!(OptionsOfInput { name = "name" });
listed!(TraceOfInput { name = "name" });
listed!(QueryOfInput { name = "name"; body });
listed!(CopyOfInput { name = "name", destination = "Destination" });

impl MethodsApi for Kestrel {
    async fn options_of(
        &self,
        _: Context<()>,
        _: OptionsOfInput,
    ) -> Result<OptionsOfOutput, Fault> {
        Ok(OptionsOfOutput::NoContent { allow: "COPY, OPTIONS, QUERY, TRACE".to_owned() })
    }

    async fn trace_of(&self, _: Context<()>, input: TraceOfInput) -> Result<TraceOfOutput, Fault> {
        Ok(TraceOfOutput::Ok(input.tell()))
    }

    async fn query_of(&self, _: Context<()>, input: QueryOfInput) -> Result<QueryOfOutput, Fault> {
        Ok(QueryOfOutput::Ok(input.tell()))
    }

    async fn copy_of(&self, _: Context<()>, input: CopyOfInput) -> Result<CopyOfOutput, Fault> {
        Ok(CopyOfOutput::Ok(input.tell()))
    }
}
