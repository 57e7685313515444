/**
 * A `fetch` for bodies whose sending should be watched: fetch itself tells nothing of upload progress, XMLHttpRequest does.
 * Takes what the SDKs pass (method, headers, body, signal) and answers with a Response holding the whole reply.
 * Rejects as fetch does: a TypeError where no answer came, the signal's reason where it was aborted.
 */
export function xhrFetch(onProgress: (sentBytes: number) => void): typeof fetch {
  return (input, init = {}) =>
    new Promise<Response>((resolve, reject) => {
      const { signal } = init;
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const xhr = new XMLHttpRequest();
      const abort = () => xhr.abort();
      const settle = (finish: () => void) => {
        signal?.removeEventListener('abort', abort);
        finish();
      };
      xhr.open(init.method ?? 'GET', input instanceof Request ? input.url : input);
      xhr.responseType = 'blob';
      new Headers(init.headers).forEach((value, name) => xhr.setRequestHeader(name, value));
      xhr.upload.addEventListener('progress', (event) => onProgress(event.loaded));
      xhr.addEventListener('load', () => settle(() => resolve(responseOf(xhr))));
      xhr.addEventListener('error', () => settle(() => reject(new TypeError('No answer came.'))));
      xhr.addEventListener('timeout', () => settle(() => reject(new TypeError('The answer took too long.'))));
      xhr.addEventListener('abort', () => settle(() => reject(signal?.reason ?? new DOMException('Aborted', 'AbortError'))));
      signal?.addEventListener('abort', abort, { once: true });
      xhr.send(init.body as XMLHttpRequestBodyInit | null);
    });
}

function responseOf(xhr: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of xhr.getAllResponseHeaders().trim().split(/\r\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const isBodiless = xhr.status === 204 || xhr.status === 304;
  return new Response(isBodiless ? null : xhr.response, { status: xhr.status, statusText: xhr.statusText, headers });
}
