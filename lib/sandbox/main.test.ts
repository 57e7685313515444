import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SandboxAnswer, SandboxConfig } from './main.ts';
import { clientOf, newFolder, TOKEN } from './test-drive.ts';

const root = join(import.meta.dirname, '../..');

async function bundle(folder: string): Promise<string> {
  const file = join(folder, 'main.mjs');
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build-sandbox.js'), file], { cwd: folder });
  return file;
}

function forked(file: string, cwd: string, env: Record<string, string>): ChildProcess {
  const child = fork(file, { cwd, env: env as NodeJS.ProcessEnv, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function answerOf(child: ChildProcess): Promise<SandboxAnswer> {
  const [answer] = (await once(child, 'message')) as [SandboxAnswer];
  return answer;
}

describe('the sandbox as a process of its own, from one file without node_modules', () => {
  test('is told where to work by message or environment, says when it is ready, and goes with its parent', async () => {
    const folder = await newFolder();
    const file = await bundle(folder);
    const config: SandboxConfig = { folder: join(folder, 'spool'), token: TOKEN };
    for (const way of ['message', 'environment'] as const) {
      const child = forked(
        file,
        folder,
        way === 'environment' ? { ROWMILL_SANDBOX: JSON.stringify(config) } : ({} as Record<string, string>),
      );
      if (way === 'message') child.send(config);
      const answer = await answerOf(child);
      if (!answer.ready) throw new Error(answer.message);
      const client = clientOf({ ...answer, close: async () => undefined });
      expect((await client.models.list()).data.length).toBeGreaterThan(5);
      child.disconnect();
      expect(await once(child, 'exit')).toEqual([0, null]);
    }
  });

  test('says why it cannot start', async () => {
    const folder = await newFolder();
    const child = forked(await bundle(folder), folder, {});
    child.send({ folder: '/dev/null/x', token: TOKEN } satisfies SandboxConfig);
    expect(await answerOf(child)).toMatchObject({ ready: false, message: expect.stringContaining('/dev/null') });
    expect(await once(child, 'exit')).toEqual([1, null]);
  });
});
