const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const SAME_PRESS_MS = 1000;

/**
 * On a signal: takes no new connections, lets what is under way finish, up to `limitSeconds`, then ends the process with 0.
 * A second signal ends it at once. npm passes a Ctrl-C on that the terminal has sent us already, so signals within a second are one.
 * @param {{ servers: import('node:net').Server[], http: import('node:http').Server, limitSeconds: number, busy: () => number, settled: () => Promise<unknown> }} options
 */
export function stopOnSignal({ servers, http, limitSeconds, busy, settled }) {
  let askedAt = 0;
  const stop = async () => {
    if (askedAt > 0) {
      if (Date.now() - askedAt > SAME_PRESS_MS) process.exit(0);
      return;
    }
    askedAt = Date.now();
    if (busy() > 0) process.stdout.write(`Stopping: waiting up to ${limitSeconds} s for ${busy()} request(s). Press again to stop now.\n`);
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
    const idle = setInterval(() => http.closeIdleConnections(), 100);
    const limit = new Promise((resolve) => setTimeout(resolve, limitSeconds * 1000));
    await Promise.race([Promise.all(closed).then(settled), limit]);
    clearInterval(idle);
    process.exit(0);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}
