import type { ProviderSpec } from '../provider.ts';

/**
 * OpenAI and servers that speak its protocol. The base URL holds `/v1`, as `OPENAI_BASE_URL` does by convention;
 * paths of the allow-list stand below it. Limits: 50,000 requests and 200 MB a batch, kept under 190,000,000 bytes
 * because the unit of "MB" is not published (batch guide, read 2026-11);
 * a message of more than 10,485,760 characters is refused (`string_above_max_length`).
 */
export const openaiSpec: ProviderSpec = {
  name: 'openai',
  label: 'OpenAI',
  submitAs: 'file',
  limits: { requestsPerBatch: 50_000, bytesPerBatch: 190_000_000, customIdCharacters: 64, contentCharacters: 10_485_760 },
  defaults: { requestsPerBatch: 5000, pollSeconds: 300, baseUrl: 'https://api.openai.com/v1', lineUrl: '/v1/chat/completions' },
  keyVariable: 'OPENAI_API_KEY',
  baseUrlVariable: 'OPENAI_BASE_URL',
  allow: [
    { method: 'POST', path: '/files', creates: 'file' },
    { method: 'GET', path: '/files' },
    { method: 'GET', path: '/files/{id}' },
    { method: 'GET', path: '/files/{id}/content' },
    { method: 'DELETE', path: '/files/{id}' },
    { method: 'POST', path: '/batches', creates: 'batch' },
    { method: 'GET', path: '/batches' },
    { method: 'GET', path: '/batches/{id}' },
    { method: 'POST', path: '/batches/{id}/cancel' },
    { method: 'GET', path: '/models' },
    { method: 'POST', path: '/chat/completions' },
  ],
};
