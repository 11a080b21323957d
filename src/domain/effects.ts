/** What a change causes outside the case: people to tell, index rows, tallies, the audit line. All by unique keys. */

import { audienceOf } from './audience.ts';
import { digestOf, sealed } from './audit.ts';
import type { Actor, Case, Clock, Effect, Obligation, Relation } from './case.ts';
import { isoWeek } from './civil-date.ts';
import { ordinalOf } from './clocks.ts';
import type { Given } from './command.ts';
import type { Context } from './context.ts';
import { clockFacts, eventFacts, itemFacts, partFacts } from './facts.ts';
import { METRICS } from './metrics.ts';
import type { LadderStep } from './rules.ts';
import { subjectOf } from './subjects.ts';

/**
 * Notices of one event. `seq` is the event's place in the log of the case: a second reply is a new notice,
 * the same reply told again is not.
 */
export function noticesOf(next: Case, ctx: Context, made: readonly string[] | undefined): Effect[] {
  const subjects = made?.some((id) => subjectOf(next, id)) ? made : [ctx.subject.id];
  const notices = ctx.row.notify.flatMap(({ to, text }) => {
    // A new assignment is told to its own unit; its author hears of all of them once.
    const perPart = to.startsWith('unit') || to === 'author' || to === 'authors' ? subjects : [ctx.subject.id];
    const parts = to.startsWith('author') && subjects.length > 1 ? [ctx.subject.id] : perPart;
    return parts.flatMap((subject) =>
      audienceOf(to, next, subject, ctx.given)
        // Nobody is told what he has just done himself; an author's receipt is the exception.
        .filter((recipient) => to.startsWith('author') || recipient !== ctx.command.actor.id)
        .map((recipient) => notice(next, ctx, text, subject, recipient)),
    );
  });
  return [...new Map(notices.map((one) => [one.key, { type: 'obligation' as const, ...one }])).values()];
}

function notice(next: Case, ctx: Context, text: string, subject: string, recipient: string): Obligation {
  const ordinal = `${subject}.${next.auditHead.seq}`;
  return {
    key: [next.committee, next.id, text, ordinal, recipient].join(':'),
    committee: next.committee,
    case: next.id,
    kind: text,
    text,
    ordinal,
    recipient,
    dueAt: ctx.given.now,
    urgency: 'notice',
    subject,
    clock: null,
    facts: { ...itemFacts(next, ctx.given), ...partFacts(next, subject, ctx.given), ...eventFacts(next, ctx) },
  };
}

/** One ladder step of one clock; its key says the clock's ordinal, so it is told once however often it is swept. */
export function remindersOf(kase: Case, clock: Clock, step: LadderStep, dueAt: Date, given: Given): Effect[] {
  const key = kase.flags.includes('isKey') || String(kase.form.kind ?? '').startsWith('集体');
  const names = [...step.to, ...(key ? (step.toIfKey ?? []) : [])];
  const recipients = new Set(names.flatMap((name) => audienceOf(name, kase, clock.subject, given)));
  const kind = `${clock.ruleId}/${step.id}`;
  const ordinal = ordinalOf(clock);
  const facts = {
    ...itemFacts(kase, given),
    ...partFacts(kase, clock.subject, given),
    ...clockFacts(kase, clock, given),
  };
  return [...recipients].map((recipient) => ({
    type: 'obligation',
    key: [kase.committee, kase.id, kind, ordinal, recipient].join(':'),
    committee: kase.committee,
    case: kase.id,
    kind,
    text: step.text,
    ordinal,
    recipient,
    dueAt,
    urgency: step.urgency,
    subject: clock.subject,
    clock: { ruleId: clock.ruleId, subject: clock.subject, ordinal: clock.ordinal },
    facts,
  }));
}

function relationsOf(kase: Case): Relation[] {
  const row = (holder: string, role: string): Relation => ({ committee: kase.committee, case: kase.id, holder, role });
  return [
    ...kase.authors
      .filter(({ role }) => role !== 'declined')
      .map(({ person, role }) => row(`person:${person}`, role === 'first' ? 'author' : role)),
    ...kase.assignments.map(({ unit, kind }) => row(`unit:${unit}`, kind)),
    ...kase.commitments.map(({ unit }) => row(`unit:${unit}`, 'promised')),
  ];
}

/** Index rows that this change adds. */
export function relationEffects(before: Case | null, next: Case): Effect[] {
  const keyed = (kase: Case) =>
    relationsOf(kase).map(
      (relation) => [[relation.committee, relation.case, relation.holder, relation.role].join(':'), relation] as const,
    );
  const known = new Set(before ? keyed(before).map(([key]) => key) : []);
  const fresh = new Map(keyed(next).filter(([key]) => !known.has(key)));
  return [...fresh].map(([key, relation]) => ({ type: 'relation', key, relation }));
}

export function tallyEffects(next: Case, ctx: Context, made: readonly string[] | undefined): Effect[] {
  const { now } = ctx.given;
  return (ctx.row.tally ?? []).flatMap((name) =>
    (METRICS[name]?.(next, ctx, made) ?? [{ metric: name, subject: ctx.subject.id }]).map(
      ({ metric, subject = ctx.subject.id }) => {
        const unit = subjectOf(next, subject)?.commitment?.unit ?? subjectOf(next, subject)?.assignment?.unit ?? null;
        return {
          type: 'tally' as const,
          key: [next.committee, next.id, metric, `${subject}.${next.auditHead.seq}`].join(':'),
          tally: { committee: next.committee, metric, case: next.id, at: now, week: isoWeek(now), unit, value: 1 },
        };
      },
    ),
  );
}

interface Line {
  readonly event: string;
  readonly subject: string;
  readonly cause: string;
  readonly actor: Actor;
}

/** Appends the line of one event and moves the head of the chain. */
export function logged(before: Case | null, next: Case, line: Line, now: Date): Effect {
  const entry = sealed({
    committee: next.committee,
    case: next.id,
    seq: next.auditHead.seq + 1,
    at: now,
    // Staff acting for somebody: both names stand in the log (A.2 rule 4).
    actor: line.actor.onBehalfOf ? `${line.actor.id}→${line.actor.onBehalfOf}` : line.actor.id,
    roles: [...line.actor.roles],
    event: line.event,
    from: before?.state ?? '–',
    to: next.state,
    subject: line.subject,
    cause: line.cause,
    before: digestOf(before),
    after: digestOf(next),
    previous: next.auditHead.hash,
  });
  next.auditHead = { seq: entry.seq, hash: entry.hash };
  return { type: 'audit', key: [next.committee, next.id, entry.seq].join(':'), entry };
}
