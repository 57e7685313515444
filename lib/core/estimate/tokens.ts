export type TokenCounter = (text: string) => number;

/**
 * Runs this long without a space, or of nothing but spaces, are counted in pieces. The encoder's time grows with the square of
 * a run: 100,000 Chinese characters without a break take minutes, in pieces of 200 less than a second. A cut costs a token at most.
 */
const LONG_RUN = /\S{200}|\s{200}/gu;

function* piecesOf(text: string): Generator<string> {
  let start = 0;
  for (const { index, 0: run } of text.matchAll(LONG_RUN)) {
    const end = index + run.length;
    yield text.slice(start, end);
    start = end;
  }
  yield text.slice(start);
}

/** Reads `<|endoftext|>` and its like as the text it is, as the API does. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/**
 * Loads the encoding of OpenAI's models since GPT-4o (o200k_base, about a megabyte over the wire): once, when first asked for.
 * For a worker. Texts with long runs may count a token more for each cut, seldom one less.
 */
export async function loadTokenCounter(): Promise<TokenCounter> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  return (text) => {
    let tokens = 0;
    for (const piece of piecesOf(text)) if (piece !== '') tokens += countTokens(piece, AS_TEXT);
    return tokens;
  };
}

/** Tokens of each text, counted with o200k_base. */
export async function countTokens(texts: readonly string[]): Promise<number[]> {
  const count = await loadTokenCounter();
  return texts.map((text) => count(text));
}
