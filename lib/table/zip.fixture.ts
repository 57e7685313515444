import { deflateRawSync } from 'node:zlib';
import { Crc32 } from './crc32.ts';

export interface FixtureEntry {
  path: string;
  bytes?: string | Uint8Array;
  isPacked?: boolean;
  /** Unix mode; 0: none told. */
  mode?: number;
  flags?: number;
  method?: number;
  /** What the directory says in place of the truth. */
  size?: number;
  crc?: number;
  /** Where the directory says its header is. */
  header?: number;
}

const u16 = (value: number) => [value & 255, (value >>> 8) & 255];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(Math.floor(value / 65_536))];

function crcOf(bytes: Uint8Array): number {
  const crc = new Crc32();
  crc.add(bytes);
  return crc.value;
}

/** A zip byte by byte, honest or not. */
export function zipOf(entries: readonly FixtureEntry[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const push = (bytes: Uint8Array) => {
    pieces.push(bytes);
    at += bytes.length;
  };
  for (const { path, bytes: given = '', isPacked = false, mode = 0, flags = 0x800, ...told } of entries) {
    const bytes = typeof given === 'string' ? encoder.encode(given) : given;
    const data = isPacked ? deflateRawSync(bytes) : bytes;
    const name = encoder.encode(path);
    const method = told.method ?? (isPacked ? 8 : 0);
    const sizes = [...u32(told.crc ?? crcOf(bytes)), ...u32(data.length), ...u32(told.size ?? bytes.length)];
    const common = [...u16(20), ...u16(flags), ...u16(method), ...u32(0), ...sizes, ...u16(name.length), ...u16(0)];
    const header = told.header ?? at;
    push(Uint8Array.from([...u32(0x04034b50), ...common]));
    push(name);
    push(data);
    const tail = [...u16(0), ...u16(0), ...u16(0), ...u32(mode * 65_536), ...u32(header)];
    directory.push(Uint8Array.from([...u32(0x02014b50), 20, mode ? 3 : 0, ...common, ...tail]), name);
  }
  const directoryAt = at;
  for (const bytes of directory) push(bytes);
  const counts = [...u16(entries.length), ...u16(entries.length)];
  push(Uint8Array.from([...u32(0x06054b50), ...u32(0), ...counts, ...u32(at - directoryAt), ...u32(directoryAt), ...u16(0)]));
  const zip = new Uint8Array(at);
  let next = 0;
  for (const bytes of pieces) {
    zip.set(bytes, next);
    next += bytes.length;
  }
  return zip;
}
