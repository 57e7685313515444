import { makeZip } from 'client-zip';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZipFile } from './read-zip.ts';
import { openZip } from './zip-reader.ts';
import { zipJobDirectory } from './zip-job-directory.ts';
import { zipOf, type FixtureEntry } from './zip.fixture.ts';

const blobOf = (entries: readonly FixtureEntry[]) => new Blob([zipOf(entries)]);

/** Why a zip is refused; 'taken' where it is not. */
async function refusal(zip: Blob): Promise<string> {
  const reading = await openZip(zip);
  if (!reading.ok) return reading.trouble.what;
  try {
    for (const file of reading.files) await readZipFile(zip, file);
    return 'taken';
  } catch (error) {
    return (error as Error).message;
  }
}

async function textsOf(zip: Blob): Promise<Record<string, string>> {
  const reading = await openZip(zip);
  if (!reading.ok) throw new Error(reading.trouble.what);
  const texts = await Promise.all(reading.files.map(async (file) => [file.path, await (await readZipFile(zip, file)).text()] as const));
  return Object.fromEntries(texts);
}

describe('files of a zip', () => {
  it('are read back as they were written, stored or packed', async () => {
    const zip = blobOf([
      { path: 'job/', mode: 0o040755 },
      { path: 'job/a.txt', bytes: 'Öl und 😀' },
      { path: 'job/b.txt', bytes: 'b'.repeat(100_000), isPacked: true, mode: 0o100644 },
    ]);
    expect(await textsOf(zip)).toEqual({ 'job/a.txt': 'Öl und 😀', 'job/b.txt': 'b'.repeat(100_000) });
  });

  it('of our own bundles are read back', async () => {
    async function* entries() {
      yield { path: 'job.json', modified: 0, text: '{}' };
      yield { path: 'batch_input/batch_0.jsonl', modified: 0, blob: new Blob(['x'.repeat(70_000)]) };
    }
    const zip = await new Response(zipJobDirectory('job', entries())).blob();
    expect(await textsOf(zip)).toEqual({ 'job/job.json': '{}', 'job/batch_input/batch_0.jsonl': 'x'.repeat(70_000) });
  });

  it('of Zip64 are found', async () => {
    // client-zip writes the wide fields for a file whose size is not known beforehand and told to be large.
    const zip = await new Response(makeZip([{ name: 'job/a.txt', input: 'wide', size: 5e9 as unknown as bigint }])).blob();
    expect(await textsOf(zip)).toEqual({ 'job/a.txt': 'wide' });
  });

  it('that are none, or only just, are told', async () => {
    expect(await refusal(new Blob([]))).toMatch(/It is no zip/);
    expect(await refusal(new Blob(['id,text\n1,a\n']))).toMatch(/It is no zip/);
    expect(await refusal(blobOf([]))).toBe('taken');
  });
});

describe('hostile zips are refused in words', () => {
  const one = (change: Partial<FixtureEntry>): FixtureEntry[] => [{ path: 'job/a.txt', bytes: 'a'.repeat(1000), ...change }];

  it.each<[string, FixtureEntry[], RegExp]>([
    ['an absolute path', one({ path: '/etc/passwd' }), /absolute path/],
    ['a drive', one({ path: 'C:/a.txt' }), /absolute path/],
    ['a path that climbs', one({ path: 'job/../../a.txt' }), /leaves its folder/],
    ['a backslash', one({ path: 'job\\a.txt' }), /backslash/],
    ['an empty segment', one({ path: 'job//a.txt' }), /not plain/],
    ['a dot', one({ path: './a.txt' }), /not plain/],
    ['a line break in a name', one({ path: 'job/a\n.txt' }), /control characters/],
    ['an endless name', one({ path: 'a'.repeat(2000) }), /too long/],
    ['a symbolic link', one({ mode: 0o120777 }), /link/],
    ['an encrypted file', one({ flags: 0x801 }), /encrypted/],
    ['an unknown way of packing', one({ method: 14 }), /not read here/],
    ['stored with two sizes', one({ size: 5 }), /two different sizes/],
    ['two files of one path', [...one({}), ...one({})], /same path/],
    ['one name written two ways', [...one({ path: 'job/\u00e9' }), ...one({ path: 'job/e\u0301' })], /same path/],
    ['another checksum', one({ crc: 1 }), /damaged/],
    ['packed bytes that are none', one({ method: 8, size: 999 }), /damaged/],
    ['more than it says', one({ bytes: 'a'.repeat(50_000), isPacked: true, size: 10 }), /damaged/],
    ['less than it says', one({ isPacked: true, size: 2000 }), /damaged/],
    ['files that share their bytes', [...one({ isPacked: true }), ...one({ path: 'b', isPacked: true, header: 0 })], /overlap/],
    ['a header beyond the end', one({ header: 1e9 }), /overlap/],
  ])('%s', async (_name, entries, words) => {
    expect(await refusal(blobOf(entries))).toMatch(words);
  });

  it('a bomb, by what it says, before a byte of it is unpacked', async () => {
    expect(await refusal(blobOf(one({ isPacked: true, size: 4e9 })))).toMatch(/zip bomb/);
  });

  it('100,000 files', async () => {
    const zip = zipOf(Array.from({ length: 1000 }, (_, n) => ({ path: `job/${n}` })));
    // The count of a Zip64 end, in place of the plain one's 16 bits.
    const end = zip.length - 22;
    const wide = new DataView(new ArrayBuffer(76));
    wide.setUint32(0, 0x06064b50, true);
    wide.setBigUint64(32, 100_000n, true);
    wide.setUint32(56, 0x07064b50, true);
    wide.setBigUint64(64, BigInt(end), true);
    new DataView(zip.buffer).setUint16(end + 10, 0xffff, true);
    expect(await refusal(new Blob([zip.subarray(0, end), wide, zip.subarray(end)]))).toMatch(/100,000 files/);
  });

  it('cut off anywhere', async () => {
    const zip = zipOf([...one({}), ...one({ path: 'job/b.txt', isPacked: true })]);
    for (let cut = 1; cut < zip.length; cut += 7) expect(await refusal(new Blob([zip.subarray(0, cut)]))).not.toBe('taken');
  });

  it('never throws anything else, whatever byte is another', async () => {
    const zip = zipOf([...one({ bytes: 'ab' }), ...one({ path: 'job/b.txt', isPacked: true })]);
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length - 1), fc.nat(255), async (at, byte) => {
        const changed = Uint8Array.from(zip);
        changed[at] = byte;
        expect(typeof (await refusal(new Blob([changed])))).toBe('string');
      }),
      { numRuns: 300 },
    );
  });
});
