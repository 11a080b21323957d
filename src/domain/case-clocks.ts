/** Which clocks an event starts and stops on a case. When they are due is clocks.ts; here is only whose they are. */
import type { Case, Clock } from './case.ts';
import { startClock, stopClock } from './clocks.ts';
import { type Context, dataOf, isYes, listOf } from './context.ts';
import { meetingOf } from './guards-assignment.ts';
import { dissatisfaction, feedbackComplete } from './guards-reply.ts';
import type { ClockRule } from './rules.ts';
import { assignmentOf, commitmentsOf, isLive, isReplying, subjectOf } from './subjects.ts';

const isRunning = (clock: Clock): boolean => clock.stoppedAt === null;

/** After the change: the context as guards read it, but on the new case. */
const after = (next: Case, ctx: Context, id: string): Context => ({
  ...ctx,
  kase: next,
  subject: subjectOf(next, id) ?? ctx.subject,
});

/** Starts only when this holds; rules without a line always do. */
const STARTS_WHEN: Readonly<Record<string, (next: Case, id: string, ctx: Context) => boolean>> = {
  'C-09': (next, id) => assignmentOf(next, id)?.kind !== 'co',
  'C-10': (next, id) => assignmentOf(next, id)?.kind !== 'co',
  'C-11': (next, id) => assignmentOf(next, id)?.kind === 'co',
  'C-17': (next, id) => {
    const own = assignmentOf(next, id);
    return own !== undefined && !meetingOf(own, 'after');
  },
  'C-18': (next, id) => assignmentOf(next, id) !== undefined,
  'C-20': (next, id, ctx) => (assignmentOf(next, id)?.round ?? 1) >= 2 && dissatisfaction(after(next, ctx, id)),
  'C-21': (next, id) => next.flags.includes('isKey') && assignmentOf(next, id)?.kind !== 'co',
  'C-26': (next, id) => ['A', 'B'].includes(assignmentOf(next, id)?.resultClass ?? ''),
  // Which units had an assignment before this year is known only outside the case.
  'C-27': (next, id, ctx) => listOf(dataOf(ctx).firstOfYear).includes(assignmentOf(next, id)?.unit),
  'C-28': (next, id) => assignmentOf(next, id)?.resultClass === 'C',
  'C-29': (next) => next.form.isPublic === undefined || isYes(next.form.isPublic),
  'S-01': (next) => !isYes(next.form.urgent),
  'S-01u': (next) => isYes(next.form.urgent),
};

const STOPS_WHEN: Readonly<Record<string, (next: Case, id: string, ctx: Context) => boolean>> = {
  'C-09': (_next, _id, { subject }) => !subject.meeting || subject.meeting.stage === 'before',
  'C-17': (_next, _id, { subject }) => !subject.meeting || subject.meeting.stage === 'after',
  'C-18': (next, id, ctx) => ctx.row.relation !== 'rater' || feedbackComplete(after(next, ctx, id)),
};

/** Clocks of the whole item, whoever's event starts them. */
const ITEM_CLOCKS: readonly string[] = ['C-22', 'C-29'];

/** The parts a rule is started for. */
function subjectsFor(ruleId: string, next: Case, ctx: Context, made: readonly string[] | undefined): readonly string[] {
  if (ITEM_CLOCKS.includes(ruleId)) return [''];
  if (ruleId === 'C-24')
    return commitmentsOf(next, ctx.subject.id)
      .filter(({ state }) => state === 'open')
      .map(({ id }) => id);
  if (made) return made;
  if (ruleId === 'C-21') return next.assignments.filter((one) => isLive(one) && isReplying(one)).map(({ id }) => id);
  return [ctx.subject.id];
}

/** `C-24@tracking`: only when the item is then in that state. */
function clockId(token: string): { ruleId: string; inState: string | undefined } {
  const [ruleId = token, inState] = token.split('@');
  return { ruleId, inState };
}

