import type { ProviderCodec } from '../provider.ts';
import { decode } from './decode.ts';
import { customId, frame, paths } from './encode.ts';
import { requestForm } from './request-form.ts';

/** Anthropic's message batches: a JSON array of requests out, a line for each back. */
export const codec: ProviderCodec = {
  frame,
  paths,
  customId,
  decode,
  errorFile: 'derived',
  notes: (question) => requestForm(question).notes,
};
