import { generateSync, type JsonSchema } from 'json-schema-faker';
import type { Json, JsonObject } from '#lib/core/json';
import { hashText } from '../run/order.ts';

/** A number brought within a schema node's bounds, steps and type; null where no number fits. */
export function fitNumber(value: number, node: JsonObject, whole: boolean): number | null {
  const step = asNumber(node['multipleOf']) ?? (whole ? 1 : null);
  const least = asNumber(node['minimum']) ?? -Infinity;
  const most = asNumber(node['maximum']) ?? Infinity;
  const above = asNumber(node['exclusiveMinimum']) ?? -Infinity;
  const below = asNumber(node['exclusiveMaximum']) ?? Infinity;
  const fits = (candidate: number): boolean =>
    candidate >= least && candidate <= most && candidate > above && candidate < below && (!whole || Number.isInteger(candidate));
  if (step === null) {
    const low = Math.max(least, above);
    const high = Math.min(most, below);
    const middle = Number.isFinite(low) && Number.isFinite(high) ? (low + high) / 2 : Number.isFinite(low) ? low + 1 : high - 1;
    return [value, Math.min(Math.max(value, low), high), middle].find(fits) ?? null;
  }
  const at = (k: number): number => Number((k * step).toPrecision(12));
  const first = Math.ceil(Math.max(least, above) / step);
  const last = Math.floor(Math.min(most, below) / step);
  const k = Math.min(Math.max(Math.round(value / step), first), last);
  return [k, first, first + 1, last, last - 1].map(at).find((candidate) => Number.isFinite(candidate) && fits(candidate)) ?? null;
}

const FORMATS: Record<string, RegExp> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/,
  time: /^\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/,
  duration: /^P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  hostname: /^(?=.{1,253}$)[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/,
  ipv6: /^[\da-f:]+$/i,
  uuid: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
  uri: /^[a-z][a-z\d+.-]*:\/\/\S+$/i,
};

/** The first of some texts that a string node takes, shortened or lengthened where that helps; null where none does. */
export function fitString(candidates: readonly string[], node: JsonObject): string | null {
  const format = typeof node['format'] === 'string' ? FORMATS[node['format']] : undefined;
  const pattern = typeof node['pattern'] === 'string' ? compile(node['pattern']) : null;
  const least = asNumber(node['minLength']) ?? 0;
  const most = asNumber(node['maxLength']) ?? Infinity;
  for (const candidate of candidates) {
    const sized = resize(candidate, least, most);
    if ((!format || format.test(sized)) && (!pattern || pattern.test(sized))) return sized;
  }
  return null;
}

const LONGEST_PADDING = 100_000;

/** JSON Schema counts code points. */
function resize(text: string, least: number, most: number): string {
  if (least === 0 && text.length <= most) return text;
  let points = [...text];
  while (points.length < Math.min(least, LONGEST_PADDING)) points = points.concat([...(text === '' ? '–' : ` ${text}`)]);
  return points.slice(0, Math.max(least, Math.min(points.length, most))).join('');
}

const patterns = new Map<string, RegExp | null>();

function compile(source: string): RegExp | null {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  let pattern: RegExp | null;
  try {
    pattern = new RegExp(source, 'u');
  } catch {
    pattern = null;
  }
  patterns.set(source, pattern);
  return pattern;
}

/** A value made up for a schema node, the same for the same seed; null where none could be. */
export function makeUp(node: JsonObject, root: JsonObject, seed: string): Json {
  if (node['format'] === 'duration' && !('pattern' in node)) return 'P1D';
  const definitions = { $defs: root['$defs'] ?? {}, definitions: root['definitions'] ?? {} };
  try {
    const options = { seed: hashText(seed), maxDefaultItems: 2, refDepthMax: 2, alwaysFakeOptionals: false };
    return generateSync({ ...definitions, ...node } as JsonSchema, options) as Json;
  } catch {
    return null;
  }
}

function asNumber(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
