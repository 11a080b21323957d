/** Guards of assigning, returning, meeting and extending. */

import { addWorkingDays } from './calendar.ts';
import type { Assignment, Meeting, MeetingStage } from './case.ts';
import { civilDate, isCivilDate } from './civil-date.ts';
import {
  actorOf,
  type Context,
  dataOf,
  isBlank,
  isOver,
  isYes,
  lastClock,
  listOf,
  recordOf,
  textOf,
} from './context.ts';
import { type Guard, given, holds, onCase, onData } from './guard.ts';

const assignment = (ctx: Context): Assignment => {
  if (!ctx.subject.assignment) throw new Error(`guards: ${ctx.row.event} needs an assignment, got '${ctx.subject.id}'`);
  return ctx.subject.assignment;
};

export const wantedUnits = (ctx: Context): { unit: string; kind: string; suggestions: number[] }[] =>
  listOf(dataOf(ctx).assignments).map((one) => {
    const { unit, kind, suggestions } = recordOf(one);
    return { unit: textOf(unit), kind: textOf(kind), suggestions: listOf(suggestions).map(Number) };
  });

/** One sole alone, two or more branches, or one host with at least one co unit (B.1.5). */
function coherent(kinds: readonly string[]): boolean {
  const count = (kind: string): number => kinds.filter((one) => one === kind).length;
  if (kinds.length === 1) return count('sole') === 1;
  if (count('branch') > 0) return count('branch') === kinds.length;
  return count('host') === 1 && count('co') === kinds.length - 1 && count('co') > 0;
}

function ownedOnce(ctx: Context): boolean {
  const owned = wantedUnits(ctx).flatMap(({ suggestions }) => suggestions);
  const total = listOf(ctx.kase.form.suggestions).length;
  return owned.length === 0 || (owned.length === total && new Set(owned).size === total && Math.max(...owned) <= total);
}

export const meetingOf = (one: Assignment, stage: MeetingStage): Meeting | undefined =>
  one.meetings.find((meeting) => meeting.stage === stage && meeting.confirm === 'confirmed');

const clockNotOver = (ruleId: string): Guard =>
  onCase((ctx) => {
    const due = lastClock(ctx.kase, ruleId, ctx.subject.id)?.dueAt;
    return holds(!isOver(ctx.kase, ruleId, ctx.subject.id, ctx.given.now), {
      clock: ruleId,
      due: due ? civilDate(due) : '',
    });
  });

export const assignmentGuards = {
  coherentUnits: onData((ctx) => {
    const wanted = wantedUnits(ctx);
    const distinct =
      new Set(wanted.map(({ unit }) => unit)).size === wanted.length && wanted.every(({ unit }) => unit !== '');
    return holds(distinct && coherent(wanted.map(({ kind }) => kind)), {
      units: wanted.map((one) => `${one.unit}:${one.kind}`).join(','),
    });
  }),
  everySuggestionOwned: onData((ctx) =>
    holds(ownedOnce(ctx), { suggestions: String(listOf(ctx.kase.form.suggestions).length) }),
  ),
  newUnitNamed: onData((ctx) => {
    const unit = textOf(dataOf(ctx).newUnit);
    return holds(unit !== '' && unit !== assignment(ctx).unit, { newUnit: unit });
  }),
  unitChanges: onData((ctx) => holds(!isBlank(dataOf(ctx).newUnit))),
  unitStays: onData((ctx) => holds(isBlank(dataOf(ctx).newUnit))),
  suggestedUnits: onData((ctx) => holds(listOf(dataOf(ctx).suggestedUnits).length > 0, { missing: 'suggestedUnits' })),
  suggestionPending: onCase((ctx) => holds(ctx.kase.flags.includes(`suggested:${ctx.subject.id}`))),
  granted: onData((ctx) => holds(isYes(dataOf(ctx).granted))),
  notGranted: onData((ctx) => holds(!isYes(dataOf(ctx).granted))),
  returnOpen: clockNotOver('C-08'),
  notArbitrated: onCase((ctx) => holds(!ctx.kase.flags.includes(`arbitrated:${ctx.subject.id}`))),
  secondReturn: onCase((ctx) => {
    const returns = ctx.kase.assignments.reduce((most, one) => Math.max(most, one.returns), 0);
    return holds(returns >= 2, { returns: String(returns) });
  }),
  meetingForm: given('way', 'content'),
  shortPlan: given('plan'),
  meetingPending: onCase((ctx) => {
    const confirm = ctx.subject.meeting?.confirm;
    // Once C-12 has run out only staff may still enter what the author said by telephone.
    const late = confirm === 'unconfirmed' && actorOf(ctx).onBehalfOf !== undefined;
    return holds(confirm === 'pending' || late, { confirm: confirm ?? '' });
  }),
  whatIsWrong: given('text'),
  isKey: onCase((ctx) => holds(ctx.kase.flags.includes('isKey'))),
  planGiven: given('plan'),
  newDate: onData((ctx) => {
    const date = textOf(dataOf(ctx).newDue);
    return holds(isCivilDate(date) && date > civilDate(ctx.given.now), { newDue: date });
  }),
  /** C-10 must be asked for C-13 ahead; the other limits before they end. */
  extensionInTime: onData((ctx) => {
    const { rules, now } = ctx.given;
    const ruleId = textOf(dataOf(ctx).clock) || 'C-10';
    const clock = lastClock(ctx.kase, ruleId, ctx.subject.id);
    if (!clock || clock.stoppedAt) return { clock: ruleId };
    const ahead = ruleId === 'C-10' ? (rules.clocks['C-13']?.amount ?? 0) : 0;
    const latest = addWorkingDays(civilDate(clock.dueAt), -ahead, rules.calendar);
    return holds(civilDate(now) <= latest, { clock: ruleId, latest });
  }),
  extensionPending: onCase((ctx) => holds(assignment(ctx).extension !== undefined)),
  progressForm: given('text'),
  opinionForm: given('text'),
  opinionReturnedOnce: onCase((ctx) => holds(!ctx.kase.flags.includes(`opinionReturned:${ctx.subject.id}`))),
} satisfies Record<string, Guard>;
