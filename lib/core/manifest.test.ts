import { describe, expect, it } from 'vitest';
import { parseManifest, readManifest, type Manifest } from './manifest.ts';
import { batchOf, manifestOf } from './manifest.fixture.ts';

type Change = (manifest: Manifest) => unknown;

const changed = (change: Change) => {
  const copy = structuredClone(manifestOf());
  return change(copy) ?? copy;
};

it('takes what the app writes, and what earlier releases wrote', () => {
  const reading = readManifest(manifestOf());
  expect(reading).toEqual({ ok: true, manifest: manifestOf() });
  const { skipped: _skipped, ...earlier } = manifestOf();
  expect(readManifest({ ...earlier, dataset: undefined })).toMatchObject({ ok: true, manifest: { dataset: null } });
});

it('takes shares of what a request used', () => {
  const used = { inputTokens: 10.5, outputTokens: 1 / 3, cachedTokens: 0, reasoningTokens: 0 };
  const batches = [batchOf({ state: 'collected', usage: { all: used, lost: used, usd: null } })];
  expect(readManifest(manifestOf({ batches }))).toMatchObject({ ok: true });
});

it('drops what it does not know', () => {
  const reading = readManifest({ ...manifestOf(), job: { ...manifestOf().job, role: 'own', __proto__: null, extra: 'x' } });
  expect(reading.ok && 'extra' in reading.manifest.job).toBe(false);
});

it('tells a newer version from a broken one', () => {
  const reading = readManifest({ ...manifestOf(), version: 2 });
  expect(!reading.ok && reading.trouble.what).toMatch(/newer version/);
});

describe('refuses in words, naming the place', () => {
  it.each<[string, Change, RegExp]>([
    ['no manifest at all', () => 'job', /object/],
    ['another format', () => ({ format: 'x', version: 1 }), /format/],
    ['a batch id that is a path', (m) => void (m.batches[0]!.batchId = '../x'), /batches\.0\.batchId/],
    ['a batch id that begins with a dot', (m) => void (m.batches[0]!.batchId = '..'), /batches\.0\.batchId/],
    ['a digest that is none', (m) => void (m.batches[0]!.digest = 'abc'), /batches\.0\.digest/],
    ['rows beyond all measure', (m) => void (m.dataset!.rowCount = 4e9), /dataset\.rowCount/],
    ['a tag that is code', (m) => void (m.rounds[0]!.tag = '"><script>'), /rounds\.0\.tag/],
    ['no recipe', (m) => void (m.recipes = []), /recipes/],
    ['a recipe that is none', (m) => void (m.recipes[0]!.recipe = {} as never), /recipes\.0\.recipe/],
    ['a round of a recipe that is not there', (m) => void (m.rounds[0]!.revision = 7), /recipe that is not there/],
    ['rounds out of order', (m) => void (m.rounds[0]!.number = 2), /numbered/],
    ['two files of one number', (m) => void m.batches.push(m.batches[0]!), /same number/],
    ['a batch of a round that is not there', (m) => void (m.batches[0]!.attempt = 9), /round that is not there/],
    ['ids of another number of rows', (m) => void (m.batches[0]!.ids = ['a']), /names 1 rows/],
    ['a number that is text', (m) => void (m.batches[0]!.rows = '5' as never), /batches\.0\.rows/],
    ['an endpoint of megabytes', (m) => void (m.job.endpoint!.label = 'x'.repeat(9000)), /too long/],
  ])('%s', (_name, change, details) => {
    const reading = readManifest(changed(change));
    expect(reading.ok ? 'taken' : reading.trouble.details).toMatch(details);
  });

  it('what is nested so deep that reading it runs out of stack', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const json = JSON.stringify(manifestOf()).replace('"remote":null', `"remote":${deep}`);
    expect(parseManifest(json).ok).toBe(false);
  });

  it('what is no JSON, or too large', () => {
    expect(parseManifest('{').ok).toBe(false);
    const reading = parseManifest(' '.repeat(64_000_001));
    expect(!reading.ok && reading.trouble.what).toMatch(/too large/);
  });
});
