import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndpointInfo } from '#lib/core/endpoint';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type ProviderName, type Question } from '#lib/core/recipe';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { loadApi } from './apis.ts';
import { codecOf } from './registry.ts';

let origin: string;
let stop: () => void;
const bodies: string[] = [];

beforeAll(async () => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1","content":[],"choices":[]}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = () => server.close();
});

afterAll(() => stop());

/** A schema whose keys any parser would put in another order, and texts that may be written in several ways. */
const question = (provider: ProviderName): Question => ({
  ...DEFAULT_RECIPE.question,
  provider: DEFAULT_OPTIONS[provider],
  model: provider === 'openai' ? 'gpt-4.1-mini' : 'claude-haiku-4-5',
  schema: {
    type: 'object',
    properties: { b: { type: 'string' }, 10: { type: 'string' }, 9: { type: 'number' } },
    required: ['b', '10', '9'],
    additionalProperties: false,
  },
  columns: { id: 'id', texts: ['text'] },
});

const odd = ['"quotes" \\ back\u0000slash', 'Grüße 😀 \u2028', 'lone \ud800 half', '"params":{"body":{}}'];

describe.each(['openai', 'anthropic'] as const)('a live request to %s', (provider) => {
  it('has the very body of the batch’s line, byte for byte', async () => {
    const codec = codecOf(provider);
    const frame = codec.frame({
      question: question(provider),
      prompt: 'Say "body":{ and "params":{ — JSON',
      lineUrl: '/v1/chat/completions',
    });
    const write = rowWriter(['text']);
    const line = packRequest(
      frame,
      codec.customId('job', 0, 0, null),
      odd.map((text, row) => write(`r${row}`, [text])),
    );
    const endpoint = { id: provider, protocol: provider, identity: 'x' } as EndpointInfo;
    const api = await loadApi(endpoint, origin);
    bodies.length = 0;
    const sent = await api.live(line, AbortSignal.timeout(20_000));
    expect(sent.ok).toBe(true);
    expect(bodies).toHaveLength(1);
    expect(line.endsWith(`${bodies[0]}}`)).toBe(true);
    const { body, params } = JSON.parse(line);
    expect(JSON.parse(bodies[0]!)).toEqual(body ?? params);
    expect(codec.decode((sent as { value: string }).value).customId).toBe(codec.customId('job', 0, 0, null));
  });
});
