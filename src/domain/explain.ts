/** 〔为什么是这天〕: how a deadline came about, as data and as Chinese text. */

import { holidayName, isOfficial, isWorkingDay, workingDaysBetween } from './calendar.ts';
import type { CivilDate, Clock } from './case.ts';
import { addDays, civilDate, daysBetween, formatDay, formatInstant, weekdayOf, yearOf } from './civil-date.ts';
import { dueOf, isHourly } from './due-date.ts';
import type { ClockRule, Rules } from './rules.ts';

export interface Explanation {
  readonly start: CivilDate;
  readonly rule: ClockRule;
  /** Where the rule leads; an extension is told beside it. */
  readonly end: CivilDate;
  /** Days that did not count (working days), or days off over which the end moved (calendar limits). */
  readonly skipped: readonly { readonly date: CivilDate; readonly why: string }[];
  /** Make-up working days that did count. */
  readonly madeUp: readonly CivilDate[];
  readonly counted: number;
  readonly moved: boolean;
  /** Another clock ends earlier and ends this one too (C-16: not beyond C-10). */
  readonly capped: boolean;
  /** False when the rule pack has changed since: a running clock does not move with it (C.1 rule 8). */
  readonly isCurrentRule: boolean;
  readonly provisional: boolean;
}

/** @throws RangeError when the rules know no clock of that id */
export function explainClock(clock: Clock, rules: Rules): Explanation {
  const rule = ruleOf(clock, rules);
  const start = civilDate(clock.startAt);
  const end = civilDate(clock.originalDueAt);
  const computed = dueOf(rule, clock.startAt, rules, end);
  const capped = clock.originalDueAt < computed.dueAt;
  const nominal = capped ? end : (computed.nominal ?? end);
  const byWorkingDays = rule.unit === 'workingDay';
  const span = byWorkingDays ? daysFrom(addDays(start, 1), end) : daysFrom(nominal, addDays(end, -1));
  return {
    start,
    rule,
    end,
    skipped: span
      .filter((date) => !isWorkingDay(date, rules.calendar))
      .map((date) => ({ date, why: whyOff(date, rules) })),
    madeUp: byWorkingDays ? span.filter((date) => rules.calendar.makeUpDays.has(date)) : [],
    counted: countedOf(rule, start, end, nominal, rules),
    moved: nominal !== end,
    capped,
    isCurrentRule: clock.ruleVersion === rules.version,
    provisional: clock.provisional,
  };
}

function ruleOf(clock: Clock, rules: Rules): ClockRule {
  const rule = rules.clocks[clock.ruleId];
  if (!rule) throw new RangeError(`clock: rule '${clock.ruleId}' is not in rule pack '${rules.version}'`);
  return rule;
}

function countedOf(rule: ClockRule, start: CivilDate, end: CivilDate, nominal: CivilDate, rules: Rules): number {
  if (isHourly(rule)) return rule.amount;
  return rule.unit === 'workingDay' ? workingDaysBetween(start, end, rules.calendar) : daysBetween(start, nominal);
}

function daysFrom(first: CivilDate, last: CivilDate): readonly CivilDate[] {
  return Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, n) => addDays(first, n));
}

function whyOff(date: CivilDate, rules: Rules): string {
  const holiday = holidayName(date, rules.calendar);
  if (holiday !== null) return isOfficial(date, rules.calendar) ? `${holiday}放假` : `${holiday}（暂按法定节日首日）`;
  return weekdayOf(date) === 6 ? '周六' : '周日';
}

const UNIT_WORDS: Readonly<Record<ClockRule['unit'], (rule: ClockRule) => string>> = {
  workingDay: ({ amount }) => `${amount}个工作日`,
  calendarDay: ({ amount }) => `${amount}日`,
  calendarMonth: ({ amount }) => `${amount}个月`,
  hour: ({ amount }) => `${amount}小时`,
  officeHour: ({ amount, capHours }) => `${amount}个工作小时${capHours ? `，最迟${capHours}小时` : ''}`,
  onDate: () => '以约定日期为准',
  yearDay: ({ yearDay = '' }) => `每年${Number(yearDay.slice(0, 2))}月${Number(yearDay.slice(3))}日前`,
};

