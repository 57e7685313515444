/**
 * A form in which ids fall together that a model may confuse while copying: case, white space, quotes around, Unicode
 * form, and numbers written in more than one way (`1`, `1.0`, `01`, `+1`). Only for matching within one request, and only where it is
 * unambiguous.
 */
export function looseId(id: string): string {
  const plain = id
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim()
    .toLowerCase();
  const number = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(plain);
  if (!number) return plain;
  const [, sign, whole, fraction] = number;
  return `${sign === '-' ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}
