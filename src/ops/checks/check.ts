import type { OperatorParts } from '../command.ts';

export type Result = 'ok' | 'warn' | 'fail';
export interface Outcome {
  readonly result: Result;
  /** What was found; never a secret. */
  readonly detail: string;
}
export interface Check {
  /** The manual's chapter on faults is keyed by it. */
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly todo: string;
  readonly run: (parts: OperatorParts) => Promise<Outcome>;
}

export const ok = (detail: string): Outcome => ({ result: 'ok', detail });
export const warn = (detail: string): Outcome => ({ result: 'warn', detail });
export const fail = (detail: string): Outcome => ({ result: 'fail', detail });

/** The first few, and how many more there are. */
export function some(names: readonly string[], max = 8): string {
  return names.length <= max ? names.join('、') : `${names.slice(0, max).join('、')}等${names.length}个`;
}
