import { APIError } from 'openai';
import { expect, it } from 'vitest';
import { failureOf } from './failure.ts';

const refused = (error: object, status = 400) => failureOf(APIError.generate(status, { error }, undefined, new Headers()));

it('takes a file it cannot find for one that is not known yet, whatever the status', () => {
  const message = 'Cannot find file file-x, or your organization does not have access to it.';
  expect(refused({ message, type: 'invalid_request_error', param: 'input_file_id', code: null }).kind).toBe('not-found');
  expect(refused({ message, type: 'invalid_request_error', param: null, code: null }).kind).toBe('not-found');
  expect(refused({ message: 'Unknown endpoint.', type: 'invalid_request_error', param: 'endpoint', code: null }).kind).toBe('rejected');
  expect(refused({ message, type: 'server_error', param: null, code: null }, 500).kind).toBe('server');
});
