import type { EndpointInfo } from '#lib/core/endpoint';
import type { ProviderApi } from './provider.ts';

/** The API of an endpoint's protocol. Its SDK is loaded only here, when first needed, in a worker. */
export async function loadApi(endpoint: EndpointInfo, origin: string): Promise<ProviderApi> {
  switch (endpoint.protocol) {
    case 'openai': {
      const { openaiApi } = await import('./openai/api.ts');
      return openaiApi(endpoint, origin);
    }
    case 'anthropic': {
      const { anthropicApi } = await import('./anthropic/api.ts');
      return anthropicApi(endpoint, origin);
    }
  }
}
