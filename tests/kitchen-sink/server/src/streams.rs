//! What comes piece by piece, and what is longer than one answer.

use futures_util::{StreamExt as _, stream};
use kitchen_sink::operations::streams::*;
use kitchen_sink::server::streams::StreamsApi;
use kitchen_sink::types::{ListDepots200, Weighing};
use meshwright_runtime::http::{ByteStream, Items};
use meshwright_runtime::server::Context;

use crate::{Fault, Kestrel};

/// The largest label that is kept.
const MOST: usize = 64 * 1024;

/// How many depots there are.
const DEPOTS: i32 = 23;

impl StreamsApi for Kestrel {
    /// All of them are read before the answer begins: what is wrong with one is told with a status.
    async fn add_weights(
        &self,
        _: Context<()>,
        mut input: AddWeightsInput,
    ) -> Result<AddWeightsOutput, Fault> {
        let (mut sums, mut sum) = (Vec::new(), 0);
        while let Some(weighing) = input.body.next().await {
            let weighing: Weighing = weighing?;
            sum += weighing.grams;
            sums.push(Weighing { grams: sum, note: weighing.note });
        }
        Ok(AddWeightsOutput::Ok(Items::new(stream::iter(sums))))
    }

    async fn join_remarks(
        &self,
        _: Context<()>,
        mut input: JoinRemarksInput,
    ) -> Result<JoinRemarksOutput, Fault> {
        let mut remarks: Vec<String> = Vec::new();
        while let Some(remark) = input.body.next().await {
            remarks.push(remark?);
        }
        Ok(JoinRemarksOutput::Ok(remarks.join(", ")))
    }

    async fn get_label(&self, _: Context<()>) -> Result<GetLabelOutput, Fault> {
        let (version, bytes) = self.label(|it| it.clone());
        let pieces: Vec<_> = bytes.chunks(7).map(|it| Ok::<_, Fatal>(it.to_vec().into())).collect();
        let body = ByteStream::new(stream::iter(pieces)).with_size(bytes.len() as u64);
        Ok(GetLabelOutput::Ok { e_tag: tag(version), body })
    }

    async fn put_label(
        &self,
        context: Context<()>,
        input: PutLabelInput,
    ) -> Result<PutLabelOutput, Fault> {
        let bytes = input.body.bytes(MOST).await?;
        self.label(|label| {
            context.check_preconditions(Some(&tag(label.0)), None)?;
            *label = (label.0 + 1, bytes.to_vec());
            Ok(PutLabelOutput::NoContent)
        })
    }

    async fn list_depots(
        &self,
        _: Context<()>,
        input: ListDepotsInput,
    ) -> Result<ListDepotsOutput, Fault> {
        let (page, size) = (input.page.unwrap_or(1), input.size.unwrap_or(10));
        let first = (page - 1) * size + 1;
        let depots = (first..first + size).filter(|it| *it <= DEPOTS);
        let depots = depots.map(|it| format!("Depot {it}")).collect();
        Ok(ListDepotsOutput::Ok(ListDepots200 { depots, total: DEPOTS }))
    }
}

/// What never happens.
type Fatal = std::convert::Infallible;

fn tag(version: u64) -> String {
    format!("\"{version}\"")
}
