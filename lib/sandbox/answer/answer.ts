import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { resolveRef } from '../schema-ref.ts';
import { factsOf } from './facts.ts';
import { fill, fillObject, type Place } from './fill.ts';
import { type Hints, hintsOf, rowSchemaFromPrompt } from './hints.ts';
import { type InputRow, type Mark, marksIn, readRows, withoutMarks } from './rows.ts';
import { asksForId, type Scope } from './scope.ts';
import { shorten } from './text.ts';
import { answerDifferently, breakSchema } from './twist.ts';

/** What is asked of the model, whatever the wire protocol. */
export interface Ask {
  /** What the instructions say: every message before the last one of the user. */
  prompt: string;
  /** The last message of the user. */
  message: string;
  format: { kind: 'text' } | { kind: 'object' } | { kind: 'schema'; schema: JsonObject };
}

export type Answer =
  /** `cut`: the answer ended before it was complete. */
  | { kind: 'text'; text: string; cut: boolean }
  | { kind: 'refusal'; text: string }
  /** The service failed on this request. */
  | { kind: 'failure' }
  /** The service never comes to this request. */
  | { kind: 'never' };

/** Answers a request by simple rules: the same ask always gets the same answer. Control marks in the rows are obeyed. */
export function answer(ask: Ask): Answer {
  const rows = readRows(ask.message);
  const shared = (rows?.length ?? 0) > 1;
  const inForce = (marks: Mark[]): Mark['kind'][] => marks.filter((mark) => !mark.shared || shared).map((mark) => mark.kind);
  const marks = new Set(inForce(rows ? rows.flatMap((row) => row.marks) : marksIn(ask.message)));
  if (marks.has('fail')) return { kind: 'failure' };
  if (marks.has('expire')) return { kind: 'never' };
  if (marks.has('refuse')) return { kind: 'refusal', text: "I'm sorry, but I can't help with that." };
  const text = rows ? answerRows(ask, rows, (row) => inForce(row.marks)) : answerPlain(ask, withoutMarks(ask.message));
  if (marks.has('truncate')) return { kind: 'text', text: text.slice(0, Math.ceil(text.length * 0.6)), cut: true };
  return { kind: 'text', text: marks.has('malformed') ? text.slice(0, -2) : text, cut: false };
}

type MarksOf = (row: InputRow) => Mark['kind'][];

function answerRows(ask: Ask, rows: InputRow[], marksOf: MarksOf): string {
  const hints = hintsOf(ask.prompt);
  if (ask.format.kind === 'schema') return JSON.stringify(fillAnswer(ask.format.schema, rows, hints, marksOf));
  if (ask.format.kind === 'object' || /json/i.test(ask.prompt)) {
    const schema = wrapped(rowSchemaFromPrompt(ask.prompt) ?? PLAIN_ROW);
    return JSON.stringify(fillAnswer(schema, rows, hints, marksOf));
  }
  const said = rows.filter((row) => !marksOf(row).includes('missing')).map((row) => ({ id: row.id, text: summary(row.text) }));
  return rows.length === 1 ? (said[0]?.text ?? '') : said.map(({ id, text }) => `${id}: ${text}`).join('\n');
}

function answerPlain(ask: Ask, message: string): string {
  const scope: Scope = { row: null, facts: factsOf(message), item: null };
  const hints = hintsOf(ask.prompt);
  if (ask.format.kind === 'schema') return JSON.stringify(fill(ask.format.schema, placeIn(ask.format.schema, hints), scope));
  if (ask.format.kind === 'object') {
    const schema = rowSchemaFromPrompt(`${ask.prompt}\n${message}`) ?? PLAIN_ROW;
    const { input_id: _, ...rest } = isJsonObject(schema['properties']) ? schema['properties'] : {};
    return JSON.stringify(fillObject({ ...schema, properties: rest }, placeIn(schema, hints), scope));
  }
  return `This is a practice answer from the sandbox; no model has read your text. It begins: “${summary(message)}”`;
}

function summary(text: string): string {
  return shorten(factsOf(text).sentences[0] ?? text, 120);
}

