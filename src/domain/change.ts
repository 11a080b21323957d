/** The shape of a change to the document. It writes on a copy that `decide` made for it. */
import type { Assignment, Case } from './case.ts';
import type { Context } from './context.ts';
import { assignmentOf } from './subjects.ts';

/** Ids of the parts whose clocks the row starts or stops instead of the subject's. */
export type Change = (next: Case, ctx: Context) => readonly string[] | undefined;

/** The subject's assignment in the copy. */
export function ownAssignment(next: Case, ctx: Context): Assignment {
  const own = assignmentOf(next, ctx.subject.assignment?.id ?? '');
  if (!own)
    throw new Error(`changes: ${ctx.row.event} on case ${next.id} needs an assignment, got '${ctx.subject.id}'`);
  return own;
}

export function addFlag(next: Case, flag: string): void {
  if (!next.flags.includes(flag)) next.flags.push(flag);
}

export function dropFlag(next: Case, flag: string): void {
  next.flags = next.flags.filter((one) => one !== flag);
}