/** Lines for a card or a message; the first names limit and end. */
export function explainText(clock: Clock, rules: Rules): string {
  const explained = explainClock(clock, rules);
  const { rule, start, end } = explained;
  const limit = UNIT_WORDS[rule.unit](rule);
  const until = isHourly(rule) ? formatInstant(clock.originalDueAt) : dayWithYear(end, start);
  if (!explained.isCurrentRule) {
    return `${rule.label}期限至${until}。\n按启动时的规则（版本${clock.ruleVersion}）计算，规则此后的调整不影响本期限。`;
  }
  const lines = [
    `${rule.label}期限：${limit}，至${until}。`,
    startLine(clock, rule, start),
    ...countingLines(explained, rules),
    ...(explained.capped ? ['不晚于相关办理期限，以先到的日期为准。'] : []),
    ...(clock.extendedBy === null ? [] : [`经批准延期至${dayWithYear(civilDate(clock.dueAt), start)}。`]),
    ...(explained.provisional ? [provisionalLine(clock, rules)] : []),
  ];
  return lines.join('\n');
}

/** The year is said when it is not the year of the start. */
const dayWithYear = (date: CivilDate, start: CivilDate): string =>
  yearOf(date) === yearOf(start) ? formatDay(date) : `${yearOf(date)}年${formatDay(date)}`;

function startLine(clock: Clock, rule: ClockRule, start: CivilDate): string {
  if (isHourly(rule)) return `起算：${formatInstant(clock.startAt)}。`;
  if (rule.unit === 'onDate' || rule.unit === 'yearDay') return '到期日23:59:59截止。';
  return `起算：${formatDay(start)}，次日为第1日，到期日23:59:59截止。`;
}

function countingLines({ rule, skipped, madeUp, counted, moved, end, capped }: Explanation, rules: Rules) {
  if (rule.unit === 'workingDay') {
    return [
      `计入${counted}个工作日${madeUp.length > 0 ? `，其中${madeUp.map(formatDay).join('、')}调休上班` : ''}。`,
      ...(skipped.length > 0 ? [`不计：${runs(skipped).join('；')}。`] : []),
    ];
  }
  if (!rule.rollForward || capped) return [];
  if (moved) return [`${runs(skipped).join('；')}，顺延至下一个工作日${formatDay(end)}。`];
  const madeUpEnd = rules.calendar.makeUpDays.has(end) ? '调休上班，' : '';
  return [`${formatDay(end)}${madeUpEnd}是工作日，不顺延。`];
}

/** Neighbouring days with one reason become one phrase; weekends are summed up. */
function runs(skipped: Explanation['skipped']): readonly string[] {
  const weekend = skipped.filter(({ why }) => why === '周六' || why === '周日');
  const phrases: string[] = [];
  const holidays = skipped.filter((day) => !weekend.includes(day));
  for (let from = 0; from < holidays.length; ) {
    let to = from;
    while (isNext(holidays[to], holidays[to + 1])) to += 1;
    phrases.push(phrase(holidays[from], holidays[to]));
    from = to + 1;
  }
  if (weekend.length === 1 && weekend[0]) phrases.push(`${formatDay(weekend[0].date)}休息`);
  if (weekend.length > 1) phrases.push(`周末${weekend.length}天`);
  return phrases;
}

type Skipped = Explanation['skipped'][number];

const isNext = (a: Skipped | undefined, b: Skipped | undefined): boolean =>
  a !== undefined && b !== undefined && a.why === b.why && addDays(a.date, 1) === b.date;

function phrase(first: Skipped | undefined, last: Skipped | undefined): string {
  if (!first || !last) return '';
  if (first === last) return `${formatDay(first.date)}${first.why}`;
  return `${formatDay(first.date)}至${formatDay(last.date)}${first.why}`;
}

function provisionalLine(clock: Clock, rules: Rules): string {
  const [first, last] = [clock.startAt, clock.dueAt].map((at) => yearOf(civilDate(at)));
  const { officialYears } = rules.calendar;
  const years = Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, n) => (first ?? 0) + n);
  const unknown = years.filter((year) => !officialYears.includes(year)).map((year) => `${year}年`);
  return `暂定：${unknown.join('、')}放假安排尚未录入，录入后重新计算，日期有变会告知您。`;
}
