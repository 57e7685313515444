import { z } from 'zod';
import { openaiSpec } from '#lib/providers/openai/spec';

export interface ServerConfig {
  openai: { baseUrl: string; key: string | null };
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

const live = z.object({
  [openaiSpec.keyVariable]: filled.refine((key) => key === null || /^[\x21-\x7e]+$/.test(key), {
    error: `${openaiSpec.keyVariable} holds spaces or unusual characters, so it is not a whole key. Copy it again from your provider.`,
  }),
  [openaiSpec.baseUrlVariable]: filled.refine((url) => url === null || isSafeBaseUrl(url), {
    error: `${openaiSpec.baseUrlVariable} must be an https address such as ${openaiSpec.defaults.baseUrl} (with /v1, without a question mark). Plain http is taken only on this machine and private networks, because the key would be readable on the way.`,
  }),
});

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
  const [openai, sandbox] = [live.safeParse(env), practice.safeParse(env)];
  if (!openai.success || !sandbox.success) {
    const issues = [...(openai.error?.issues ?? []), ...(sandbox.error?.issues ?? [])];
    return { ok: false, problems: issues.map((issue) => issue.message) };
  }
  const baseUrl = openai.data[openaiSpec.baseUrlVariable] ?? openaiSpec.defaults.baseUrl;
  return {
    ok: true,
    config: {
      openai: { baseUrl: baseUrl.replace(/\/+$/, ''), key: openai.data[openaiSpec.keyVariable] ?? null },
      sandbox: { folder: sandbox.data.ROWMILL_SANDBOX_FOLDER ?? '.rowmill/sandbox', delays: sandbox.data.ROWMILL_SANDBOX_DELAYS },
    },
  };
}
