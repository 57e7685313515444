import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- only tests import this file, and they drive the sandbox with the official SDK
import OpenAI, { toFile } from 'openai';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from './start.ts';

export const TOKEN = 'practice-key';

/** All of a batch's states in a few milliseconds. */
export const AT_ONCE = { validating: 5, running: 20, finalizing: 5, cancelling: 5, live: 0 };

export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A sandbox for one test with the official SDK pointed at it; closed when the test ends. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<{ sandbox: Sandbox; client: OpenAI }> {
  const folder = options.folder ?? (await newFolder());
  const sandbox = await startSandbox({ folder, token: TOKEN, ...options, delays: { ...AT_ONCE, ...options.delays } });
  onTestFinished(() => sandbox.close());
  return { sandbox, client: clientOf(sandbox) };
}

export function clientOf({ url }: Sandbox, apiKey = TOKEN): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0, dangerouslyAllowBrowser: true });
}

export const ROW_SCHEMA = {
  type: 'object',
  properties: {
    all_results: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          input_id: { type: 'string' },
          sentiment: { type: 'string', enum: ['positive', 'negative', 'neutral', 'mixed'] },
          price: { type: ['number', 'null'] },
        },
        required: ['input_id', 'sentiment', 'price'],
        additionalProperties: false,
      },
    },
  },
  required: ['all_results'],
  additionalProperties: false,
};

const FORMAT = { type: 'json_schema', json_schema: { name: 'reviews', strict: true, schema: ROW_SCHEMA } } as const;

/** A request body for some texts, with ids `{first}`, `{first + 1}` … */
export function bodyFor(texts: string[], first = 1, changes: Record<string, unknown> = {}) {
  const rows = texts.map((text, i) => ({ input_id: String(first + i), input_text: text }));
  return {
    model: 'gpt-4.1-mini',
    messages: [
      { role: 'system' as const, content: 'Judge each review. Answer in JSON.' },
      { role: 'user' as const, content: JSON.stringify(rows) },
    ],
    response_format: FORMAT,
    ...changes,
  };
}

export function requestLine(id: string, body: unknown, changes: Record<string, unknown> = {}): string {
  return JSON.stringify({ custom_id: id, method: 'POST', url: '/v1/chat/completions', body, ...changes });
}

export async function upload(client: OpenAI, lines: string[], name = 'batch_0.jsonl'): Promise<string> {
  const file = await client.files.create({ file: await toFile(Buffer.from(lines.join('\n')), name), purpose: 'batch' });
  return file.id;
}

export async function create(client: OpenAI, lines: string[], metadata: Record<string, string> = {}): Promise<OpenAI.Batch> {
  const input_file_id = await upload(client, lines);
  return client.batches.create({ input_file_id, endpoint: '/v1/chat/completions', completion_window: '24h', metadata });
}

const ENDED = ['completed', 'failed', 'expired', 'cancelled'];

/** Polls until a batch has ended, or until a state is reached. Gives the states seen on the way, each once. */
export async function watch(client: OpenAI, id: string, until: string[] = ENDED): Promise<{ batch: OpenAI.Batch; seen: string[] }> {
  const seen: string[] = [];
  for (;;) {
    const batch = await client.batches.retrieve(id);
    if (seen.at(-1) !== batch.status) seen.push(batch.status);
    if (until.includes(batch.status)) return { batch, seen };
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export interface Line {
  id: string;
  custom_id: string;
  response: { status_code: number; request_id: string; body: OpenAI.ChatCompletion & { error?: { message: string; type: string } } } | null;
  error: { code: string; message: string } | null;
}

export async function linesOf(client: OpenAI, fileId: string | undefined): Promise<Line[]> {
  if (!fileId) return [];
  const text = await (await client.files.content(fileId)).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

export function resultsOf(line: Line): Record<string, unknown>[] {
  const content = line.response?.body.choices[0]?.message.content ?? '';
  return (JSON.parse(content) as { all_results: Record<string, unknown>[] }).all_results;
}
