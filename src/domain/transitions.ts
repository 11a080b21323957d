/** Finding the row an event means, and doing what the row says. Knows no kind and no event by name. */
import type { Case } from './case.ts';
import { startClocks, stopAtEnd, stopClocks } from './case-clocks.ts';
import { changeOf } from './changes.ts';
import type { Command, Given, Refusal } from './command.ts';
import { computedState, stateBeside } from './computed-state.ts';
import type { Context } from './context.ts';
import { guardOf } from './guards.ts';
import type { Kind, Row } from './kind.ts';
import { can, isRecused } from './policy.ts';
import { ITEM, isLive, isReplying, type Subject, subjectOf } from './subjects.ts';

/** States in which a part still moves; rows that name no states of their own act on these. */
const ENDED = ['done', 'reassigned', 'voided'];

/** The part a row acts on. A unit need not name its own assignment, nobody need name the only one. */
function targetOf(kase: Case, row: Row, command: Command): Subject | null {
  if (row.target === 'item' || row.target === 'none') return ITEM;
  const named = subjectOf(kase, command.subject ?? '');
  if (named && named.type === row.target) return named;
  if (command.subject || row.target !== 'assignment') return null;
  const live = kase.assignments.filter(isLive);
  const own = live.filter(({ unit }) => unit === command.actor.unit);
  const only = own.length === 1 ? own[0] : live.filter(isReplying)[0];
  const alone = own.length === 1 || live.filter(isReplying).length === 1;
  return only && alone ? subjectOf(kase, only.id) : null;
}

const subState = ({ type, assignment, commitment }: Subject): string | undefined =>
  type === 'commitment' ? commitment?.state : assignment?.state;

export function inState(ctx: Pick<Context, 'kase' | 'kind' | 'row' | 'subject'>): boolean {
  const { kase, kind, row, subject } = ctx;
  const beside =
    row.target === 'item' || row.target === 'none' ? kase.state : stateBeside(kase, kind, subject.assignment);
  if (!row.from.includes('*') && !row.from.includes(beside)) return false;
  const state = subState(subject);
  if (state === undefined) return true;
  return row.subFrom ? row.subFrom.includes(state) : !ENDED.includes(state);
}

type Found = { readonly ctx: Context } | { readonly refusal: Refusal };

/** How far a row got before it was refused: the nearest miss is what people are told. */
const DEPTH: Readonly<Record<Refusal['code'], number>> = {
  notFound: 0,
  notInThisState: 1,
  conflict: 1,
  notYetOpen: 2,
  guard: 3,
};

/** The row of this event that may be done now, else the refusal of the one that came nearest. */
export function findRow(kase: Case, kind: Kind, command: Command, given: Given): Found {
  let nearest: Refusal = { code: 'notFound' };
  for (const row of kind.rows.filter(({ event }) => event === command.event)) {
    const tried = tryRow(kase, kind, row, command, given);
    if ('ctx' in tried) return tried;
    if (DEPTH[tried.refusal.code] > DEPTH[nearest.code]) nearest = tried.refusal;
  }
  return { refusal: nearest };
}

/** Order matters: who may not see it learns nothing, who may learns the state first and the form last. */
function tryRow(kase: Case, kind: Kind, row: Row, command: Command, given: Given): Found {
  const subject = targetOf(kase, row, command);
  if (!subject || !can(command.actor, row, kase, subject)) return { refusal: { code: 'notFound' } };
  const ctx: Context = { kase, kind, row, subject, command, given };
  if (!inState(ctx)) return { refusal: { code: 'notInThisState' } };
  if (!(row.when ?? []).every((name) => guardOf(name).check(ctx) === null))
    return { refusal: { code: 'notInThisState' } };
  if (!row.open) return { refusal: { code: 'notYetOpen', row: row.n } };
  if (isRecused(command.actor, row, kase)) {
    return {
      refusal: { code: 'guard', guard: 'recusal', facts: { unit: given.directory.unitName(command.actor.unit ?? '') } },
    };
  }
  for (const guard of row.guards) {
    const facts = guardOf(guard).check(ctx);
    if (facts) return { refusal: { code: 'guard', guard, facts } };
  }
  return { ctx };
}

export interface Applied {
  readonly next: Case;
  /** Parts that the change made, if any. */
  readonly made: readonly string[] | undefined;
}

/** Does what the row says, on a copy. */
export function applyRow(ctx: Context): Applied {
  // What the change before caused is no part of the case (decision 46).
  const next = structuredClone({ ...ctx.kase, effects: [] });
  const { row } = ctx;
  takeNumbers(next, ctx);
  moveSubject(next, ctx);
  let made: readonly string[] | undefined;
  for (const name of row.changes) made = changeOf(name)(next, ctx) ?? made;
  next.state = row.to ?? computedState(next, ctx.kind);
  if (!row.to && row.changes.includes('restoreState')) changeOf('restoreState')(next, ctx);
  closeParts(next, ctx);
  stopClocks(next, ctx, made);
  stopAtEnd(next, ctx);
  startClocks(next, ctx, made);
  next.updatedAt = ctx.given.now;
  return { next, made };
}

function moveSubject(next: Case, { row, subject }: Context): void {
  if (row.subTo === undefined) return;
  const part = subjectOf(next, subject.id);
  const own = part?.commitment ?? part?.assignment;
  if (own) Object.assign(own, { state: row.subTo });
}

/** With the item closed, co units that were at work are done too (event 50). */
function closeParts(next: Case, { kase, kind }: Context): void {
  if (next.state === kase.state || next.state !== 'closed' || kind.computed.length === 0) return;
  for (const one of next.assignments) if (isLive(one) && !isReplying(one)) one.state = 'done';
}

function takeNumbers(next: Case, { row, given }: Context): void {
  for (const name of row.numbers ?? []) {
    if (name === 'crossOffNo' || next[name]) continue;
    const number = given.numbers[name];
    if (!number) throw new Error(`decide: ${row.event} on case ${next.id} needs numbers.${name}, none was reserved`);
    next[name] = number;
  }
}
