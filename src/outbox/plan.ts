import type { Deps } from '../deps.ts';
import type { Case, Obligation, PersonId } from '../domain/case.ts';
import { kindOf } from '../domain/kinds/kinds.ts';
import { concerns } from '../domain/policy.ts';
import { type Dispatch, planDispatch } from '../domain/speaking.ts';
import type { ObligationRow, PersonRow } from '../store/records.ts';
import { groupBy } from './group-by.ts';
import { historyOf } from './history.ts';
import { isLate, type Outage, speaksAtWith } from './outage.ts';

export type PlanDeps = Pick<Deps, 'store' | 'rules' | 'clocks' | 'directory' | 'log'>;

export interface PersonPlan {
  readonly recipient: PersonId;
  readonly person: PersonRow | null;
  readonly rows: ReadonlyMap<string, ObligationRow>;
  readonly dispatch: Dispatch;
  readonly late: ReadonlySet<string>;
}

/** Everything that is due, checked against its case, per person. `cancelled`: done meanwhile, nobody needs to hear of it. */
export interface Plan {
  readonly people: readonly PersonPlan[];
  readonly cancelled: readonly ObligationRow[];
  /** Their recipient has changed units meanwhile: his old unit's cases are no longer his to hear of. */
  readonly foreign: readonly ObligationRow[];
  readonly cases: ReadonlyMap<string, Case>;
}

/**
 * @param buried ids of messages that will never be said. A row that bears any other id is somebody's at this moment:
 *   its message may be stored just now, and planning it again would say it twice (P8). Left out by who only looks.
 */
export async function planDue(deps: PlanDeps, outage: Outage | null, buried?: ReadonlySet<string>): Promise<Plan> {
  const now = deps.clocks.civil();
  const open = await deps.store.obligations.find({ state: 'open', dueAt: { $lte: now } }, { sort: { dueAt: 1 } });
  const due = open.filter(({ message }) => message === null || !buried || buried.has(message));
  const cases = await casesOf(deps, due);
  const fates = groupBy(due, (row) => fateOf(deps, row, cases.get(row.case)));
  const { standing = [], cancelled = [], foreign = [] } = Object.fromEntries(fates);
  const people: PersonPlan[] = [];
  for (const [recipient, rows] of groupBy(standing, (row) => row.recipient)) {
    people.push(await planPerson(deps, recipient, rows, outage, now));
  }
  return { people, cancelled, foreign, cases };
}

async function casesOf(deps: PlanDeps, due: readonly ObligationRow[]): Promise<Map<string, Case>> {
  const ids = [...new Set(due.map((row) => row.case))];
  const rows = ids.length > 0 ? await deps.store.cases.find({ _id: { $in: ids } }) : [];
  return new Map(rows.map(({ _id, ...kase }) => [_id, kase]));
}

function fateOf(deps: PlanDeps, row: ObligationRow, kase: Case | undefined): 'standing' | 'cancelled' | 'foreign' {
  if (!stillToBeSaid(row, kase)) return 'cancelled';
  return isHis(deps, row, kase) ? 'standing' : 'foreign';
}

function isHis({ directory }: PlanDeps, { recipient }: ObligationRow, kase: Case | undefined): boolean {
  const person = directory.person(recipient);
  // Nobody by that number, or somebody who has left: that he is not reached is said where he is addressed.
  return !kase || person?.state !== 'active' || concerns(kase, person);
}

/**
 * A reminder stands while its clock runs; a notice tells what has happened and always stands.
 * Reminders without a clock end with the case.
 */
export function stillToBeSaid(obligation: Obligation, kase: Case | undefined): boolean {
  if (!kase) return false;
  const { clock, urgency } = obligation;
  if (clock) {
    return kase.clocks.some(
      (one) =>
        one.ruleId === clock.ruleId &&
        one.subject === clock.subject &&
        one.ordinal === clock.ordinal &&
        one.stoppedAt === null,
    );
  }
  return urgency !== 'reminder' || !(kindOf(kase.kind)?.finalStates.includes(kase.state) ?? false);
}

async function planPerson(
  deps: PlanDeps,
  recipient: PersonId,
  rows: readonly ObligationRow[],
  outage: Outage | null,
  now: Date,
): Promise<PersonPlan> {
  const person = deps.directory.person(recipient);
  const speaksAt = speaksAtWith(deps.rules);
  const late = new Set(rows.filter((row) => isLate(row, outage, speaksAt)).map((row) => row.key));
  const listener = {
    isUnitLiaison: person?.roles.includes('unitLiaison') ?? false,
    isMember: person?.roles.includes('member') ?? false,
  };
  const items = rows.map((row) => ({ obligation: row as Obligation, late: late.has(row.key) }));
  const dispatch = planDispatch(items, listener, await historyOf(deps, recipient, now), now, deps.rules);
  return { recipient, person, rows: new Map(rows.map((row) => [row.key, row])), dispatch, late };
}
