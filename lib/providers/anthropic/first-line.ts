import { isJsonObject } from '#lib/core/json';

/** A response's first line; the rest is not fetched. */
export async function firstLine(response: Response): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return '';
  let text = '';
  try {
    while (!text.includes('\n')) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
    }
  } finally {
    await reader.cancel();
  }
  return text.split('\n', 1)[0]!;
}

/** The `custom_id` of a line of results; null where it has none. */
export function customIdOf(line: string): string | null {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) && typeof value.custom_id === 'string' ? value.custom_id : null;
  } catch {
    return null;
  }
}
