export interface NumberRange {
  min?: number;
  max?: number;
  /** Takes fractions; otherwise whole numbers only. */
  fractions?: boolean;
  /** Whether nothing may be entered. */
  optional?: boolean;
}

/** Why this number does not fit, in words; null where it does. `null` stands for an empty field. */
export function numberProblem(value: number | null, { min, max, fractions = false, optional = false }: NumberRange): string | null {
  const kind = fractions ? 'A number' : 'A whole number';
  if (value === null) return optional ? null : `${kind} is needed here.`;
  const isWrongKind = !Number.isFinite(value) || (!fractions && !Number.isInteger(value));
  const isOutside = (min !== undefined && value < min) || (max !== undefined && value > max);
  if (!isWrongKind && !isOutside) return null;
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}.`;
  if (min !== undefined) return `${kind}, ${min} or more.`;
  if (max !== undefined) return `${kind}, ${max} or less.`;
  return `${kind}, please.`;
}
