import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';

/** The JSON of a text; undefined where it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** JSON text; '' for what is nested too deeply to be written. */
export function stringifyJson(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

/** A text that is not empty, else null. */
export const textOr = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

export const objectOr = (value: Json | undefined): JsonObject | null => (isJsonObject(value) ? value : null);

/** A count; 0 for whatever is none. */
export const countOr = (value: Json | undefined): number => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0);
