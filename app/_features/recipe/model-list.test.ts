import { describe, expect, it } from 'vitest';
import type { ListedModel } from '#lib/providers/provider';
import { modelList } from './model-list.ts';

const NOW = Date.UTC(2026, 10, 22);
const listed = (id: string, raw: object = {}): ListedModel => ({
  id,
  inputTokens: null,
  outputTokens: null,
  retiresAt: null,
  raw: { id, ...raw } as ListedModel['raw'],
});

describe('modelList', () => {
  it('parts what can be asked from what cannot, known models first', () => {
    const list = modelList(
      'openai',
      ['zeta-chat', 'gpt-image-2', 'gpt-6-luna', 'text-embedding-3-small'].map((id) => listed(id)),
      NOW,
    );
    expect(list.usable.map(({ id }) => id)).toEqual(['gpt-6-luna', 'zeta-chat']);
    expect(list.others).toEqual(['gpt-image-2', 'text-embedding-3-small']);
  });

  it('takes the provider’s word on batches and retirement', () => {
    const list = modelList(
      'anthropic',
      [
        listed('claude-haiku-5-5', { retires_at: '2026-12-24T00:00:00Z' }),
        listed('claude-live-only', { capabilities: { batch: { supported: false } } }),
      ],
      NOW,
    );
    expect(list.usable.map(({ id, retiresOn }) => [id, retiresOn])).toEqual([['claude-haiku-5-5', '2026-12-24']]);
    expect(list.others).toEqual(['claude-live-only']);
  });

  it('takes any entry, however odd', () => {
    expect(modelList('openai', [{ ...listed('odd'), raw: 'odd' }], NOW).usable.map(({ words }) => words)).toEqual(['price unknown']);
  });
});
