/** The two clocks every item shows (decision 8) and the one that presses this reader most. */
import type { Case, Clock, Role } from '../src/domain/case.ts';
import { civilDate } from '../src/domain/civil-date.ts';
import { assignmentOfUnit } from './about.ts';
import type { CardGiven } from './card-given.ts';

/** Limits of the work itself; receipt, return and review limits are shown while nothing bigger runs for the reader. */
const WORK_CLOCKS = ['C-19', 'C-10', 'C-11', 'C-25', 'C-24', 'S-06'];

/** Clocks whose holder is the office or the member: shown to them, no unit's business. */
const OWN_CLOCKS: readonly { readonly roles: readonly Role[]; readonly ruleIds: readonly string[] }[] = [
  { roles: ['member', 'collectiveLiaison'], ruleIds: ['C-04', 'C-05c', 'C-12', 'C-18', 'S-02'] },
  { roles: ['proposalStaff', 'proposalDirector'], ruleIds: ['C-03', 'C-05', 'C-05b', 'C-15', 'C-14', 'C-20'] },
  { roles: ['assignOffice'], ruleIds: ['C-06', 'C-08b', 'C-14'] },
  { roles: ['verifier', 'committeeStaff'], ruleIds: ['C-23'] },
  { roles: ['infoEditor', 'infoReviewer', 'infoIssuer'], ruleIds: ['S-01', 'S-01u', 'S-03', 'S-04', 'S-05'] },
];

const byDue = (a: Clock, b: Clock): number => a.dueAt.getTime() - b.dueAt.getTime();
const running = (kase: Case): readonly Clock[] => kase.clocks.filter(({ stoppedAt }) => stoppedAt === null);

/** For a unit: the clock of its own part. For the others: their own duty if one runs, else the answering unit's. */
export function unitClock(kase: Case, given: CardGiven): Clock | null {
  const { unit, roles } = given.recipient;
  if (unit) return ofUnit(kase, unit);
  const own = OWN_CLOCKS.filter((row) => row.roles.some((role) => roles.includes(role))).flatMap(
    ({ ruleIds }) => ruleIds,
  );
  const mine = running(kase).filter(({ ruleId }) => own.includes(ruleId));
  const work = running(kase).filter(({ ruleId }) => WORK_CLOCKS.includes(ruleId));
  return mine.toSorted(byDue)[0] ?? work.toSorted(byDue)[0] ?? null;
}

function ofUnit(kase: Case, unit: string): Clock | null {
  const assignment = assignmentOfUnit(kase, unit);
  const promises = kase.commitments.filter((commitment) => commitment.unit === unit).map(({ id }) => id);
  const own = running(kase).filter(({ subject }) => subject === assignment?.id || promises.includes(subject));
  const work = own.filter(({ ruleId }) => WORK_CLOCKS.includes(ruleId));
  return work.toSorted(byDue)[0] ?? own.toSorted(byDue)[0] ?? null;
}

/**
 * The member's clock: from the first assignment by the same limit, whatever was returned or re-assigned since.
 * Null once every reply is out: then his own feedback clock speaks.
 */
export function memberClock(kase: Case): Clock | null {
  const all = kase.clocks.filter(({ ruleId }) => ruleId === 'C-10');
  const first = all.toSorted((a, b) => a.startAt.getTime() - b.startAt.getTime())[0];
  const stillRuns = all.some(({ stoppedAt }) => stoppedAt === null);
  return first && stillRuns ? first : null;
}

/** Days until the nearest limit of this reader; lists are sorted by it, what has none comes last. */
export function dueOf(kase: Case, given: CardGiven): string | null {
  const clock = unitClock(kase, given) ?? running(kase).toSorted(byDue)[0];
  return clock ? civilDate(clock.dueAt) : null;
}
