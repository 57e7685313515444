import { z } from 'zod';
import type { ProviderSpec } from '#lib/providers/provider';
import { baseUrlWords, completeBaseUrl, isSafeBaseUrl } from './base-url.ts';
import { isPlausibleKey } from './keys.ts';
import { readMoreEndpoints, SPECS, type LiveSettings } from './more-endpoints.ts';
import { readSignIn, type SignInSettings } from './sign-in-settings.ts';

export interface ServerConfig {
  /** The two built-in ones, with or without a key, then those of the configuration. */
  live: LiveSettings[];
  /** Largest body passed on to any provider; null: as large as it comes. */
  maxUploadBytes: number | null;
  signIn: SignInSettings | null;
  /** `delays`: milliseconds the sandbox takes for each stage of a batch, by the stage's name; absent: its own. */
  sandbox: { folder: string; delays: Record<string, number> | undefined };
}

const filled = z
  .string()
  .optional()
  .transform((text) => text?.trim() || null);

const delays = z.record(z.string(), z.number().min(0)).optional();

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function liveSettings(spec: ProviderSpec) {
  const { name, label, keyVariable, baseUrlVariable, defaults } = spec;
  const settings = z.object({
    [keyVariable]: filled.refine((key) => key === null || isPlausibleKey(key), {
      error: `${keyVariable} holds spaces or unusual characters, so it is not a whole key. Copy it again from your provider.`,
    }),
    [baseUrlVariable]: filled.refine((url) => url === null || isSafeBaseUrl(url), {
      error: `${baseUrlVariable} ${baseUrlWords(name, defaults.baseUrl)}`,
    }),
  });
  return settings.transform((read): LiveSettings => ({
    id: name,
    label,
    spec,
    baseUrl: completeBaseUrl(name, read[baseUrlVariable] ?? defaults.baseUrl),
    key: read[keyVariable] ?? null,
    keyVariable,
    auth: 'bearer',
    query: {},
    lineUrl: defaults.lineUrl,
    maxUploadBytes: null,
  }));
}

const live = { openai: liveSettings(SPECS.openai), anthropic: liveSettings(SPECS.anthropic) };

const others = z.object({
  ROWMILL_SANDBOX_FOLDER: filled,
  ROWMILL_SANDBOX_DELAYS: filled.transform((text, context) => {
    const read = delays.safeParse(text === null ? undefined : parsed(text));
    if (read.success) return read.data;
    context.addIssue('ROWMILL_SANDBOX_DELAYS must be JSON with milliseconds by stage, such as {"running": 500}.');
    return z.NEVER;
  }),
  ROWMILL_MAX_UPLOAD_BYTES: filled.transform((text, context) => {
    if (text === null) return null;
    if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
    context.addIssue('ROWMILL_MAX_UPLOAD_BYTES must be a whole number of bytes, such as 100000000.');
    return z.NEVER;
  }),
});

/** Reads the server's settings. `problems` are whole sentences for the person who starts it; no value of a key is ever in them. */
export function readConfig(env: NodeJS.ProcessEnv): { ok: true; config: ServerConfig } | { ok: false; problems: string[] } {
  const [openai, anthropic, rest] = [live.openai.safeParse(env), live.anthropic.safeParse(env), others.safeParse(env)];
  const more = readMoreEndpoints(env);
  const signIn = readSignIn(env);
  if (!openai.success || !anthropic.success || !rest.success || more.problems.length > 0 || !signIn.ok) {
    const issues = [openai, anthropic, rest].flatMap(({ error }) => error?.issues ?? []);
    return { ok: false, problems: [...issues.map(({ message }) => message), ...more.problems, ...(signIn.ok ? [] : signIn.problems)] };
  }
  const { ROWMILL_SANDBOX_FOLDER: folder, ROWMILL_SANDBOX_DELAYS: delays, ROWMILL_MAX_UPLOAD_BYTES: maxUploadBytes } = rest.data;
  return {
    ok: true,
    config: {
      live: [openai.data, anthropic.data, ...more.endpoints],
      maxUploadBytes,
      signIn: signIn.settings,
      sandbox: { folder: folder ?? '.rowmill/sandbox', delays },
    },
  };
}
