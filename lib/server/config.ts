import { z } from 'zod';
import { openaiSpec } from '#lib/providers/openai/spec';

export interface ServerConfig {
  openai: { baseUrl: string; key: string | null };
  sandbox: { folder: string; delays: string | null };
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

const environment = z.object({
  [openaiSpec.keyVariable]: filled.refine((key) => key === null || /^[\x21-\x7e]+$/.test(key), {
    error: `${openaiSpec.keyVariable} holds spaces or unusual characters, so it is not a whole key. Copy it again from your provider.`,
  }),
  [openaiSpec.baseUrlVariable]: filled.refine((url) => url === null || isSafeBaseUrl(url), {
    error: `${openaiSpec.baseUrlVariable} must be an https address such as ${openaiSpec.defaults.baseUrl} (with /v1, without a question mark). Plain http is taken only on this machine and private networks, because the key would be readable on the way.`,
  }),
  ROWMILL_SANDBOX_FOLDER: filled,
  ROWMILL_SANDBOX_DELAYS: filled,
});

/** Reads the server's settings. `problems` are whole sentences for the person who starts it; no value of a key is ever in them. */
export function readConfig(env: NodeJS.ProcessEnv): { ok: true; config: ServerConfig } | { ok: false; problems: string[] } {
  const read = environment.safeParse(env);
  if (!read.success) return { ok: false, problems: read.error.issues.map((issue) => issue.message) };
  const baseUrl = read.data[openaiSpec.baseUrlVariable] ?? openaiSpec.defaults.baseUrl;
  return {
    ok: true,
    config: {
      openai: { baseUrl: baseUrl.replace(/\/+$/, ''), key: read.data[openaiSpec.keyVariable] ?? null },
      sandbox: { folder: read.data.ROWMILL_SANDBOX_FOLDER ?? '.rowmill/sandbox', delays: read.data.ROWMILL_SANDBOX_DELAYS ?? null },
    },
  };
}
