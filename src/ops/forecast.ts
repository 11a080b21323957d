/** What will be said, to whom and when, as the state is now. The same functions that make reminders make the forecast. */
import type { Deps } from '../deps.ts';
import type { Case, Clock, Obligation } from '../domain/case.ts';
import { formatInstant } from '../domain/civil-date.ts';
import { type DueStep, explainText, stepsOf } from '../domain/clocks.ts';
import type { Given } from '../domain/command.ts';
import { remindersOf } from '../domain/effects.ts';
import { kindFor } from '../domain/kinds/kinds.ts';
import type { Rules, StepMoment } from '../domain/rules.ts';
import { nextSpeakingInstant } from '../domain/speaking.ts';
import { planDue, stillToBeSaid } from '../outbox/plan.ts';
import { platformsOf } from '../store/accounts.ts';

/** One line of `plan --json` (contract.md). */
export interface PlanRow {
  readonly at: string;
  readonly case: string;
  readonly kind: string;
  readonly ordinal: string;
  readonly recipient: string;
  /** `app`: a message of the app; `none`: the person has no account of the platform, nothing can be sent. */
  readonly channel: 'app' | 'none';
  readonly reason: string;
}

export type ForecastDeps = Pick<Deps, 'store' | 'rules' | 'clocks' | 'directory' | 'log' | 'newId'>;

/** Untold steps of the running clocks, and what is already owed and not yet said, in order of time. */
export async function forecast(deps: ForecastDeps, cases: readonly Case[]): Promise<readonly PlanRow[]> {
  const known = new Set(cases.map(({ id }) => id));
  const owed = await owedRows(deps, cases);
  const coming = cases.flatMap((kase) => comingRows(deps, kase));
  return [...owed, ...coming]
    .filter(({ kase }) => known.has(kase))
    .map(({ row }) => row)
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
}

interface Dated {
  readonly kase: string;
  readonly row: PlanRow;
}

function comingRows(deps: ForecastDeps, kase: Case): readonly Dated[] {
  const given: Given = { ...deps, now: deps.clocks.civil(), numbers: {} };
  return kase.clocks
    .filter(({ stoppedAt }) => stoppedAt === null)
    .flatMap((clock) =>
      untold(clock, kase, given).flatMap(({ step, dueAt }) =>
        remindersOf(kase, clock, step, dueAt, given).flatMap((effect) =>
          effect.type === 'obligation' ? [rowOf(deps, kase, effect, clock, momentText(step.when))] : [],
        ),
      ),
    );
}

/** A clock that runs out stops at its end: what its ladder has after that is never said. */
function untold(clock: Clock, kase: Case, given: Given): readonly DueStep[] {
  const rule = given.rules.clocks[clock.ruleId];
  if (!rule) return [];
  const runsOut = kindFor(kase.kind, given)?.runsOut.includes(clock.ruleId) ?? false;
  return stepsOf(clock, rule, given.rules).filter(
    ({ step, dueAt }) => !clock.told.includes(step.id) && !(runsOut && dueAt > clock.dueAt),
  );
}

async function owedRows(deps: ForecastDeps, cases: readonly Case[]): Promise<readonly Dated[]> {
  const deferred = await deferredUntil(deps);
  const out: Dated[] = [];
  for (const kase of cases) {
    for (const obligation of await deps.store.obligations.find({ case: kase.id })) {
      if (obligation.state !== 'open' || !stillToBeSaid(obligation, kase)) continue;
      const own = obligation.clock;
      const clock = kase.clocks.find(
        (one) => own && one.ruleId === own.ruleId && one.subject === own.subject && one.ordinal === own.ordinal,
      );
      out.push(rowOf(deps, kase, obligation, clock, '已到期待发', deferred.get(obligation.key)));
    }
  }
  return out;
}

/** What is due and waits for a free place in somebody's budget (C.5). */
async function deferredUntil(deps: ForecastDeps): Promise<ReadonlyMap<string, Date>> {
  const { people } = await planDue(deps, null);
  const waits = people.flatMap(({ dispatch }) => dispatch.defer);
  return new Map(waits.flatMap(({ until, obligations }) => obligations.map(({ key }) => [key, until] as const)));
}

function rowOf(
  deps: ForecastDeps,
  kase: Case,
  obligation: Obligation,
  clock: Clock | undefined,
  moment: string,
  waitsUntil?: Date,
): Dated {
  const { rules } = deps;
  const now = deps.clocks.civil();
  const due = new Date(Math.max(obligation.dueAt.getTime(), now.getTime()));
  const at = waitsUntil ?? nextSpeakingInstant(due, rules);
  const reason = [
    moment,
    ...(clock ? [whyThisDay(clock, rules)] : []),
    ...(at > due
      ? [`原定${formatInstant(due)}${waitsUntil ? '，已达提醒次数上限' : '，不在提醒时段'}，移至${formatInstant(at)}。`]
      : []),
  ].join(' ');
  const { kind, ordinal, recipient } = obligation;
  const person = deps.directory.person(recipient);
  const channel = person && platformsOf(person).length > 0 ? 'app' : 'none';
  const row = { at: at.toISOString(), case: numberOf(kase), kind, ordinal, recipient, channel, reason } as const;
  return { kase: kase.id, row };
}

/** The number people know it by: a proposal's 提案号, an opinion report's serial number. */
const numberOf = (kase: Case): string => (kase.kind === 'proposal' ? kase.publicNo : null) ?? kase.serialNo ?? kase.id;

/** A clock of a rule that the pack no longer has still runs; the forecast says so instead of failing. */
function whyThisDay(clock: Clock, rules: Rules): string {
  if (!rules.clocks[clock.ruleId]) return `${clock.ruleId}(规则包里已没有这条规则)。`;
  return `${clock.ruleId} ${explainText(clock, rules).replaceAll('\n', ' ')}`;
}

const MOMENTS: { readonly [K in StepMoment['kind']]: (when: Extract<StepMoment, { kind: K }>) => string } = {
  start: () => '期限开始',
  half: () => '期限过半',
  hoursBefore: ({ hours }) => `到期前${hours}小时`,
  daysBefore: ({ days }) => (days === 0 ? '到期当天' : `到期前${days}天`),
  workingDaysBefore: ({ days }) => `到期前${days}个工作日`,
  workingDaysAfter: ({ days }) => `逾期后第${days}个工作日`,
  daysAfterStart: ({ days }) => `期限第${days}天`,
  workingDaysAfterStart: ({ days }) => `期限第${days}个工作日`,
};

const momentText = (when: StepMoment): string => `${(MOMENTS[when.kind] as (one: StepMoment) => string)(when)}提醒。`;
