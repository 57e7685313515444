import type { Dataset } from './dataset.ts';
import type { EndpointInfo } from './endpoint.ts';
import { isJsonObject, type Json } from './json.ts';
import { jobIdProblem } from './job-id.ts';
import { numberProblems, schemaText, toolNameProblem, type JobDraft } from './new-job.ts';
import { NUMBER_LABELS, type NumberField } from './new-job-numbers.ts';
import { readSchema } from './schema.ts';
import { parseSchemaText, type JsonFault } from './schema-text.ts';

/** Places on the "New job" page a missing thing can point at. */
export type JobField =
  | NumberField
  | 'table'
  | 'idColumn'
  | 'textColumns'
  | 'instructions'
  | 'schema'
  | 'provider'
  | 'model'
  | 'toolName'
  | 'jobId';

export interface Missing {
  field: JobField;
  /** What to do, as a whole sentence. */
  message: string;
}

export type SchemaEntry = { ok: true; schema: Json | null } | { ok: false; problem: string; fault: JsonFault | null };

/** Reads the schema's editor: empty text is no schema; anything else must be JSON that can be understood as a schema. */
export function readSchemaEntry(text: string): SchemaEntry {
  if (text.trim() === '') return { ok: true, schema: null };
  const parsed = parseSchemaText(text);
  if (!parsed.ok) return { ok: false, problem: parsed.problem, fault: parsed.fault };
  if (parsed.json === null || (isJsonObject(parsed.json) && Object.keys(parsed.json).length === 0)) return { ok: true, schema: null };
  const reading = readSchema(parsed.json);
  return reading.ok ? { ok: true, schema: parsed.json } : { ok: false, problem: reading.problem, fault: null };
}

/** What the page knows beside the draft. Null where there is none. */
export interface Surroundings {
  dataset: Dataset | null;
  endpoint: EndpointInfo | null;
}

function tableMissing({ recipe }: JobDraft, { dataset }: Surroundings): Missing[] {
  if (!dataset) return [{ field: 'table', message: 'Choose a table file.' }];
  if (dataset.rowCount === 0) return [{ field: 'table', message: 'The table has no rows. Choose another table file.' }];
  const { id, texts } = recipe.question.columns;
  const gone = [...texts, ...(id === null ? [] : [id])].filter((column) => !dataset.columns.includes(column));
  if (gone.length) return [{ field: 'textColumns', message: `The table has no column “${gone[0]}”. Choose the columns again.` }];
  return texts.length ? [] : [{ field: 'textColumns', message: 'Choose at least one text column: its texts are what the model reads.' }];
}

function questionMissing(draft: JobDraft): Missing[] {
  const missing: Missing[] = [];
  if (!draft.recipe.question.instructions.trim()) {
    missing.push({ field: 'instructions', message: 'Write instructions: what should be extracted from each text?' });
  }
  const entry = readSchemaEntry(schemaText(draft));
  if (!entry.ok) missing.push({ field: 'schema', message: `The schema cannot be read: ${entry.problem}` });
  return missing;
}

function providerMissing(draft: JobDraft, { endpoint }: Surroundings): Missing[] {
  const missing: Missing[] = [];
  if (!endpoint) missing.push({ field: 'provider', message: 'Choose a provider.' });
  else if (endpoint.identity === null)
    missing.push({ field: 'provider', message: `${endpoint.label} has no key. Choose another provider.` });
  if (!draft.recipe.question.model.trim()) missing.push({ field: 'model', message: 'Choose a model.' });
  return missing;
}

const SECTIONS: NumberField[][] = [
  ['rowCount', 'rowSeed'],
  ['rowsPerRequest', 'orderSeed', 'temperature', 'outputLimit', 'requestsPerBatch', 'pollSeconds', 'giveUpHours', 'keepDays'],
];

/** What keeps this draft from becoming a job, in the order of the page; empty where nothing does. */
export function whatIsMissing(draft: JobDraft, known: Surroundings): Missing[] {
  const numbers = numberProblems(draft);
  const [rows, sending] = SECTIONS.map((fields) =>
    numbers
      .filter(({ field }) => fields.includes(field))
      .map(({ field, problem }) => ({ field, message: `${NUMBER_LABELS[field]}: ${problem}` })),
  ) as [Missing[], Missing[]];
  const toolName = toolNameProblem(draft);
  const id = draft.jobId.trim();
  const idProblem = id ? jobIdProblem(id) : null;
  return [
    ...tableMissing(draft, known),
    ...rows,
    ...questionMissing(draft),
    ...providerMissing(draft, known),
    ...sending,
    ...(toolName ? [{ field: 'toolName' as const, message: `Tool name: ${toolName}` }] : []),
    ...(idProblem ? [{ field: 'jobId' as const, message: idProblem }] : []),
  ];
}

/** What a check of the whole table still needs; a model and instructions may come later. */
export function missingForCheck(draft: JobDraft, known: Surroundings): Missing[] {
  return whatIsMissing(draft, known).filter(
    ({ field }) =>
      field !== 'instructions' && field !== 'model' && field !== 'pollSeconds' && field !== 'giveUpHours' && field !== 'keepDays',
  );
}

const OF_THE_JOB: readonly JobField[] = ['requestsPerBatch', 'pollSeconds', 'giveUpHours', 'keepDays', 'jobId'];

/** What one request of this draft still needs to be sent by itself. */
export function missingForTrial(draft: JobDraft, known: Surroundings): Missing[] {
  return whatIsMissing(draft, known).filter(({ field }) => !OF_THE_JOB.includes(field));
}
