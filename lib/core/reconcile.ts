import { canonicalJson } from './digest.ts';
import type { JsonObject } from './json.ts';
import { looseId } from './loose-id.ts';
import type { AnsweredRow, DecodedResponse } from './response.ts';
import type { RowState } from './row-state.ts';
import type { RowValidator } from './row-validator.ts';

/** What became of one row of a request. */
export interface SlotOutcome {
  /** Place of the row in its request, from 0. */
  slot: number;
  state: RowState;
  /** The answer whole, extra and nested fields kept, as JSON text; '' where there is none. */
  valueJson: string;
  /** What a person should know of it; '' where there is nothing to say. */
  note: string;
}

export interface Reconciliation {
  /** One for every row sent, in the order sent. */
  slots: SlotOutcome[];
  /** What `valueJson` of each slot is the text of; null where there is none. */
  values: (JsonObject | null)[];
  /** Answers that could be joined to no row: for ids never sent, or without an id among several rows. */
  invented: AnsweredRow[];
  /** What a person should know of the request as a whole. */
  notes: string[];
}

/** An answer found for a row, and what to say of how it was found. */
interface Candidate {
  value: JsonObject;
  /** The id its row has; the answer may give another form of it or none. */
  id: string;
  note: string;
}

const NOTE_CHARACTERS = 2_000;

const cut = (text: string) => (text.length > NOTE_CHARACTERS ? `${text.slice(0, NOTE_CHARACTERS)}…` : text);

/** JSON text of an answer; null where it is nested too deeply to be written. */
function jsonText(value: JsonObject): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

/** Do two answers for a row say the same? The order of keys and the way they write the row's id do not count. */
function isSame(a: Candidate, b: Candidate): boolean {
  const withId = ({ value, id }: Candidate) => ({ ...value, input_id: id });
  try {
    return canonicalJson(withId(a)) === canonicalJson(withId(b));
  } catch {
    return false;
  }
}

/** Slot of each id; the first where a request carries one twice. */
function slotsBy(ids: readonly string[], form: (id: string) => string): Map<string, number[]> {
  const slots = new Map<string, number[]>();
  ids.forEach((id, slot) => {
    const same = slots.get(form(id));
    if (same) same.push(slot);
    else slots.set(form(id), [slot]);
  });
  return slots;
}

interface Joined {
  candidates: Candidate[][];
  invented: AnsweredRow[];
  /** Answers that name no row at all. */
  nameless: AnsweredRow[];
}

/** Exact ids first; then, for rows still without an answer, ids that mean one of them unambiguously. */
function join(rows: readonly AnsweredRow[], ids: readonly string[]): Joined {
  const joined: Joined = { candidates: ids.map(() => []), invented: [], nameless: [] };
  const exact = slotsBy(ids, (id) => id);
  const inexact: AnsweredRow[] = [];
  for (const row of rows) {
    const slot = row.inputId === null ? undefined : exact.get(row.inputId)?.[0];
    if (slot !== undefined) joined.candidates[slot]!.push({ value: row.value, id: ids[slot]!, note: '' });
    else if (row.inputId === null) joined.nameless.push(row);
    else inexact.push(row);
  }
  if (inexact.length === 0) return joined;
  const isAnswered = joined.candidates.map((found) => found.length > 0);
  const loose = slotsBy(ids, looseId);
  for (const row of inexact) {
    const [slot, ...others] = loose.get(looseId(row.inputId!)) ?? [];
    if (slot === undefined || others.length > 0 || isAnswered[slot]) joined.invented.push(row);
    else {
      const note = `The answer writes the id as “${cut(row.inputId!)}”; no other row of the request could be meant.`;
      joined.candidates[slot]!.push({ value: row.value, id: ids[slot]!, note });
    }
  }
  return joined;
}

/** The fault of an answer under the schema. Its id is taken in the form it was sent: how the model wrote it is no fault of the answer. */
function faultOf({ value, id }: Candidate, validate: RowValidator | null): string | null {
  const fault = validate?.(value) ?? null;
  if (fault === null || !validate || value.input_id === id) return fault;
  return validate({ ...value, input_id: id });
}

const sentences = (...parts: (string | null)[]) => parts.filter(Boolean).join(' ');

function settle(slot: number, candidates: readonly Candidate[], validate: RowValidator | null): SlotOutcome {
  const first = candidates[0]!;
  const text = jsonText(first.value);
  if (text === null) {
    return { slot, state: 'invalid', valueJson: '', note: 'The answer is nested too deeply to be kept here; it stands in the response.' };
  }
  const different = candidates.length > 1 ? candidates.slice(1).filter((other) => !isSame(other, first)) : [];
  const fault = faultOf(first, validate);
  const others = different.map((other) => `The other answer: ${cut(jsonText(other.value) ?? '(nested too deeply)')}`);
  if (different.length > 0) {
    return { slot, state: 'duplicate', valueJson: text, note: sentences('Answered more than once, differently.', ...others, first.note) };
  }
  return { slot, state: fault === null ? 'ok' : 'invalid', valueJson: text, note: sentences(fault, first.note) };
}

