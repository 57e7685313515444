/** JSON text made ready to stand inside another JSON string: its quotes and backslashes escaped once more. */
export function escapeInside(jsonText: string): string {
  return JSON.stringify(jsonText).slice(1, -1);
}

/**
 * The JSON string of a text, as it stands inside another JSON string: `say "hi"` → `\"say \\\"hi\\\"\"`.
 * Lone surrogates become `\\ud800`-style escapes, so the result is always well-formed UTF-16.
 */
export function nestedString(text: string): string {
  const once = JSON.stringify(text);
  // Escapes only ever lengthen: at this length the text holds nothing to escape, at either level.
  return once.length === text.length + 2 ? `\\"${text}\\"` : escapeInside(once);
}