export function startClocks(next: Case, ctx: Context, made: readonly string[] | undefined): void {
  for (const token of ctx.row.start) {
    const { ruleId, inState } = clockId(token);
    if (inState && inState !== next.state) continue;
    for (const id of subjectsFor(ruleId, next, ctx, made)) startOne(next, ctx, ruleId, id);
  }
}

function startOne(next: Case, ctx: Context, ruleId: string, subject: string): void {
  const { rules, now } = ctx.given;
  const rule = rules.clocks[ruleId];
  // A committee that leaves a rule out has switched that limit off.
  if (!rule || STARTS_WHEN[ruleId]?.(next, subject, ctx) === false) return;
  const earlier = next.clocks.filter((clock) => clock.ruleId === ruleId && clock.subject === subject);
  if (earlier.some(isRunning)) return;
  const promised = next.commitments.find(({ id }) => id === subject)?.dueOn;
  const notAfter = ruleId === 'C-16' ? replyLimit(next, subject, now) : undefined;
  const start = {
    subject,
    ordinal: earlier.length + 1,
    startAt: now,
    ...(rule.unit === 'onDate' && promised ? { onDate: promised } : {}),
    ...(notAfter ? { notAfter } : {}),
  };
  next.clocks.push({ ...startClock(rule, start, rules), told: saidByNotice(ctx, rule) });
}

/** R0 is the task card with all dates (C.3): where the event itself tells the unit, its notice is that card. */
function saidByNotice({ row }: Context, rule: ClockRule): string[] {
  if (!row.notify.some(({ to }) => to.startsWith('unit'))) return [];
  return rule.ladder.filter(({ when }) => when.kind === 'start').map(({ id }) => id);
}

/** A revised reply is not due after the reply itself (C-16), unless that limit is over already. */
const replyLimit = (next: Case, subject: string, now: Date): Date | undefined =>
  next.clocks.find(
    (clock) =>
      ['C-10', 'C-19'].includes(clock.ruleId) && clock.subject === subject && isRunning(clock) && clock.dueAt > now,
  )?.dueAt;

/** null: of the whole item. */
function scopeOf(next: Case, ctx: Context, made: readonly string[] | undefined): ReadonlySet<string> | null {
  const { type, id, assignment } = ctx.subject;
  if (type === 'item') return ctx.row.relation === 'invitee' && made ? new Set(made) : null;
  if (type === 'commitment') return new Set([id]);
  if (type === 'meeting') return new Set([id, assignment?.id ?? '']);
  const meetings = assignment?.meetings.map((meeting) => meeting.id) ?? [];
  return new Set([id, ...meetings, ...commitmentsOf(next, id).map((one) => one.id)]);
}

export function stopClocks(next: Case, ctx: Context, made: readonly string[] | undefined): void {
  const scope = scopeOf(next, ctx, made);
  next.clocks = next.clocks.map((clock) => {
    const named = ctx.row.stop.includes(clock.ruleId) || ctx.row.stop.includes('*');
    const own = scope === null || scope.has(clock.subject) || ITEM_CLOCKS.includes(clock.ruleId);
    if (!named || !own || STOPS_WHEN[clock.ruleId]?.(next, clock.subject, ctx) === false) return clock;
    return stopClock(clock, ctx.given.now);
  });
}

/** Reaching an end stops what still runs; so does the loss of the part a clock belonged to (replaced promises). */
export function stopAtEnd(next: Case, ctx: Context): void {
  const { finalStates, outlive } = ctx.kind;
  const ended = finalStates.includes(next.state) && !finalStates.includes(ctx.kase.state);
  const people = next.authors.map(({ person }) => person);
  next.clocks = next.clocks.map((clock) => {
    const orphan = !people.includes(clock.subject) && subjectOf(next, clock.subject) === null;
    const keeps = !ended || outlive.includes(clock.ruleId);
    return keeps && !orphan ? clock : stopClock(clock, ctx.given.now);
  });
}
