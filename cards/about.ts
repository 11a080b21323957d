/** Which part of a case an obligation or a reader is about. */
import type { Assignment, Case, Clock, Commitment, Meeting, Reply, UnitId } from '../src/domain/case.ts';

export interface About {
  readonly assignment: Assignment | null;
  readonly commitment: Commitment | null;
  readonly meeting: Meeting | null;
}

const answers = (assignment: Assignment): boolean => assignment.kind !== 'co';
const ENDED = ['reassigned', 'voided'];
export const isOpenAssignment = (assignment: Assignment): boolean => !ENDED.includes(assignment.state);

/** The unit's own assignment, the open one first. */
export function assignmentOfUnit(kase: Case, unit: UnitId): Assignment | null {
  const own = kase.assignments.filter((assignment) => assignment.unit === unit);
  return own.findLast(isOpenAssignment) ?? own.at(-1) ?? null;
}

/** The one that answers to the member: sole, branch or host. */
export function answeringAssignment(kase: Case): Assignment | null {
  const answering = kase.assignments.filter(answers);
  return answering.findLast(isOpenAssignment) ?? answering.at(-1) ?? null;
}

/** `subject` is the id of an assignment, commitment or meeting, or ''. A unit's reader falls back to its own part. */
export function aboutOf(kase: Case, subject: string, unit: UnitId | null): About {
  const commitment = kase.commitments.find(({ id }) => id === subject) ?? null;
  const withMeeting = kase.assignments.find(({ meetings }) => meetings.some(({ id }) => id === subject));
  const named = kase.assignments.find(({ id }) => id === (commitment?.assignment ?? subject)) ?? withMeeting;
  const assignment = named ?? (unit ? assignmentOfUnit(kase, unit) : null) ?? answeringAssignment(kase);
  const meeting = withMeeting?.meetings.find(({ id }) => id === subject) ?? assignment?.meetings.at(-1) ?? null;
  return { assignment, commitment: commitment ?? nextCommitment(kase, assignment), meeting };
}

/** The promise that falls due next, of this assignment or of the whole item. */
function nextCommitment(kase: Case, assignment: Assignment | null): Commitment | null {
  const open = kase.commitments.filter(({ state }) => state === 'open' || state === 'claimed');
  const own = assignment ? open.filter((commitment) => commitment.assignment === assignment.id) : open;
  return own.toSorted((a, b) => a.dueOn.localeCompare(b.dueOn))[0] ?? null;
}

/** The running clock of that rule for one of the subjects, else the one stopped last: its date is still the fact. */
export function clockOf(kase: Case, ruleIds: readonly string[], subjects: readonly string[]): Clock | null {
  for (const running of [true, false]) {
    for (const ruleId of ruleIds) {
      const found = kase.clocks.findLast(
        (clock) =>
          clock.ruleId === ruleId && subjects.includes(clock.subject) && (clock.stoppedAt === null) === running,
      );
      if (found) return found;
    }
  }
  return null;
}

export const lastReply = (assignment: Assignment | null): Reply | null => assignment?.replies.at(-1) ?? null;
