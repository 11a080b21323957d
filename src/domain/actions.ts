/** What this person can do now on this case: for "what can be done" lists and the buttons of cards. */
import type { Actor, Case } from './case.ts';
import type { Given } from './command.ts';
import type { Context } from './context.ts';
import { guardOf } from './guards.ts';
import type { Row } from './kind.ts';
import { kindFor } from './kinds/kinds.ts';
import { can, isRecused } from './policy.ts';
import { allSubjects, ITEM, type Subject } from './subjects.ts';
import { inState } from './transitions.ts';

export interface Action {
  readonly event: string;
  /** Assignment, commitment or meeting it acts on; '' for the item. */
  readonly subject: string;
  readonly label: string;
}

/** Open rows only, in the order of the table; each event and subject once. */
export function actionsFor(kase: Case, actor: Actor, given: Given): readonly Action[] {
  const kind = kindFor(kase.kind, given);
  if (!kind) return [];
  const subjects = allSubjects(kase);
  const actions = kind.rows
    .filter(({ open, by }) => open && by.some((role) => role !== 'system'))
    .flatMap((row) =>
      partsFor(row, subjects)
        .filter((subject) =>
          isPossible({ kase, kind, row, subject, given, command: { event: row.event, actor, cause: '' } }),
        )
        .map((subject) => ({ event: row.event, subject: subject.id, label: row.label })),
    );
  return [...new Map(actions.map((action) => [`${action.event} ${action.subject}`, action])).values()];
}

const partsFor = (row: Row, subjects: readonly Subject[]): readonly Subject[] =>
  row.target === 'item' || row.target === 'none' ? [ITEM] : subjects.filter(({ type }) => type === row.target);

/** Guards on what is filled in cannot be asked before the form; those on the case can. */
function isPossible(ctx: Context): boolean {
  const { actor } = ctx.command;
  if (!can(actor, ctx.row, ctx.kase, ctx.subject) || isRecused(actor, ctx.row, ctx.kase) || !inState(ctx)) return false;
  return [...(ctx.row.when ?? []), ...ctx.row.guards].every((name) => {
    const guard = guardOf(name);
    return guard.needs === 'data' || guard.check(ctx) === null;
  });
}
