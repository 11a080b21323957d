/** What both platforms' answers are read with. */
export type Json = Readonly<Record<string, unknown>>;

/** The object that a body holds; null for anything else. */
export function parseObject(body: Buffer): Json | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    return null;
  }
}

/** Milliseconds of a `retry-after` header in seconds, a day at most; without one `otherwise`. */
export function retryAfterMs(header: string | undefined, otherwise: number): number {
  const seconds = Number(header);
  return header && seconds > 0 ? Math.min(seconds, 86_400) * 1000 : otherwise;
}
