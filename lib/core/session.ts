import { z } from 'zod';
import './zod-jitless.ts';

/** Who uses the app here, as the server tells its own pages. */
export const sessionInfo = z.object({
  /** As typed at sign-in; null where this server asks for none. */
  name: z.string().nullable(),
  /** False: signed in with the view-only passphrase. The server refuses whatever would change something at a provider. */
  mayWrite: z.boolean(),
});
export type SessionInfo = z.infer<typeof sessionInfo>;

/** Header of every refusal of our own server, never of a provider's reply: the code of the problem, such as `signed_out`. */
export const PROBLEM_HEADER = 'x-rowmill-problem';
