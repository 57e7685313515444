import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { superviseSandbox, type Sandbox } from './sandbox-process.ts';
import { until } from './testing/client.ts';

let folder: string;
let sandbox: Sandbox | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rowmill-sandbox-'));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  sandbox?.stop();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** A program that answers like the sandbox; its path is its process id, so that a restart shows. */
function program(body: string): string {
  const file = join(folder, 'main.mjs');
  writeFileSync(file, `process.on('disconnect', () => process.exit(0));\n${body}`);
  return file;
}

const ready = `process.once('message', ({ folder, token, delays }) => process.send({
  ready: true,
  url: 'http://127.0.0.1:1/' + process.pid,
  instance: folder + delays.running + token.length + Object.keys(process.env).filter((name) => /KEY|PASS|SECRET|ENDPOINTS/.test(name)).join(),
}));`;
const pidIn = (baseUrl: string): number => Number(baseUrl.split('/').at(-2));

test('starts it, keeps keys and passphrases from it, and starts it again when it dies', async () => {
  const secrets = ['OPENAI_API_KEY', 'AZURE_KEY', 'ROWMILL_PASSPHRASE', 'ROWMILL_SESSION_SECRET', 'ROWMILL_ENDPOINTS'];
  for (const name of secrets) vi.stubEnv(name, 'secret');
  sandbox = superviseSandbox({ file: program(ready), folder: 'spool', delays: { running: 5 } });
  const first = await sandbox.address(20_000);
  expect(first).toMatchObject({ instance: 'spool548', baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:1\/\d+\/v1$/) });
  process.kill(pidIn(first!.baseUrl));
  let again = first;
  await until(() => {
    void sandbox!.address(0).then((address) => (again = address));
    return again !== null && again.baseUrl !== first!.baseUrl;
  });
  expect(again).toMatchObject({ instance: 'spool548', token: first!.token });
  vi.unstubAllEnvs();
});

test('one that never gets ready is not waited for without end', async () => {
  sandbox = superviseSandbox({ file: program('setInterval(() => undefined, 1000);'), folder: 'spool', delays: { running: 5 } });
  expect(await sandbox.address(50)).toBeNull();
});

test('after a stop it stays away', async () => {
  sandbox = superviseSandbox({ file: program(ready), folder: 'spool', delays: { running: 5 } });
  const { baseUrl } = (await sandbox.address(20_000))!;
  sandbox.stop();
  const pid = pidIn(baseUrl);
  const isAlive = (): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await until(() => !isAlive());
  expect(await sandbox.address(10)).toBeNull();
});
