import { z } from 'zod';
import { endpointInfo, type EndpointInfo } from '#lib/core/endpoint';

/** How the endpoint stands after a key was typed or forgotten, or why nothing changed, in words. */
export type KeyOutcome = { ok: true; endpoint: EndpointInfo } | { ok: false; message: string };

const changed = z.object({ endpoint: endpointInfo });
const refused = z.object({ error: z.object({ message: z.string() }) });

async function ask(endpointId: string, init: RequestInit): Promise<KeyOutcome> {
  try {
    const response = await fetch(`/api/keys/${endpointId}`, init);
    const body: unknown = await response.json();
    return response.ok ? { ok: true, ...changed.parse(body) } : { ok: false, message: refused.parse(body).error.message };
  } catch {
    return {
      ok: false,
      message: 'The server did not answer as it should, so nothing has changed. See that it is running, then try again.',
    };
  }
}

/** Hands a key to the server, which asks the provider and, unless refused, holds it in memory until it stops. Nothing of it is stored here. */
export function typeKey(endpointId: string, key: string): Promise<KeyOutcome> {
  return ask(endpointId, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key }) });
}

/** Makes the server forget a typed key; that of its environment is used again, if there is one. */
export function forgetKey(endpointId: string): Promise<KeyOutcome> {
  return ask(endpointId, { method: 'DELETE' });
}
