import { hashText } from './order.ts';

/** A hexadecimal id that follows from a text. */
export function derivedId(prefix: string, text: string): string {
  const parts = ['a', 'b', 'c'].map((salt) =>
    hashText(salt + text)
      .toString(16)
      .padStart(8, '0'),
  );
  return prefix + parts.join('');
}
