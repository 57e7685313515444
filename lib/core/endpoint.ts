import { z } from 'zod';
import './zod-jitless.ts';

/** One place requests can go: a protocol, a base URL and a key; or the sandbox. A job never leaves its own. */
export const endpointInfo = z.object({
  /** Path segment of the proxy: `/api/{id}/v1/…`. */
  id: z.string(),
  protocol: z.enum(['openai', 'anthropic']),
  kind: z.enum(['live', 'sandbox']),
  /** Shown to people: "OpenAI", "Sandbox (OpenAI protocol)". */
  label: z.string(),
  /** Scheme and host of the base URL, shown to people. */
  host: z.string(),
  /** The first characters of the key's SHA-256; null where no key is set. For the sandbox: its spool's own id. */
  fingerprint: z.string().nullable(),
  /** Digest of protocol, base URL and fingerprint; null where no key is set. Sent with each call as `x-rowmill-identity`. */
  identity: z.string().nullable(),
  /** Name of the environment variable the key is read from; null for the sandbox. */
  keyVariable: z.string().nullable(),
  /** Where the key came from; null without a key, and for the sandbox. A typed key wins over the environment's. */
  keySource: z.enum(['environment', 'typed']).nullable(),
  /** A key may be typed in Connections: only where no other machine reaches the server. */
  mayType: z.boolean(),
  /** `url` of a batch line and `endpoint` of a batch; '' where the protocol has none. */
  lineUrl: z.string(),
  /** Largest body the server passes on to it; absent: as large as the provider takes. */
  maxUploadBytes: z.number().optional(),
});
export type EndpointInfo = z.infer<typeof endpointInfo>;
export const endpointList = z.object({ endpoints: z.array(endpointInfo) });

/** Header naming the identity a call is meant for; the proxy answers 409 `endpoint_changed` to any other. */
export const IDENTITY_HEADER = 'x-rowmill-identity';
