import { expect, it } from 'vitest';
import { manifestOf } from './manifest.fixture.ts';
import { keptUntil } from './share-until.ts';

const endpoint = { ...manifestOf().job.endpoint!, kind: 'live' as const };
const DAY = 86_400_000;

it('says when the first batch goes, where that is known', () => {
  const openai = { ...endpoint, host: 'https://api.openai.com' };
  expect(keptUntil(openai, [3 * DAY, null, 2 * DAY])).toBe(32 * DAY);
  expect(keptUntil({ ...endpoint, protocol: 'anthropic', host: 'https://api.anthropic.com' }, [DAY])).toBe(30 * DAY);
  expect(keptUntil(openai, [null])).toBeNull();
  expect(keptUntil({ ...openai, host: 'https://gateway.example' }, [DAY])).toBeNull();
  expect(keptUntil({ ...openai, kind: 'sandbox' }, [DAY])).toBeNull();
});
