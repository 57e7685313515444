import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../start.ts';
import { AT_ONCE, newFolder, TOKEN } from '../test-drive.ts';
import { linesOf, manyRequests, messageOf, messagesClient, openMessages, runBatch, watchMessages } from './test-drive.ts';

describe('a restart', () => {
  test('goes on where a batch stood, without losing or repeating a request, to the results it would have had', async () => {
    const folder = await newFolder();
    const long = { system: [{ type: 'text', text: 'Judge. '.repeat(400), cache_control: { type: 'ephemeral' } }] };
    const first = await startSandbox({ folder, token: TOKEN, delays: { ...AT_ONCE, running: 20_000 } });
    const { id } = await messagesClient(first).messages.batches.create({ requests: manyRequests(600, long) });
    await new Promise((resolve) => setTimeout(resolve, 700));
    await first.close();
    const work = join(folder, 'work', `${id}.results`);
    const written = await readFile(work, 'utf8');
    expect(written.split('\n').length).toBeGreaterThan(8);
    await writeFile(work, `${written}{"custom_id":"half a li`);
    const { client, sandbox } = await openMessages({ folder });
    const { batch } = await watchMessages(client, id);
    expect(batch.request_counts).toMatchObject({ succeeded: 600, errored: 0 });
    expect(batch.results_url).toContain(sandbox.url);
    const lines = await linesOf(client, id);
    expect(new Set(lines.map((line) => line.custom_id)).size).toBe(600);
    const unbroken = await runBatch(client, manyRequests(600, long));
    const usages = (of: typeof lines) => of.map((line) => [line.custom_id, messageOf(line).usage]);
    expect(usages(lines)).toEqual(usages(unbroken.lines));
  });

  test('while canceling comes to the same end', async () => {
    const folder = await newFolder();
    const first = await startSandbox({ folder, token: TOKEN, delays: { ...AT_ONCE, running: 20_000, cancelling: 60_000 } });
    const { id } = await messagesClient(first).messages.batches.create({ requests: manyRequests(30) });
    await messagesClient(first).messages.batches.cancel(id);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await first.close();
    const { client } = await openMessages({ folder });
    const { batch } = await watchMessages(client, id);
    expect(batch.cancel_initiated_at).toMatch(/^\d{4}-/);
    expect(batch.request_counts).toMatchObject({ succeeded: 3, canceled: 27 });
    expect(await linesOf(client, id)).toHaveLength(30);
  });

  test('deletes what is older than it keeps, and files nobody needs', async () => {
    const folder = await newFolder();
    const first = await openMessages({ folder });
    const { batch } = await runBatch(first.client, manyRequests(2));
    const { batch: kept } = await runBatch(first.client, manyRequests(2));
    await first.sandbox.close();
    const document = join(folder, 'anthropic-batches', `${batch.id}.json`);
    const record = JSON.parse(await readFile(document, 'utf8')) as object;
    await writeFile(document, JSON.stringify({ ...record, createdAt: Date.now() - 31 * 86_400_000 }));
    await writeFile(join(folder, 'work', 'msgbatch_lost.requests'), '{}');
    const { client } = await openMessages({ folder });
    expect((await client.messages.batches.list()).data.map(({ id }) => id)).toEqual([kept.id]);
    await expect.poll(() => readdir(join(folder, 'work'))).toEqual([`${kept.id}.results`]);
  });
});
