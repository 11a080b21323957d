/** The shape of a guard and the few ways to build one. */
import { type Context, dataOf, isBlank } from './context.ts';

export type Facts = Readonly<Record<string, string>>;
export interface Guard {
  /** `data`: looks at what was filled in, so it cannot be asked before the form is answered (actionsFor). */
  readonly needs: 'case' | 'data';
  readonly check: (ctx: Context) => Facts | null;
}

/** True → holds; false → refused with these facts. */
export const holds = (ok: boolean, facts: Facts = {}): Facts | null => (ok ? null : facts);

export const onCase = (check: Guard['check']): Guard => ({ needs: 'case', check });
export const onData = (check: Guard['check']): Guard => ({ needs: 'data', check });

/** A field of the answers must be there. */
export const given = (...fields: readonly string[]): Guard =>
  onData((ctx) => {
    const missing = fields.filter((field) => isBlank(dataOf(ctx)[field]));
    return holds(missing.length === 0, { missing: missing.join(',') });
  });
