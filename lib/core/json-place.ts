const TOKEN = /\s*(?:"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+)/y;

/** Reads JSON text token by token; every value met is told with its pointer and where it starts. */
function* values(text: string): Generator<{ pointer: string; at: number }> {
  let at = 0;
  const next = () => {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text)?.[0] ?? '';
    at += found.length;
    return found.trimStart();
  };
  const peek = () => {
    const before = at;
    const token = next();
    at = before;
    return token;
  };
  function* value(pointer: string): Generator<{ pointer: string; at: number }> {
    const open = next();
    yield { pointer, at: at - open.length };
    if (open !== '{' && open !== '[') return;
    const close = open === '{' ? '}' : ']';
    for (let index = 0; peek() !== close && peek() !== ''; index++) {
      let step = String(index);
      if (open === '{') {
        step = (JSON.parse(next()) as string).replaceAll('~', '~0').replaceAll('/', '~1');
        next();
      }
      yield* value(`${pointer}/${step}`);
      if (peek() === ',') next();
    }
    next();
  }
  yield* value('');
}

/**
 * The line (from 1) of JSON text on which the value a JSON pointer names starts, or that of the nearest value around it
 * where there is no such value. The text must be valid JSON.
 */
export function lineOfPointer(text: string, pointer: string): number {
  let best = { length: -1, at: 0 };
  for (const { pointer: here, at } of values(text)) {
    const isAround = pointer === here || pointer.startsWith(`${here}/`);
    if (isAround && here.length >= best.length) best = { length: here.length, at };
  }
  return text.slice(0, best.at).split('\n').length;
}
