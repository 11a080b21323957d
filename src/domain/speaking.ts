/** When the bot speaks, and how much at once (C.5). */

import { nextWorkingDay } from './calendar.ts';
import type { CivilDate, Obligation } from './case.ts';
import { addDays, addMinutes, civilDate, instantAt, isoWeek, mondayOf } from './civil-date.ts';
import { windowFrom, windowsOf } from './office-hours.ts';
import type { Rules } from './rules.ts';

export function speakingAt(now: Date, rules: Rules): boolean {
  return windowsOf(civilDate(now), rules).some(({ from, to }) => from <= now && now < to);
}

/** `now` inside the hours, else the moment the next window opens. */
export const nextSpeakingInstant = (now: Date, rules: Rules): Date => windowFrom(now, rules).from;

/**
 * The weekly digest of the week in which `now` lies: sent at a fixed minute past 09:00 (the platforms are
 * busiest on the hour), on the first working day from Monday on. A week without a working day shares the slot of
 * the next week that has one: `week` is the ISO week in which it is sent, so that both are sent once.
 */
export function digestSlot(now: Date, rules: Rules): { readonly week: string; readonly dueAt: Date } {
  const { speaking, calendar } = rules;
  const day = nextWorkingDay(addDays(mondayOf(civilDate(now)), speaking.digestWeekday - 1), calendar);
  const dueAt = addMinutes(instantAt(day, speaking.digestAt), speaking.digestSendMinute);
  return { week: isoWeek(dueAt), dueAt };
}

export interface DueItem {
  readonly obligation: Obligation;
  /** Fell due while the server was down. */
  readonly late: boolean;
}
export interface Listener {
  readonly isUnitLiaison: boolean;
  readonly isMember: boolean;
}
export interface History {
  /** Bundles of reminders sent to this person today. */
  readonly bundlesToday: number;
  /** Pushes to this person since Monday, notices of own items not counted. */
  readonly pushesThisWeek: number;
}
export interface Dispatch {
  /** Each group becomes one message. */
  readonly send: readonly (readonly Obligation[])[];
  readonly defer: readonly { readonly until: Date; readonly obligations: readonly Obligation[] }[];
}

/**
 * What one person is told now, and what later. Nothing is dropped: each obligation is in `send` or in `defer`
 * once. Outside the hours all of it waits. Inside them notices go at once, one message each; what is urgent goes at
 * once as one message, and reminders ride along with it; reminders alone need a free place in the person's
 * budget. After an outage all that goes is one message.
 */
export function planDispatch(
  due: readonly DueItem[],
  person: Listener,
  history: History,
  now: Date,
  rules: Rules,
): Dispatch {
  if (due.length === 0) return { send: [], defer: [] };
  const obligations = due.map(({ obligation }) => obligation);
  if (!speakingAt(now, rules)) {
    return { send: [], defer: [{ until: nextSpeakingInstant(now, rules), obligations }] };
  }
  const budgetFrom = budgetOpensAt(person, history, now, rules);
  const isFree = (one: DueItem): boolean => one.obligation.urgency !== 'reminder';
  const ridesAlong = due.some((one) => one.obligation.urgency === 'urgent' || (one.late && isFree(one)));
  const going = due.filter((one) => isFree(one) || ridesAlong || budgetFrom === null);
  const waiting = due.filter((one) => !going.includes(one)).map(({ obligation }) => obligation);
  return {
    send: groupsOf(going),
    defer: budgetFrom !== null && waiting.length > 0 ? [{ until: budgetFrom, obligations: waiting }] : [],
  };
}

/** One message for what was late and everything that may be bundled with it; current notices stay single. */
function groupsOf(going: readonly DueItem[]): readonly (readonly Obligation[])[] {
  const isSingle = (one: DueItem): boolean => one.obligation.urgency === 'notice' && !one.late;
  const singles = going.filter(isSingle).map(({ obligation }) => [obligation]);
  const bundle = going.filter((one) => !isSingle(one)).map(({ obligation }) => obligation);
  return bundle.length > 0 ? [...singles, bundle] : singles;
}

/** Null when a bundle of reminders may go today, else the moment from which one may. */
function budgetOpensAt(person: Listener, history: History, now: Date, rules: Rules): Date | null {
  const { speaking } = rules;
  const today = civilDate(now);
  const opens = (day: CivilDate): Date => nextSpeakingInstant(instantAt(day, '00:00'), rules);
  const waits = [
    person.isUnitLiaison && history.bundlesToday >= speaking.liaisonBundlesPerDay ? opens(addDays(today, 1)) : null,
    person.isMember && history.pushesThisWeek >= speaking.memberPushesPerWeek
      ? opens(addDays(mondayOf(today), 7))
      : null,
  ].filter((wait) => wait !== null);
  return waits.reduce<Date | null>((latest, wait) => (latest && latest > wait ? latest : wait), null);
}
