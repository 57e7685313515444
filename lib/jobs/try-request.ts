import type { EndpointInfo } from '#lib/core/endpoint';
import { liveTrouble } from '#lib/core/live-trouble';
import type { Trouble } from '#lib/core/job';
import { reconcile, type SlotOutcome } from '#lib/core/reconcile';
import type { Recipe } from '#lib/core/recipe';
import type { Usage } from '#lib/core/response';
import { readSchema } from '#lib/core/schema';
import { rowValidator } from '#lib/core/row-validator';
import { codecOf } from '#lib/providers/registry';
import type { ProviderApi } from '#lib/providers/provider';
import { getDataset } from '#lib/storage/datasets';
import { firstRequest } from './first-request.ts';
import { shownFields } from './row-source.ts';

/** One request tried live: what went out, what came back, what it is worth for each of its rows. */
export interface Trial {
  request: string;
  response: string;
  /** `fields` are those of the answer as texts, without `input_id`; empty where there is none. */
  rows: (Pick<SlotOutcome, 'state' | 'valueJson' | 'note'> & { id: string; text: string; fields: Record<string, string> })[];
  usage: Usage | null;
  model: string | null;
}

export type TrialOutcome = { ok: true; trial: Trial } | { ok: false; trouble: Trouble };

const failed = (what: string, todo: string): TrialOutcome => ({
  ok: false,
  trouble: { what, meaning: 'Nothing was sent.', todo, details: null },
});

/**
 * Sends the recipe's first request at once, its body as it would go out in a batch, and reads the answer as a batch's
 * would be. It is paid for at the full price; nothing is stored.
 */
export async function tryFirstRequest(
  api: ProviderApi,
  endpoint: EndpointInfo,
  datasetId: string,
  recipe: Recipe,
  jobId: string,
  signal: AbortSignal,
): Promise<TrialOutcome> {
  const dataset = await getDataset(datasetId);
  if (!dataset) return failed('The table is no longer in this browser.', 'Choose the file again.');
  const first = await firstRequest(dataset, recipe, endpoint.lineUrl, jobId);
  if (!first) return failed('No row is left to send.', 'Look at the rows left out under Check.');
  const sent = await api.live(first.request, signal);
  if (!sent.ok) return { ok: false, trouble: liveTrouble(sent.failure) };
  const decoded = codecOf(recipe.question.provider.provider).decode(sent.value);
  const schema = recipe.question.schema === null ? null : readSchema(recipe.question.schema);
  const ids = first.rows.map((row) => row.id);
  const { slots } = reconcile(decoded, ids, schema?.ok ? rowValidator(schema.schema.rowSchema) : null);
  const rows = slots.map(({ slot, state, valueJson, note }) => ({
    ...first.rows[slot]!,
    state,
    valueJson,
    note,
    fields: shownFields(valueJson),
  }));
  return { ok: true, trial: { request: first.request, response: sent.value, rows, usage: decoded.usage, model: decoded.model } };
}