/** Why a row of a request stayed without an answer, by what befell the request. */
const UNANSWERED: Record<DecodedResponse['outcome'], { state: RowState; note: string }> = {
  answered: { state: 'missing', note: 'The model left this row out of its answer.' },
  unreadable: { state: 'invalid', note: '' },
  refused: { state: 'refused', note: '' },
  truncated: { state: 'truncated', note: '' },
  failed: { state: 'failed', note: '' },
  expired: { state: 'expired', note: '' },
  cancelled: { state: 'cancelled', note: '' },
};

function unanswered(
  response: DecodedResponse,
  ids: readonly string[],
  nameless: number,
  invented: readonly AnsweredRow[],
): Omit<SlotOutcome, 'slot'> {
  const { state, note } = UNANSWERED[response.outcome];
  const text = response.text === null ? '' : `The answer’s text: ${cut(response.text)}`;
  const unnamed =
    nameless === 0
      ? ''
      : `The answer holds ${nameless} ${nameless === 1 ? 'object' : 'objects'} without input_id; with ${ids.length} rows in the request it cannot be told whose, and answers are never joined by their place.`;
  const strangers = invented.slice(0, 3).map(({ inputId }) => `“${cut(inputId ?? '')}”`);
  const strange =
    invented.length === 0 ? '' : `It answers for ids that were not sent: ${strangers.join(', ')}${invented.length > 3 ? ' …' : ''}.`;
  const isAllNameless = response.outcome === 'answered' && nameless > 0 && nameless === response.rows.length;
  const ownNote = isAllNameless ? '' : note;
  return { state: isAllNameless ? 'invalid' : state, valueJson: '', note: sentences(ownNote, unnamed, strange, response.problem, text) };
}

/** Text that set out to be JSON and broke: not an answer in prose. */
const BROKEN_JSON = /^\s*(?:`{3}\w*\s*)?(?:\{\s*["}]|\[\s*[{"[])/;

const textValue = ({ text }: DecodedResponse): JsonObject => ({ text });

/** Free text answers a row only where the request carried no other, and is done only where no schema asks for more. */
function freeText(response: DecodedResponse, validate: RowValidator | null): SlotOutcome | null {
  if (response.outcome !== 'unreadable' || response.text === null || validate || BROKEN_JSON.test(response.text)) return null;
  return { slot: 0, state: 'ok', valueJson: JSON.stringify(textValue(response)), note: 'The answer is free text, not JSON.' };
}

/** The usual answer: one object for each row, in the order sent, its id as it was sent. */
function isPlain({ rows }: DecodedResponse, ids: readonly string[]): boolean {
  return rows.length === ids.length && rows.every((row, slot) => row.inputId === ids[slot]) && new Set(ids).size === ids.length;
}

function plainCase(response: DecodedResponse, ids: readonly string[], validate: RowValidator | null): Reconciliation {
  const slots = response.rows.map(({ value }, slot) => settle(slot, [{ value, id: ids[slot]!, note: '' }], validate));
  const values = response.rows.map(({ value }, slot) => (slots[slot]!.valueJson === '' ? null : value));
  return { slots, values, invented: [], notes: response.problem ? [response.problem] : [] };
}

/**
 * Joins one response to the rows its request carried. `ids` are the `input_id`s in the order sent; `validate` is null
 * where the question has no schema.
 *
 * - Ids match exactly, else by {@link looseId} where only one row of the request can be meant; the note says so.
 * - A row answered twice the same is done; differently, it is `duplicate`: `valueJson` is the first answer, the note holds the others.
 * - A row without an answer takes the state of its request: `missing` if the request was answered, else what befell it.
 * - At one row per request an answer without id, or free text without a schema, is that row's. Nothing is ever joined by place.
 */
export function reconcile(response: DecodedResponse, ids: readonly string[], validate: RowValidator | null): Reconciliation {
  if (isPlain(response, ids)) return plainCase(response, ids, validate);
  const { candidates, invented, nameless } = join(response.rows, ids);
  const only = ids.length === 1 ? candidates[0]! : null;
  const isForOnly = only !== null && only.length === 0 && nameless.length > 0;
  if (isForOnly) {
    const note = 'The answer has no input_id; the request carried this row alone.';
    only.push(...nameless.slice(0, 100).map(({ value }) => ({ value, id: ids[0]!, note })));
  }
  const text = only && only.length === 0 && response.rows.length === 0 ? freeText(response, validate) : null;
  const lost = isForOnly ? [] : nameless;
  const rest = unanswered(response, ids, lost.length, invented);
  const slots = candidates.map((found, slot) => (found.length > 0 ? settle(slot, found, validate) : (text ?? { slot, ...rest })));
  const values = slots.map(({ valueJson }, slot) => (valueJson === '' ? null : (candidates[slot]![0]?.value ?? textValue(response))));
  const notes = [
    response.problem ?? '',
    invented.length > 0 ? `Answers for ids that were not sent, kept with the response and joined to nothing: ${invented.length}.` : '',
    lost.length > 0 ? `Answers without input_id, joined to nothing: ${lost.length}.` : '',
  ].filter(Boolean);
  return { slots, values, invented: [...invented, ...lost], notes };
}
