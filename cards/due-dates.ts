/** Which clock gives the date behind a placeholder of section G. */
import type { Case, CivilDate, Clock, Obligation } from '../src/domain/case.ts';
import { civilDate } from '../src/domain/civil-date.ts';
import { type About, clockOf } from './about.ts';

/** Placeholder → clocks, the first one found counts. */
const CLOCKS_OF_PLACEHOLDER: Readonly<Record<string, readonly string[]>> = {
  replyDue: ['C-19', 'C-10'],
  receiptDue: ['C-07'],
  returnDue: ['C-08'],
  coDue: ['C-11'],
  meetDue: ['C-09'],
  planDue: ['C-21'],
  feedbackDue: ['C-18'],
  deadline: ['C-02'],
  assignDate: ['C-06'],
};

/** 'due' and 'dueDate' mean another clock in each text. */
const CLOCKS_OF_TEXT: Readonly<Record<string, readonly string[]>> = {
  'G-02': ['C-04'],
  'G-05': ['C-05c', 'C-05b'],
  'G-13': ['C-08b'],
  'G-23': ['C-16'],
  'G-26': ['C-19'],
  'G-27': ['C-19'],
  'G-28': ['C-19'],
  'G-30': ['C-24'],
  'G-19': ['C-10'],
  'G-31': ['C-23'],
  'G-32': ['C-24', 'C-19', 'C-10'],
  'G-33': ['C-24', 'C-19', 'C-10'],
  'G-127': ['C-24', 'C-19', 'C-10'],
  'G-74': ['C-19', 'C-10'],
  'G-35': ['C-25'],
  'G-45': ['S-06'],
  'G-92': ['C-03', 'C-05', 'C-06'],
  'G-98': ['C-09', 'C-17'],
  'G-101': ['C-11'],
  'G-105': ['C-24'],
  'G-107': ['C-18'],
  'G-111': ['C-25'],
  'G-113': ['C-24'],
  'G-16': ['C-14'],
  'G-116': ['S-02'],
  'X-4': ['C-03'],
  'X-7': ['C-05'],
  'X-10': ['C-06'],
  'X-12': ['C-05'],
  'X-20': ['C-08b'],
  'X-43': ['C-23'],
  'X-46': ['C-23'],
  'X-53': ['C-25'],
  'X-61': ['C-23'],
  'X-S1': ['S-01u', 'S-01'],
  'X-S6': ['S-04'],
  'X-S6i': ['S-04'],
  'X-S6b': ['S-03'],
};

const subjectsOf = (about: About): readonly string[] => [
  about.commitment?.id ?? '',
  about.meeting?.id ?? '',
  about.assignment?.id ?? '',
  '',
];

/** The clock a reminder was made by, else the one its text speaks of. */
export function clockOfObligation(obligation: Obligation, kase: Case, about: About): Clock | null {
  const named = obligation.clock;
  const own = named
    ? kase.clocks.find(
        (clock) => clock.ruleId === named.ruleId && clock.subject === named.subject && clock.ordinal === named.ordinal,
      )
    : undefined;
  return own ?? clockOf(kase, CLOCKS_OF_TEXT[obligation.text] ?? [], subjectsOf(about));
}

/** Each date placeholder with the day it is due; those without a clock are left out. */
export function datesOf(kase: Case, about: About): Readonly<Record<string, CivilDate>> {
  const found = Object.entries(CLOCKS_OF_PLACEHOLDER).flatMap(([name, ruleIds]) => {
    const clock = clockOf(kase, ruleIds, subjectsOf(about));
    return clock ? [[name, civilDate(clock.dueAt)] as const] : [];
  });
  return Object.fromEntries(found);
}
