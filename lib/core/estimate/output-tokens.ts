import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { ThinkingValue } from '../models/facts.ts';
import type { FoundModel } from '../models/find-model.ts';
import { followRefs } from '../schema-refs.ts';
import { exactly, sum, times, type Range } from './range.ts';

/** What the answer costs in tokens. `perRow` are written, `thinkingPerRequest` are thought before. */
export interface OutputTokens {
  perRow: Range;
  thinkingPerRequest: Range;
  /** By the model's own count; otherwise as counted here, to be scaled. */
  isMeasured: boolean;
  /** Where the numbers come from, as sentences. */
  basis: string[];
}

/** `{"all_results":[…]}`. */
export const WRAPPER_TOKENS = 10;

/** An id copied and its key: `"input_id":"1234"` with the braces of the row. */
const ROW_FRAME: Range = { low: 6, high: 16 };
/** A schema may refer to itself: no deeper than this, and no more nodes. */
const DEEPEST = 8;
const MOST_NODES = 5000;
const NO_SCHEMA: Range = { low: 20, high: 300 };

const charactersToTokens = (characters: number): Range => ({ low: Math.max(1, characters / 5), high: Math.max(2, characters / 2.5) });

function literalTokens(values: readonly Json[]): Range {
  const lengths = values.map((value) => JSON.stringify(value).length);
  return { low: charactersToTokens(Math.min(...lengths)).low, high: charactersToTokens(Math.max(...lengths)).high };
}

const between = (ranges: Range[]): Range => ({
  low: Math.min(...ranges.map(({ low }) => low)),
  high: Math.max(...ranges.map(({ high }) => high)),
});

/** On average over many rows: single answers are longer. */
function textTokens(schema: JsonObject): Range {
  if (typeof schema.format === 'string') return { low: 4, high: 16 };
  const most = typeof schema.maxLength === 'number' ? charactersToTokens(schema.maxLength).high : 40;
  return { low: 2, high: Math.max(2, Math.min(40, most)) };
}

/** A walk through a schema. */
interface Walk {
  root: JsonObject;
  nodes: number;
}

function listTokens(walk: Walk, schema: JsonObject, depth: number): Range {
  const item = valueTokens(walk, schema.items ?? {}, depth + 1);
  const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
  const most = typeof schema.maxItems === 'number' ? Math.min(schema.maxItems, Math.max(6, least)) : Math.max(6, least);
  return sum({ low: 1, high: 3 }, { low: least * (item.low + 1), high: most * (item.high + 1) });
}

function objectTokens(walk: Walk, schema: JsonObject, depth: number): Range {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields = Object.entries(properties).map(([name, property]) => {
    // Counted with the row's frame.
    if (depth === 0 && name === 'input_id') return exactly(0);
    const field = sum(times(charactersToTokens(name.length), 0.8), { low: 1.5, high: 4 }, valueTokens(walk, property, depth + 1));
    return required.includes(name) ? field : { low: 0, high: field.high };
  });
  return sum({ low: depth === 0 ? 0 : 1, high: 3 }, ...fields);
}

function typedTokens(walk: Walk, schema: JsonObject, type: Json | undefined, depth: number): Range {
  if (type === 'null' || type === 'boolean') return exactly(1);
  if (type === 'integer' || type === 'number') return { low: 1, high: 6 };
  if (type === 'array') return listTokens(walk, schema, depth);
  if (type === 'object' || schema.properties !== undefined) return objectTokens(walk, schema, depth);
  return textTokens(schema);
}

/** Tokens of one value of a schema, from its kind. References are followed; what is nested deeper than a few levels is taken for short. */
function valueTokens(walk: Walk, node: Json, depth: number): Range {
  const schema = followRefs(walk.root, node);
  if (!schema || depth > DEEPEST || walk.nodes++ > MOST_NODES) return { low: 1, high: 10 };
  if (schema.const !== undefined) return literalTokens([schema.const]);
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return literalTokens(schema.enum);
  const union = [schema.anyOf, schema.oneOf].find((list) => Array.isArray(list) && list.length > 0) as Json[] | undefined;
  if (union) return between(union.map((option) => valueTokens(walk, option, depth + 1)));
  if (Array.isArray(schema.type) && schema.type.length > 0)
    return between(schema.type.map((type) => typedTokens(walk, schema, type, depth)));
  return typedTokens(walk, schema, schema.type, depth);
}

/** Tokens a model thinks for one request of a few rows; guesses, since no provider says. */
const THOUGHT: Record<string, Range> = {
  off: exactly(0),
  minimal: { low: 0, high: 150 },
  low: { low: 0, high: 600 },
  medium: { low: 100, high: 2500 },
  high: { low: 300, high: 7000 },
  xhigh: { low: 800, high: 16_000 },
  max: { low: 1500, high: 32_000 },
  unknown: { low: 0, high: 2500 },
};

const OFF: readonly (ThinkingValue | null)[] = ['none', 'disabled', 'between_tools', null];

function thought(model: FoundModel | null, thinking: ThinkingValue): Range {
  const actual = thinking === 'default' ? (model ? model.thinking.byDefault : undefined) : thinking;
  if (actual === undefined) return THOUGHT.unknown!;
  return OFF.includes(actual) ? THOUGHT.off! : (THOUGHT[actual!.replace('adaptive:', '')] ?? THOUGHT.unknown!);
}

/**
 * Output of a row guessed from the schema of one row (complete in itself) and the thinking asked for. Null schema: free form. A wide
 * range; one live answer says more ({@link outputFromTrial}).
 */
export function outputFromSchema(rowSchema: JsonObject | null, model: FoundModel | null, thinking: ThinkingValue): OutputTokens {
  const thinkingPerRequest = thought(model, thinking);
  const perRow = rowSchema ? sum(ROW_FRAME, valueTokens({ root: rowSchema, nodes: 0 }, rowSchema, 0)) : NO_SCHEMA;
  const basis = [
    rowSchema ? 'Output is guessed from the kinds of the fields in the schema.' : 'Without a schema the output is only a guess.',
    ...(thinkingPerRequest.high > 0 ? ['How much the model thinks is a guess; send one request to measure it.'] : []),
  ];
  return { perRow, thinkingPerRequest, isMeasured: false, basis };
}

/** Output measured on a live answer of `rows` rows, thinking part of its output tokens. Null where it answered no row. */
export function outputFromTrial(trial: { outputTokens: number; reasoningTokens: number; rows: number }): OutputTokens | null {
  const written = trial.outputTokens - trial.reasoningTokens;
  if (trial.rows < 1 || !(written > 0)) return null;
  const perRow = written / trial.rows;
  // The fewer rows were seen, the less they say of the others.
  const spread = 0.15 + 0.6 / Math.sqrt(trial.rows);
  return {
    perRow: { low: perRow * Math.max(0.3, 1 - spread), high: perRow * (1 + spread) },
    thinkingPerRequest: { low: trial.reasoningTokens * 0.4, high: trial.reasoningTokens * 2 },
    isMeasured: true,
    basis: [`Output is taken from one live answer (${trial.rows === 1 ? '1 row' : `${trial.rows} rows`}).`],
  };
}
