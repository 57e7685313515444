import type { ProviderCodec } from '../provider.ts';
import { decode } from './decode.ts';
import { customId, frame, paths } from './encode.ts';
import { effortNotes } from './thinking.ts';

/** OpenAI's batch files: chat completions, one request to a line. */
export const codec: ProviderCodec = { frame, paths, customId, decode, errorFile: 'own', notes: effortNotes };
