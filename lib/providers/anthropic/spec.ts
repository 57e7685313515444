import type { ProviderSpec } from '../provider.ts';

/**
 * Anthropic's Message Batches. A batch is one POST of `{"requests": […]}`: 100,000 requests or 256 MB (batch guide, read 2026-09),
 * kept under 250,000,000 bytes. The base URL holds `/v1` by our convention, whatever `ANTHROPIC_BASE_URL` holds by theirs; paths of
 * the allow-list stand below it. No limit is published for the characters of a message: 2,000,000 is what fits for sure into the
 * largest window, 1,000,000 tokens or some 2,500,000 characters, beside instructions and answer (model pages, read 2026-11).
 */
export const anthropicSpec: ProviderSpec = {
  name: 'anthropic',
  label: 'Anthropic',
  submitAs: 'body',
  limits: { requestsPerBatch: 100_000, bytesPerBatch: 250_000_000, customIdCharacters: 64, contentCharacters: 2_000_000 },
  defaults: { requestsPerBatch: 5000, pollSeconds: 30, baseUrl: 'https://api.anthropic.com/v1', lineUrl: '' },
  keyVariable: 'ANTHROPIC_API_KEY',
  baseUrlVariable: 'ANTHROPIC_BASE_URL',
  allow: [
    { method: 'POST', path: '/messages/batches', creates: 'batch' },
    { method: 'GET', path: '/messages/batches' },
    { method: 'GET', path: '/messages/batches/{id}' },
    { method: 'GET', path: '/messages/batches/{id}/results' },
    { method: 'POST', path: '/messages/batches/{id}/cancel' },
    { method: 'DELETE', path: '/messages/batches/{id}' },
    { method: 'POST', path: '/messages' },
    { method: 'POST', path: '/messages/count_tokens' },
    { method: 'GET', path: '/models' },
    { method: 'GET', path: '/models/{id}' },
  ],
};
