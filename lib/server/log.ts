/** One JSON line on standard output. Callers pass ids and counts: never contents, never keys. */
export function logLine(event: string, fields: Record<string, string | number | boolean | null>): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`);
}
