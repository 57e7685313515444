import { endpointList, type EndpointInfo } from '#lib/core/endpoint';

/** The endpoints this server offers, with the identity of the key each holds. Throws where the server cannot be reached. */
export async function listEndpoints(): Promise<EndpointInfo[]> {
  const response = await fetch('/api/endpoints', { cache: 'no-store' });
  if (!response.ok) throw new Error(`The server answered ${response.status} when asked for its endpoints.`);
  return endpointList.parse(await response.json()).endpoints;
}

export async function endpointNamed(id: string): Promise<EndpointInfo> {
  const found = (await listEndpoints()).find((endpoint) => endpoint.id === id);
  if (!found) throw new Error(`This server has no endpoint named "${id}".`);
  return found;
}