const PLAIN_ROW: JsonObject = {
  type: 'object',
  properties: {
    input_id: { type: 'string' },
    summary: { type: 'string' },
    sentiment: { type: 'string', enum: ['positive', 'negative', 'neutral', 'mixed'] },
    topics: { type: 'array', items: { type: 'string' } },
  },
};

function wrapped(items: JsonObject): JsonObject {
  return { type: 'object', properties: { all_results: { type: 'array', items } } };
}

function placeIn(root: JsonObject, hints: Hints): Place {
  return { root, hints, name: '', path: '', refs: [] };
}

function scopeOf(row: InputRow): Scope {
  return { row, facts: factsOf(row.text), item: null };
}

/** The whole answer: the list of results filled from the rows, everything beside it from all texts together. */
function fillAnswer(schema: JsonObject, rows: InputRow[], hints: Hints, marksOf: MarksOf): Json {
  const place = placeIn(schema, hints);
  const properties = isJsonObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  const list = resultsName(schema);
  const all: Scope = { row: rows.length === 1 ? rows[0]! : null, facts: factsOf(rows.map((row) => row.text).join('\n')), item: null };
  if (list === null && properties.some(([name]) => asksForId(name))) return fill(schema, place, scopeOf(rows[0]!));
  if (properties.length === 0) return fill(schema, place, all);
  const filled: JsonObject = {};
  for (const [name, child] of properties) {
    const inner: Place = { ...place, name, path: `/${name}` };
    const own = rows.find((row) => row.id === name);
    if (!isJsonObject(child)) continue;
    if (name === list) filled[name] = fillResults(follow(child, schema), inner, rows, marksOf);
    else filled[name] = fill(child, inner, own ? scopeOf(own) : all);
  }
  return filled;
}

/** The property that lists results: one whose objects name an id, else one that is called so; `all_results` before others. */
function resultsName(schema: JsonObject): string | null {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const lists = Object.keys(properties).filter((name) => {
    const items = itemsOf(properties[name]!, schema);
    return items !== null && ('properties' in items || 'anyOf' in items);
  });
  const withId = lists.filter((name) => Object.keys(asObject(itemsOf(properties[name]!, schema)?.['properties'])).some(asksForId));
  const called = (name: string): boolean => /results|rows|records|answers/i.test(name);
  return withId.find(called) ?? withId[0] ?? lists.find(called) ?? null;
}

function itemsOf(node: Json, root: JsonObject): JsonObject | null {
  if (!isJsonObject(node)) return null;
  const list = follow(node, root);
  return isJsonObject(list['items']) ? follow(list['items'], root) : null;
}

function follow(node: JsonObject, root: JsonObject): JsonObject {
  return typeof node['$ref'] === 'string' ? (resolveRef(root, node['$ref']) ?? {}) : node;
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function fillResults(list: JsonObject, place: Place, rows: InputRow[], marksOf: MarksOf): Json[] {
  const items = follow(asObject(list['items']), place.root);
  const inner: Place = { ...place, path: `${place.path}/items` };
  const results = rows.flatMap((row) => resultsOf(row, items, inner, marksOf(row)));
  const marked = rows.some((row) => marksOf(row).length > 0);
  const least = typeof list['minItems'] === 'number' && !marked ? list['minItems'] : 0;
  while (results.length < least) results.push(fill(items, inner, scopeOf(rows.at(-1)!)));
  return typeof list['maxItems'] === 'number' ? results.slice(0, list['maxItems']) : results;
}

function resultsOf(row: InputRow, items: JsonObject, place: Place, marks: Mark['kind'][]): Json[] {
  if (marks.includes('missing')) return [];
  const first = fill(items, place, scopeOf(row));
  const results = [marks.includes('invalid') ? breakSchema(first, items, place.root) : first];
  if (marks.includes('duplicate')) results.push(answerDifferently(first, items, place.root));
  if (marks.includes('invented')) results.push(fill(items, place, scopeOf({ ...row, id: `${row.id}-invented` })));
  return results;
}
