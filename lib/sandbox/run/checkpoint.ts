const CHECKPOINT_MS = 400;
const CHECKPOINT_REQUESTS = 500;

/** Tells every now and then that it is time to write to disk, so that a crash costs little. */
export function checkpointClock(): () => boolean {
  let since = 0;
  let at = performance.now();
  return () => {
    since += 1;
    if (since < CHECKPOINT_REQUESTS && performance.now() - at < CHECKPOINT_MS) return false;
    since = 0;
    at = performance.now();
    return true;
  };
}
