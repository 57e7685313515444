import type { ProviderCodec } from '../provider.ts';
import { decode } from './decode.ts';
import { customId, frame, inputPath } from './encode.ts';

/** OpenAI's batch files: chat completions, one request to a line. */
export const codec: ProviderCodec = { frame, inputPath, customId, decode };
