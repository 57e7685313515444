import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ProviderName } from '#lib/core/recipe';
import { anthropicSpec } from '#lib/providers/anthropic/spec';
import { openaiSpec } from '#lib/providers/openai/spec';
import type { ProviderSpec } from '#lib/providers/provider';
import { baseUrlWords, completeBaseUrl, isSafeBaseUrl } from './base-url.ts';
import type { AuthStyle } from './headers.ts';
import { isPlausibleKey } from './keys.ts';

/** A place live requests can go to. */
export interface LiveSettings {
  /** Segment of the proxy's path. */
  id: string;
  label: string;
  spec: ProviderSpec;
  /** No slash at its end. */
  baseUrl: string;
  key: string | null;
  /** Variable in which the key, or the entry that holds it, is given. */
  keyVariable: string;
  auth: AuthStyle;
  /** Added to the query of every call. */
  query: Record<string, string>;
  lineUrl: string;
  maxUploadBytes: number | null;
}

export const SPECS: Record<ProviderName, ProviderSpec> = { openai: openaiSpec, anthropic: anthropicSpec };

const VARIABLE = 'ROWMILL_ENDPOINTS';
const ids = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** Of the built-in endpoints, and of our own doors beside them. */
const taken = /^(openai|anthropic|sandbox.*|endpoints|health|keys|session)$/;
const lineUrls = /^\/[\w./-]{1,200}$/;

const entry = z
  .strictObject({
    id: z
      .string()
      .regex(ids, 'id must be up to 40 small letters, digits and hyphens')
      .refine((id) => !taken.test(id), 'id is one that Rowmill uses itself; choose another'),
    label: z.string().trim().min(1).max(60),
    protocol: z.enum(['openai', 'anthropic']).default('openai'),
    baseUrl: z.string(),
    keyEnv: z
      .string()
      .regex(/^[A-Za-z_]\w*$/, 'keyEnv must be the name of an environment variable')
      .optional(),
    key: z.string().refine(isPlausibleKey, 'key holds spaces or unusual characters, so it is not a whole key').optional(),
    auth: z.enum(['bearer', 'api-key', 'x-api-key']).default('bearer'),
    query: z.record(z.string(), z.string()).default({}),
    lineUrl: z.string().regex(lineUrls, 'lineUrl must be a path such as /v1/chat/completions').optional(),
    maxUploadBytes: z.number().int().positive().nullable().default(null),
  })
  .refine(({ key, keyEnv }) => (key === undefined) !== (keyEnv === undefined), 'exactly one of keyEnv and key is needed')
  .superRefine(({ baseUrl, protocol }, context) => {
    if (!isSafeBaseUrl(baseUrl)) context.addIssue(`baseUrl ${baseUrlWords(protocol, SPECS[protocol].defaults.baseUrl)}`);
  });

type Entry = z.infer<typeof entry>;

/** Zod's own words name no field; ours begin with it. */
function issueWords({ path, message }: z.core.$ZodIssue): string {
  const field = path.join('.');
  return field === '' || message.startsWith(field) ? message : `${field}: ${message}`;
}

function settingsOf(one: Entry, variable: string, env: NodeJS.ProcessEnv): LiveSettings | string {
  const spec = SPECS[one.protocol];
  const key = one.key ?? (env[one.keyEnv ?? '']?.trim() || null);
  if (key !== null && !isPlausibleKey(key)) return `${one.keyEnv} holds spaces or unusual characters, so it is not a whole key`;
  return {
    id: one.id,
    label: one.label,
    spec: { ...spec, label: one.label },
    baseUrl: completeBaseUrl(one.protocol, one.baseUrl),
    key,
    keyVariable: one.keyEnv ?? variable,
    auth: one.auth,
    query: one.query,
    lineUrl: one.lineUrl ?? spec.defaults.lineUrl,
    maxUploadBytes: one.maxUploadBytes,
  };
}

function nameOf(raw: unknown, at: number): string {
  const id = (raw as { id?: unknown } | null)?.id;
  return typeof id === 'string' && ids.test(id) ? `entry ${at + 1} ("${id}")` : `entry ${at + 1}`;
}

interface Source {
  variable: string;
  text: string;
}

function source(env: NodeJS.ProcessEnv): Source | { problem: string } | null {
  const [inline, file] = [env[VARIABLE]?.trim(), env[`${VARIABLE}_FILE`]?.trim()];
  if (inline && file) return { problem: `${VARIABLE} and ${VARIABLE}_FILE are both set. Set one of them.` };
  if (inline) return { variable: VARIABLE, text: inline };
  if (!file) return null;
  try {
    return { variable: `${VARIABLE}_FILE`, text: readFileSync(/* turbopackIgnore: true */ file, 'utf8') };
  } catch (error) {
    return { problem: `${VARIABLE}_FILE names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code}).` };
  }
}

function list(text: string): unknown[] | null {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}

/**
 * Endpoints beside the built-in ones, from ROWMILL_ENDPOINTS or the file that ROWMILL_ENDPOINTS_FILE names. `problems` are
 * whole sentences that name the entry; no key is ever in them.
 */
export function readMoreEndpoints(env: NodeJS.ProcessEnv): { endpoints: LiveSettings[]; problems: string[] } {
  const given = source(env);
  if (given === null) return { endpoints: [], problems: [] };
  if ('problem' in given) return { endpoints: [], problems: [given.problem] };
  const raw = list(given.text);
  if (raw === null) {
    const example = '[{"id":"groq","label":"Groq","baseUrl":"https://api.groq.com/openai/v1","keyEnv":"GROQ_API_KEY"}]';
    return { endpoints: [], problems: [`${given.variable} must hold a JSON array such as ${example}.`] };
  }
  const endpoints: LiveSettings[] = [];
  const problems: string[] = [];
  for (const [at, one] of raw.entries()) {
    const name = `${given.variable}, ${nameOf(one, at)}`;
    const read = entry.safeParse(one);
    if (!read.success) {
      problems.push(...read.error.issues.map((issue) => `${name}: ${issueWords(issue).replace(/\.?$/, '.')}`));
      continue;
    }
    const settings = endpoints.some(({ id }) => id === read.data.id) ? 'id is used twice' : settingsOf(read.data, given.variable, env);
    if (typeof settings === 'string') problems.push(`${name}: ${settings}.`);
    else endpoints.push(settings);
  }
  return { endpoints, problems };
}
