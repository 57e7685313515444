import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { scanJson, type JsonSpan, type KeyKinds } from './json-scan.ts';
import type { AnsweredRow } from './response.ts';
import { RESULT_KEYS } from './schema.ts';

/** The rows of an answer's text, however it is wrapped. */
export interface AnswerRows {
  rows: AnsweredRow[];
  /** `whole`: JSON with rows, or with a list that is empty. `salvaged`: whole objects out of broken JSON. `none`: nothing of the kind. */
  found: 'whole' | 'salvaged' | 'none';
  /** Entries of a list of rows that are no objects; they cannot be rows. */
  strays: number;
}

/** What one JSON value holds. `isList`: it held a list of rows; else it is taken for a row itself. */
interface Held {
  objects: JsonObject[];
  strays: number;
  isList: boolean;
}

const plainKey = (key: string) => key.toLowerCase().replace(/[^a-z0-9]/g, '');
const LIST_KEYS: readonly string[] = [...new Set(RESULT_KEYS.map(plainKey))];
const isListKey = (key: string) => LIST_KEYS.includes(plainKey(key));
const KEYS: KeyKinds = { isList: isListKey, isAnswer: (key) => plainKey(key) === LIST_KEYS[0] };

function valueOf(object: JsonObject, isWanted: (key: string) => boolean): Json | undefined {
  const key = Object.keys(object).find(isWanted);
  return key === undefined ? undefined : object[key];
}

/**
 * The id an object gives its row, as text; null where it gives none. Whole numbers too large to be told apart name no
 * row: another row's id could come out of the rounding.
 */
function inputIdOf(object: JsonObject): string | null {
  const id = Object.hasOwn(object, 'input_id') ? object.input_id : valueOf(object, (key) => plainKey(key) === 'inputid');
  if (typeof id === 'string') return id;
  if (typeof id !== 'number') return null;
  return Number.isInteger(id) && !Number.isSafeInteger(id) ? null : String(id);
}

const asRow = (value: JsonObject): AnsweredRow => ({ inputId: inputIdOf(value), value });

/** The list of rows in an object: under the contract's key first, then under the keys models use instead. */
function listIn(object: JsonObject): Json | undefined {
  for (const wanted of LIST_KEYS) {
    const list = valueOf(object, (key) => plainKey(key) === wanted);
    if (Array.isArray(list) || isJsonObject(list)) return list;
  }
  return undefined;
}

/** Lists within lists are opened this far: `[{"all_results": […]}]` is met, more is only meant to harm. */
const DEEPEST_LIST = 3;

function heldInList(list: Json[], depth: number): Held {
  const all: Held = { objects: [], strays: 0, isList: true };
  for (const item of list) {
    const inner = depth < DEEPEST_LIST && isJsonObject(item) && inputIdOf(item) === null && listIn(item) ? held(item, depth + 1) : null;
    if (inner) {
      for (const object of inner.objects) all.objects.push(object);
      all.strays += inner.strays;
    } else if (isJsonObject(item)) all.objects.push(item);
    else all.strays++;
  }
  return all;
}

function held(value: Json, depth = 0): Held | null {
  if (Array.isArray(value)) return heldInList(value, depth);
  if (!isJsonObject(value)) return null;
  const keys = Object.keys(value);
  const isRow = inputIdOf(value) !== null && !keys.some((key) => plainKey(key) === LIST_KEYS[0]);
  const list = isRow ? undefined : listIn(value);
  if (Array.isArray(list)) return heldInList(list, depth);
  if (isJsonObject(list)) return { objects: [list], strays: 0, isList: true };
  const isHollow = keys.length === 1 && isListKey(keys[0]!);
  return isHollow ? { objects: [], strays: 1, isList: true } : { objects: [value], strays: 0, isList: false };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

interface Gathered {
  lists: AnsweredRow[];
  single: AnsweredRow[];
  broken: AnsweredRow[];
  strays: number;
  sawList: boolean;
}

function gather(value: Json, into: Gathered, isWhole: boolean): boolean {
  const found = held(value);
  if (!found) return false;
  const isEmpty = found.objects.length === 0 || (!found.isList && Object.keys(found.objects[0]!).length === 0);
  if (isEmpty && (found.strays > 0 || !(isWhole || isJsonObject(value)))) return false;
  into.strays += found.strays;
  if (isEmpty) into.sawList ||= isWhole || found.isList;
  else for (const object of found.objects) (found.isList ? into.lists : into.single).push(asRow(object));
  return true;
}

function gatherSpan(text: string, span: JsonSpan, into: Gathered): boolean {
  const value = span.closed ? parse(text.slice(span.start, span.end)) : undefined;
  if (value !== undefined) return gather(value, into, false);
  const before = into.broken.length;
  for (const [start, end] of span.items) {
    const item = parse(text.slice(start, end));
    if (isJsonObject(item)) into.broken.push(asRow(item));
  }
  return into.broken.length > before;
}

/** What a model gave as its answer: text with JSON in it, or JSON its provider had parsed already. */
export type Given = string | JsonObject | Json[];

function gatherText(text: string, into: Gathered): void {
  const value = parse(text.replace(/^\ufeff/, ''));
  if (typeof value === 'string') {
    const inner = parse(value);
    if (inner !== undefined) gather(inner, into, true);
  } else if (value !== undefined) gather(value, into, true);
  else scanJson(text, KEYS, (span) => gatherSpan(text, span, into));
}

/** Rows, and behind them those of `more` that are named and have no row among them yet. */
function filledUp(rows: AnsweredRow[], more: AnsweredRow[]): AnsweredRow[] {
  if (more.length === 0) return rows;
  const ids = new Set(rows.map((row) => row.inputId));
  return [...rows, ...more.filter((row) => row.inputId !== null && !ids.has(row.inputId))];
}

/**
 * Reads the rows out of what a model gave: `{all_results: […]}` under any key models use for it, a list, a single
 * object, several values in a row, fenced or talked around, cut off or slightly broken. Rows of whole JSON come first;
 * what broken JSON still holds only fills gaps. Never throws.
 */
export function readAnswerRows(given: readonly Given[]): AnswerRows {
  const all: Gathered = { lists: [], single: [], broken: [], strays: 0, sawList: false };
  for (const one of given) {
    if (typeof one === 'string') gatherText(one, all);
    else gather(one, all, true);
  }
  const whole = all.lists.length > 0 ? filledUp(all.lists, all.single) : all.sawList ? [] : all.single;
  const rows = whole.length > 0 ? filledUp(whole, all.broken) : all.broken;
  const found = whole.length > 0 || (all.sawList && rows.length === 0) ? 'whole' : rows.length > 0 ? 'salvaged' : 'none';
  return { rows, found, strays: all.strays };
}
