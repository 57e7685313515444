/** Next calls this once in each new server process, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startRuntime } = await import('#lib/server/start');
  startRuntime(process.env);
}
