import { z } from 'zod';
import type { ProviderName } from '#lib/core/recipe';
import { anthropicSpec } from '#lib/providers/anthropic/spec';
import { openaiSpec } from '#lib/providers/openai/spec';
import type { ProviderSpec } from '#lib/providers/provider';
import { isPlausibleKey } from './keys.ts';

export interface ServerConfig {
  /** `baseUrl` holds `/v1` and no slash at its end. */
  live: Record<ProviderName, { baseUrl: string; key: string | null }>;
  /** `delays`: milliseconds the sandbox takes for each stage of a batch, by the stage's name; absent: its own. */
  sandbox: { folder: string; delays: Record<string, number> | undefined };
}

const privateHost = /^(localhost|.*\.localhost|127\..+|\[::1\]|10\..+|192\.168\..+|172\.(1[6-9]|2\d|3[01])\..+|[^.]+)$/;

/** A key in clear text may cross this machine, a private network or a container network, and nothing else. */
function isSafeBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const bare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return bare && (url.protocol === 'https:' || (url.protocol === 'http:' && privateHost.test(url.hostname)));
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

/** By convention OPENAI_BASE_URL holds `/v1`, and ANTHROPIC_BASE_URL does not: there it is added where it is missing. */
const version: Record<ProviderName, { words: string; complete: (baseUrl: string) => string }> = {
  openai: { words: 'with /v1', complete: (baseUrl) => baseUrl },
  anthropic: { words: 'with or without /v1', complete: (baseUrl) => (baseUrl.endsWith('/v1') ? baseUrl : `${baseUrl}/v1`) },
};

function liveSettings({ name, keyVariable, baseUrlVariable, defaults }: ProviderSpec) {
  const settings = z.object({
    [keyVariable]: filled.refine((key) => key === null || isPlausibleKey(key), {
      error: `${keyVariable} holds spaces or unusual characters, so it is not a whole key. Copy it again from your provider.`,
    }),
    [baseUrlVariable]: filled.refine((url) => url === null || isSafeBaseUrl(url), {
      error: `${baseUrlVariable} must be an https address such as ${defaults.baseUrl} (${version[name].words}, without a question mark). Plain http is taken only on this machine and private networks, because the key would be readable on the way.`,
    }),
  });
  return settings.transform((read) => ({
    baseUrl: version[name].complete((read[baseUrlVariable] ?? defaults.baseUrl).replace(/\/+$/, '')),
    key: read[keyVariable] ?? null,
  }));
}

const live = { openai: liveSettings(openaiSpec), anthropic: liveSettings(anthropicSpec) };

const practice = z.object({
  ROWMILL_SANDBOX_FOLDER: filled,
  ROWMILL_SANDBOX_DELAYS: filled.transform((text, context) => {
    const read = delays.safeParse(text === null ? undefined : parsed(text));
    if (read.success) return read.data;
    context.addIssue('ROWMILL_SANDBOX_DELAYS must be JSON with milliseconds by stage, such as {"running": 500}.');
    return z.NEVER;
  }),
});

/** Reads the server's settings. `problems` are whole sentences for the person who starts it; no value of a key is ever in them. */
export function readConfig(env: NodeJS.ProcessEnv): { ok: true; config: ServerConfig } | { ok: false; problems: string[] } {
  const [openai, anthropic, sandbox] = [live.openai.safeParse(env), live.anthropic.safeParse(env), practice.safeParse(env)];
  if (!openai.success || !anthropic.success || !sandbox.success) {
    const issues = [openai, anthropic, sandbox].flatMap(({ error }) => error?.issues ?? []);
    return { ok: false, problems: issues.map((issue) => issue.message) };
  }
  const { ROWMILL_SANDBOX_FOLDER: folder, ROWMILL_SANDBOX_DELAYS: delays } = sandbox.data;
  return {
    ok: true,
    config: { live: { openai: openai.data, anthropic: anthropic.data }, sandbox: { folder: folder ?? '.rowmill/sandbox', delays } },
  };
}
