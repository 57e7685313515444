import type { RemoteAct, RemotePage } from '#lib/jobs/remote-acts';
import type { RemoteWish } from '#lib/jobs/remote-take-in';
import type { TakenIn } from '#lib/jobs/take-in';

export type { RemoteAct, RemotePage } from '#lib/jobs/remote-acts';
export type { RemoteWish } from '#lib/jobs/remote-take-in';
export type { TakenIn } from '#lib/jobs/take-in';

/** What is at a provider, whoever made it. */
export interface RemoteApi {
  /** `after`: `next` of the page before; null: the first. */
  page(endpointId: string, after: string | null): Promise<RemotePage>;
  /** A custom id of a batch's results, by a small read; null where it cannot be had. */
  customId(endpointId: string, batchId: string): Promise<string | null>;
  takeIn(endpointId: string, wish: RemoteWish): Promise<TakenIn>;
  cancel(endpointId: string, batchId: string): Promise<RemoteAct>;
  remove(endpointId: string, batchId: string): Promise<RemoteAct>;
}
