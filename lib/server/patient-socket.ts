import type { Socket } from 'node:net';

const PATIENCE_MS = 1000;
const resets = new Set(['EPIPE', 'ECONNRESET', 'ECONNABORTED']);

type Done = (error?: Error | null) => void;

/**
 * A provider that refuses an upload early answers (413, 401 …) and closes. The next write then fails, and Node destroys the
 * socket with the answer unread in its buffer. Holding that failure back for a moment lets the read side deliver the answer;
 * if none comes, the failure stands.
 */
export function letReplyIn(socket: Socket): void {
  const patient =
    (done: Done): Done =>
    (error) => {
      const code = (error as NodeJS.ErrnoException | null | undefined)?.code ?? '';
      if (resets.has(code)) setTimeout(done, PATIENCE_MS, error).unref();
      else done(error);
    };
  const { _write: write, _writev: writev } = socket;
  socket._write = (chunk, encoding, done) => write.call(socket, chunk, encoding, patient(done));
  if (writev) socket._writev = (chunks, done) => writev.call(socket, chunks, patient(done));
}
