import { expect, it, vi } from 'vitest';
import type { Trouble } from '#lib/core/job';
import { onUnsaid, tellUnsaid } from './unsaid.ts';

const trouble = { what: 'No room.', meaning: '', todo: '', details: null };

it('reaches who listens for that job, and nobody after they left', async () => {
  const [mine, others] = [vi.fn<(trouble: Trouble) => void>(), vi.fn<(trouble: Trouble) => void>()];
  const ends = [onUnsaid('a', mine), onUnsaid('b', others)];
  tellUnsaid('a', trouble);
  await vi.waitFor(() => expect(mine).toHaveBeenCalledWith(trouble));
  for (const end of ends) end();
  const last = vi.fn<(trouble: Trouble) => void>();
  const end = onUnsaid('a', last);
  tellUnsaid('a', trouble);
  await vi.waitFor(() => expect(last).toHaveBeenCalledOnce());
  end();
  expect(mine).toHaveBeenCalledOnce();
  expect(others).not.toHaveBeenCalled();
});
