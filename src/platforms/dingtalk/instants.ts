/** Until the year 5138; more digits are no milliseconds. */
const MILLISECONDS = /^\d{1,14}$/;

/** Milliseconds as number or decimal text: the manual's tables and its samples differ. Null for anything else. */
export function instantOf(value: unknown): Date | null {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return MILLISECONDS.test(text) ? new Date(Number(text)) : null;
}
