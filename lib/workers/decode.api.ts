import type { ReadSegment } from '#lib/jobs/read-segment';

/** Reads responses beside the engine. */
export interface DecodeApi {
  readSegment: ReadSegment;
}
