import { buildCalendar } from '../../../src/calendar-data.ts';
import type { Clock } from '../../../src/domain/case.ts';
import { civilDate, formatInstant, instantAt } from '../../../src/domain/civil-date.ts';
import { type Start, startClock, stepsOf } from '../../../src/domain/clocks.ts';
import { defaultRules } from '../../../src/domain/default-rules.ts';
import type { ClockRule, LengthUnit } from '../../../src/domain/rules.ts';

export const calendar = buildCalendar();
export const rules = defaultRules(calendar);

/** `2026-03-10 10:00` in Asia/Shanghai. */
export const at = (text: string): Date => instantAt(text.slice(0, 10), text.slice(11) || '10:00');

export const aRule = (unit: LengthUnit, amount: number): ClockRule => ({
  id: 'T-1',
  label: '试验',
  unit,
  amount,
  rollForward: unit === 'calendarDay' || unit === 'calendarMonth',
  ladder: [],
  onDue: [],
});

export function aClock(rule: ClockRule | string, startAt: string, more: Partial<Start> = {}): Clock {
  return startClock(ruleOf(rule), { subject: 'as-1', ordinal: 1, startAt: at(startAt), ...more }, rules);
}

export const ruleOf = (rule: ClockRule | string): ClockRule => {
  const found = typeof rule === 'string' ? rules.clocks[rule] : rule;
  if (!found) throw new Error(`no rule ${String(rule)}`);
  return found;
};

export const dueOn = (clock: Clock): string => civilDate(clock.dueAt);

/** `R4 6月3日 08:30` for each step. */
export const ladderOf = (clock: Clock): string[] =>
  stepsOf(clock, ruleOf(clock.ruleId), rules).map(({ step, dueAt }) => `${step.id} ${formatInstant(dueAt)}`);
