import { readSegment } from '#lib/jobs/read-segment';
import type { DecodeApi } from './decode.api.ts';
import { serve } from './serve.ts';

serve({ readSegment } satisfies DecodeApi);
