import type { JsonObject } from '#lib/core/json';
import type { Cause } from './causes.ts';
import { conceptOf, type Concept } from './concepts.ts';
import type { Facts } from './facts.ts';
import type { Price } from './figures.ts';
import type { Hints } from './hints.ts';
import type { Name } from './names.ts';
import type { InputRow } from './rows.ts';

/** What an object in a list stands for. */
export type Item =
  | { kind: 'name'; name: Name }
  | { kind: 'cause'; cause: Cause }
  | { kind: 'topic'; topic: string }
  | { kind: 'price'; price: Price }
  | { kind: 'sentence' };

/** What a value is chosen from: a row, or one sentence or thing of it. */
export interface Scope {
  row: InputRow | null;
  facts: Facts;
  item: Item | null;
}

/** A place in the answer that asks for a value. */
export interface Slot {
  name: string;
  description: string;
  concept: Concept | null;
  /** Distinguishes slots of one row where something is made up. */
  path: string;
  hints: Hints;
}

export function slotFor(name: string, node: JsonObject, path: string, hints: Hints): Slot {
  const own = typeof node['description'] === 'string' ? node['description'] : '';
  const description = own === '' ? hints.describe(name) : own;
  return { name, description, concept: conceptOf(name, description), path, hints };
}

/** Is this the field into which a row's id is copied? */
export function asksForId(name: string): boolean {
  return /^(?:input|row|record|item)?_?id$/i.test(name);
}
