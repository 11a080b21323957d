/** Which number an event hands out, known before it is decided: the shell reserves one only for the row that takes it. */
import type { Case } from './case.ts';
import type { Command, CreateTarget, Given } from './command.ts';
import type { NumberName } from './kind.ts';
import { kindFor } from './kinds/kinds.ts';
import { newCase } from './new-case.ts';
import { findRow } from './transitions.ts';

/**
 * Asked of the row, not of the event: of two rows of 核查通过 only the last signer's crosses off, and the first
 * signature must leave no gap in the year's list. Serial and public numbers are handed out once in a case's life.
 */
export function numberFor(kase: Case | null, command: Command, given: Given, target?: CreateTarget): NumberName | null {
  const start = kase ?? (target ? newCase(target, command.actor, given) : null);
  const kind = start ? kindFor(start.kind, given) : undefined;
  if (!start || !kind) return null;
  const found = findRow(start, kind, command, given);
  const taken = 'ctx' in found ? (found.ctx.row.numbers ?? []) : [];
  return taken.find((name) => name === 'crossOffNo' || start[name] === null) ?? null;
}
