interface Wanted {
  slice: Blob;
  resolve(bytes: ArrayBuffer): void;
  reject(reason: unknown): void;
}

let gathered: Wanted[] = [];

/** Bytes of a slice. Those asked for in one go are read in one go: each read takes a millisecond or two, however little is read. */
export function readSlice(slice: Blob): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    gathered.push({ slice, resolve, reject });
    if (gathered.length > 1) return;
    queueMicrotask(() => {
      const wanted = gathered;
      gathered = [];
      void readTogether(wanted);
    });
  });
}

async function readTogether(wanted: readonly Wanted[]): Promise<void> {
  const whole = wanted.length > 1 ? await new Blob(wanted.map(({ slice }) => slice)).arrayBuffer().catch(() => null) : null;
  let at = 0;
  for (const { slice, resolve, reject } of wanted) {
    // One that cannot be read is no other's fault.
    if (whole) resolve(whole.slice(at, at + slice.size));
    else slice.arrayBuffer().then(resolve, reject);
    at += slice.size;
  }
}
