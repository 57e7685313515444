import type { ProviderName } from '#lib/core/recipe';
import { plainRequest, REQUESTS_PER_BATCH, ROWS_PER_REQUEST } from '../recipe.ts';
import { clear, get, put, type Page } from './store.ts';
import { Stopwatch } from './stopwatch.ts';

const SLAB_BYTES = 8 * 1024 * 1024;
const BATCH_BYTES = 190_000_000;

const TIMES = ['readPages', 'stringify', 'encode', 'storeRequests'] as const;
export type RequestTimes = Record<(typeof TIMES)[number], number>;

const encoder = new TextEncoder();

/** What stands around the rows of a request, as bytes. */
function frameOf(provider: ProviderName): [before: Uint8Array, after: Uint8Array] {
  const [before, after] = JSON.stringify(plainRequest(provider, 'job-0-000000', '§')).split('"§"');
  return [encoder.encode(before), encoder.encode(`${after}\n`)];
}

/** The rows of a page's requests as JSON inside JSON: what no encoder gets around. */
function rowTexts({ rowCount, columns }: Page): string[] {
  const [ids, , texts] = columns as [string[], string[], string[]];
  const requests: string[] = [];
  for (let row = 0; row < rowCount; row += ROWS_PER_REQUEST) {
    const rows = [];
    for (let at = row; at < Math.min(rowCount, row + ROWS_PER_REQUEST); at++) rows.push({ input_id: ids[at], input_text: texts[at] });
    requests.push(JSON.stringify(JSON.stringify(rows)));
  }
  return requests;
}

/** Requests on their way into Blobs, through one buffer. */
class RequestFile {
  #buffer = new Uint8Array(SLAB_BYTES);
  #used = 0;
  #slabs: Blob[] = [];
  #bytes = 0;
  #requests = 0;
  #files = 0;
  readonly #watch: Stopwatch<(typeof TIMES)[number]>;
  readonly #frame: [Uint8Array, Uint8Array];

  constructor(watch: Stopwatch<(typeof TIMES)[number]>, provider: ProviderName) {
    this.#watch = watch;
    this.#frame = frameOf(provider);
  }

  /** Takes texts from a place on until the buffer is full; returns the place it came to. */
  encode(texts: string[], from: number): number {
    const [before, after] = this.#frame;
    let next = from;
    for (; next < texts.length; next++) {
      const text = texts[next]!;
      if (this.#used + before.length + after.length + text.length * 3 > SLAB_BYTES && this.#used > 0) break;
      this.#buffer.set(before, this.#used);
      this.#used += before.length;
      this.#used += encoder.encodeInto(text, this.#buffer.subarray(this.#used)).written;
      this.#buffer.set(after, this.#used);
      this.#used += after.length;
      this.#requests++;
    }
    return next;
  }

  seal(): void {
    this.#watch.time('storeRequests', () => this.#slabs.push(new Blob([this.#buffer.subarray(0, this.#used)])));
    this.#bytes += this.#used;
    this.#used = 0;
  }

  get isFull(): boolean {
    return this.#requests >= REQUESTS_PER_BATCH || this.#bytes + SLAB_BYTES > BATCH_BYTES;
  }

  async store(): Promise<void> {
    if (this.#used > 0) this.seal();
    const slabs = this.#slabs;
    this.#slabs = [];
    this.#bytes = 0;
    this.#requests = 0;
    if (slabs.length > 0) await this.#watch.wait('storeRequests', () => put('requests', this.#files++, new Blob(slabs)));
  }
}

/** Each primitive that making stored requests of stored pages cannot do without, alone, over the whole table. The requests stay for what comes after. */
export async function writeRequests(provider: ProviderName): Promise<RequestTimes> {
  await clear('requests');
  const watch = new Stopwatch(TIMES);
  const file = new RequestFile(watch, provider);
  for (let firstRow = 0; ;) {
    const page = await watch.wait('readPages', () => get<Page>('pages', firstRow));
    if (!page) break;
    firstRow += page.rowCount;
    const texts = watch.time('stringify', () => rowTexts(page));
    for (let next = 0; next < texts.length;) {
      const from = next;
      next = watch.time('encode', () => file.encode(texts, from));
      if (next < texts.length) file.seal();
      if (file.isFull) await file.store();
    }
  }
  await file.store();
  return watch.seconds;
}
