import { NOTICES } from '../../../cards/text/zh/notices.ts';
import { audienceOf } from '../../domain/audience.ts';
import { civilDate, instantAt, yearOf } from '../../domain/civil-date.ts';
import { startClock, stepsOf } from '../../domain/clocks.ts';
import { SYSTEM } from '../../domain/decide.ts';
import { newCase } from '../../domain/new-case.ts';
import type { ClockRule } from '../../domain/rules.ts';
import { nextSpeakingInstant } from '../../domain/speaking.ts';
import type { OperatorParts } from '../command.ts';
import { type Check, fail, type Outcome, ok, some, warn } from './check.ts';

export const RULES_CHECKS: readonly Check[] = [
  {
    id: 'rules',
    title: '规则',
    why: '写错的期限、提醒对象或文字,到了那一天才会出错,那时已经晚了。',
    todo: '按提示改正 RULES_FILE 中的相应条目。',
    run: async (parts) => rules(parts),
  },
  {
    id: 'calendar',
    title: '节假日安排',
    why: '没有官方安排的年份按周末和法定节日首日推算,期限标“暂定”,安排公布后会变。',
    todo: '国务院办公厅公布后(通常在11月),把安排写成文件并用 CALENDAR_FILE 指明,或升级程序。',
    run: calendar,
  },
];

function rules({ deps }: OperatorParts): Outcome {
  const all = Object.values(deps.rules.clocks);
  const faults = all.flatMap((rule) => faultsOf(rule, deps).map((what) => `${rule.id} ${what}`));
  try {
    nextSpeakingInstant(deps.clocks.civil(), deps.rules);
  } catch (error) {
    faults.push(`提醒时段:${messageOf(error)}`);
  }
  return faults.length === 0 ? ok(`版本 ${deps.rules.version},${all.length}种期限`) : fail(some(faults));
}

/** Starts the clock and asks for its ladder, as the program will: what would throw then, throws now. */
function faultsOf(rule: ClockRule, deps: OperatorParts['deps']): string[] {
  const now = deps.clocks.civil();
  const given = { ...deps, now, numbers: {} };
  const kase = newCase({ committee: deps.committee, id: 'doctor', kind: 'proposal' }, SYSTEM, given);
  const faults: string[] = [];
  const attempt = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      faults.push(messageOf(error));
    }
  };
  attempt(() =>
    stepsOf(
      startClock(rule, { subject: '', ordinal: 1, startAt: now, onDate: civilDate(now) }, deps.rules),
      rule,
      deps.rules,
    ),
  );
  for (const step of rule.ladder) {
    if (!Object.hasOwn(NOTICES, step.text)) faults.push(`${step.id}:没有文字 ${step.text}`);
    attempt(() => instantAt(civilDate(now), step.at));
    for (const name of [...step.to, ...(step.toIfKey ?? [])]) attempt(() => audienceOf(name, kase, '', given));
  }
  return [...new Set(faults)];
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function calendar({ deps }: OperatorParts): Promise<Outcome> {
  const { officialYears } = deps.rules.calendar;
  const cases = await deps.store.cases.find({ nextDueAt: { $gt: new Date(0) } });
  const ends = cases.flatMap(({ clocks }) =>
    clocks.filter(({ stoppedAt }) => stoppedAt === null).map(({ dueAt }) => dueAt),
  );
  const now = deps.clocks.civil();
  const latest = new Date(Math.max(now.getTime(), ...ends.map((at) => at.getTime())));
  const [first, last] = [yearOf(civilDate(now)), yearOf(civilDate(latest))];
  const years = Array.from({ length: last - first + 1 }, (_, n) => first + n);
  const unknown = years.filter((year) => !officialYears.includes(year));
  const known = officialYears.at(-1) ?? '';
  const until = `最晚的在办期限是${civilDate(latest)}`;
  if (unknown.length > 0) return warn(`${until},缺${unknown.join('、')}年的安排`);
  return ok(`已有到${known}年的安排,${ends.length > 0 ? until : '目前没有在办期限'}`);
}
