import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from './front.ts';

/** A provider whose behaviour a test sets with `behave`; it remembers every request it got. */
export interface FakeUpstream {
  baseUrl: string;
  requests: IncomingMessage[];
  behave: (handler: (request: IncomingMessage, response: ServerResponse) => void) => void;
  stop: () => Promise<void>;
}

export async function startUpstream(): Promise<FakeUpstream> {
  const requests: IncomingMessage[] = [];
  let handler: (request: IncomingMessage, response: ServerResponse) => void = (request, response) => {
    request.resume();
    request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"x-1"}'));
  };
  const server = createServer((request, response) => {
    requests.push(request);
    request.on('error', () => undefined);
    handler(request, response);
  });
  const { port, stop } = await listen(server);
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    behave: (next) => {
      handler = next;
    },
    stop,
  };
}
