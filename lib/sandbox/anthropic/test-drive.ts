// oxlint-disable-next-line no-restricted-imports -- only tests import this file, and they drive the sandbox with the official SDK
import Anthropic from '@anthropic-ai/sdk';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../start.ts';
import { AT_ONCE, newFolder, ROW_SCHEMA, TOKEN } from '../test-drive.ts';

/** What a call without the SDK sends. */
export const HEADERS = { authorization: `Bearer ${TOKEN}`, 'anthropic-version': '2026-10-21', 'content-type': 'application/json' };

type Params = Anthropic.MessageCreateParamsNonStreaming;
export type Request = Anthropic.Messages.BatchCreateParams.Request;
export type Line = Anthropic.Messages.MessageBatchIndividualResponse;

/** A sandbox for one test with Anthropic's SDK pointed at it; closed when the test ends. */
export async function openMessages(options: Partial<SandboxOptions> = {}): Promise<{ sandbox: Sandbox; client: Anthropic }> {
  const folder = options.folder ?? (await newFolder());
  const sandbox = await startSandbox({ folder, token: TOKEN, ...options, delays: { ...AT_ONCE, ...options.delays } });
  onTestFinished(() => sandbox.close());
  return { sandbox, client: messagesClient(sandbox) };
}

export function messagesClient({ url }: Sandbox, apiKey = TOKEN): Anthropic {
  // Without a timeout of ours the SDK itself refuses live requests with a large `max_tokens`.
  return new Anthropic({ apiKey, authToken: null, baseURL: url, maxRetries: 0, timeout: 60_000 });
}

/** Parameters for some texts, with ids `{first}`, `{first + 1}` …; the answer is asked for by schema. */
export function paramsFor(texts: string[], first = 1, changes: Record<string, unknown> = {}): Params {
  const rows = texts.map((text, i) => ({ input_id: String(first + i), input_text: text }));
  return {
    model: 'claude-haiku-5-5',
    max_tokens: 4_000,
    system: 'Judge each review.',
    messages: [{ role: 'user', content: JSON.stringify(rows) }],
    thinking: { type: 'disabled' },
    output_config: { format: { type: 'json_schema', schema: ROW_SCHEMA } },
    ...changes,
  };
}

export function requestFor(custom_id: string, text: string, changes: Record<string, unknown> = {}): Request {
  return { custom_id, params: paramsFor([text], 1, changes) };
}

/** The changes that ask for the answer through a forced tool instead. */
export const FORCED_TOOL = {
  output_config: undefined,
  tools: [{ name: 'extract_results', description: 'Return the results.', input_schema: ROW_SCHEMA }],
  tool_choice: { type: 'tool', name: 'extract_results' },
};

export function manyRequests(count: number, changes: Record<string, unknown> = {}): Request[] {
  return Array.from({ length: count }, (_, i) => ({
    custom_id: `job-chunk-${i}`,
    params: paramsFor([`A good lamp, number ${i}.`], i, changes),
  }));
}

/** Polls until a batch has ended, or until a state is reached. Gives the states seen on the way, each once. */
export async function watchMessages(
  client: Anthropic,
  id: string,
  until = 'ended',
): Promise<{ batch: Anthropic.Messages.MessageBatch; seen: string[] }> {
  const seen: string[] = [];
  for (;;) {
    const batch = await client.messages.batches.retrieve(id);
    if (seen.at(-1) !== batch.processing_status) seen.push(batch.processing_status);
    if (batch.processing_status === until || batch.processing_status === 'ended') return { batch, seen };
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Sends requests and waits for the end. */
export async function runBatch(client: Anthropic, requests: Request[]): Promise<{ batch: Anthropic.Messages.MessageBatch; lines: Line[] }> {
  const created = await client.messages.batches.create({ requests });
  const { batch } = await watchMessages(client, created.id);
  return { batch, lines: await linesOf(client, batch.id) };
}

export async function linesOf(client: Anthropic, id: string): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of await client.messages.batches.results(id)) lines.push(line);
  return lines;
}

export function messageOf(line: Line): Anthropic.Message {
  if (line.result.type !== 'succeeded') throw new Error(`${line.custom_id} is ${line.result.type}`);
  return line.result.message;
}

export function textOf(message: Anthropic.Message): string {
  return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

/** The rows of an answer, whichever way it was given. */
export function rowsOf(message: Anthropic.Message): unknown {
  const tool = message.content.find((block) => block.type === 'tool_use');
  const value = tool ? tool.input : JSON.parse(textOf(message));
  return (value as { all_results: unknown }).all_results;
}

export function caught(promise: PromiseLike<unknown>): Promise<InstanceType<typeof Anthropic.APIError> | null> {
  return Promise.resolve(promise).then(
    () => null,
    (error: unknown) => error as InstanceType<typeof Anthropic.APIError>,
  );
}
