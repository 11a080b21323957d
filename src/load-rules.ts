import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';
import { buildCalendar, parseArrangement } from './calendar-data.ts';
import type { Config } from './config.ts';
import { defaultRules } from './domain/default-rules.ts';
import type { Rules } from './domain/rules.ts';

const hhmm = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应为 时:分,例如 08:30');
const whole = z.number().int().min(0);

/** What a committee may lay over the defaults; anything else in the file is a mistake and is named. */
const packSchema = z
  .strictObject({
    version: z.string(),
    committeeName: z.string(),
    termMeeting: z.string(),
    officePhone: z.string(),
    reasonMinChars: whole,
    verifySigners: z.union([z.literal(1), z.literal(2)]),
    raters: z.enum(['firstProposer', 'all']),
    commitmentMaxMonths: whole.max(60),
    categories: z.strictObject({ proposal: z.array(z.string()), opinionReport: z.array(z.string()) }).partial(),
    speaking: z
      .strictObject({
        from: hhmm,
        to: hhmm,
        pauseFrom: hhmm,
        pauseTo: hhmm,
        memberPushesPerWeek: whole,
        liaisonBundlesPerDay: whole,
      })
      .partial(),
    clocks: z.record(
      z.string(),
      z
        .strictObject({
          label: z.string(),
          unit: z.enum(['workingDay', 'calendarDay', 'calendarMonth']),
          amount: whole.min(1),
          rollForward: z.boolean(),
        })
        .partial(),
    ),
  })
  .partial();

/**
 * The rule pack in force: the defaults, the operator's calendar, the committee's own file over both.
 * @throws Error with file, place and fault of everything that is wrong
 */
export async function loadRules(config: Pick<Config, 'CALENDAR_FILE' | 'RULES_FILE'>): Promise<Rules> {
  const { CALENDAR_FILE: calendar, RULES_FILE: pack } = config;
  const own = calendar ? [parseArrangement(await readFile(calendar, 'utf8'), calendar)] : [];
  const rules = defaultRules(buildCalendar(own));
  return pack ? layOver(rules, await readFile(pack, 'utf8'), pack) : rules;
}

export function layOver(rules: Rules, yaml: string, source: string): Rules {
  const parsed = packSchema.safeParse(parse(yaml) ?? {});
  const faults = parsed.success
    ? Object.keys(parsed.data.clocks ?? {})
        .filter((id) => !(id in rules.clocks))
        .map((id) => `  clocks.${id}:没有这个期限`)
    : parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(最外层)'}:${issue.message}`);
  if (!parsed.success || faults.length > 0)
    throw new Error(`规则包 ${source} 有误,请改正后再启动:\n${faults.join('\n')}`);
  const { clocks = {}, speaking, categories, ...rest } = parsed.data;
  const laid = Object.fromEntries(Object.entries(rules.clocks).map(([id, clock]) => [id, { ...clock, ...clocks[id] }]));
  return {
    ...rules,
    ...rest,
    clocks: laid,
    speaking: { ...rules.speaking, ...speaking },
    categories: { ...rules.categories, ...categories },
  } as Rules;
}
