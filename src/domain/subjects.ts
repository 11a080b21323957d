/** Finding the part of a case that a command speaks of. */
import type { Assignment, Case, Commitment, Meeting } from './case.ts';
import type { RowTarget } from './kind.ts';

export interface Subject {
  readonly type: Exclude<RowTarget, 'none'>;
  readonly id: string;
  readonly assignment?: Assignment;
  readonly commitment?: Commitment;
  readonly meeting?: Meeting;
}

export const ITEM: Subject = { type: 'item', id: '' };

/** Assignments that have ended without an answer: they count for nothing any more. */
const GONE = ['reassigned', 'voided'];
export const isLive = (assignment: Assignment): boolean => !GONE.includes(assignment.state);
/** sole, branch and host answer the author; co units answer the host. */
export const isReplying = (assignment: Assignment): boolean => assignment.kind !== 'co';

export const assignmentOf = (kase: Case, id: string): Assignment | undefined =>
  kase.assignments.find((assignment) => assignment.id === id);

export const commitmentsOf = (kase: Case, assignment: string): Commitment[] =>
  kase.commitments.filter((commitment) => commitment.assignment === assignment);

/** The part with this id; '' is the item; null when there is none. */
export function subjectOf(kase: Case, id: string): Subject | null {
  if (id === '') return ITEM;
  const assignment = assignmentOf(kase, id);
  if (assignment) return { type: 'assignment', id, assignment };
  const commitment = kase.commitments.find((one) => one.id === id);
  const promisedIn = commitment && assignmentOf(kase, commitment.assignment);
  if (commitment && promisedIn) return { type: 'commitment', id, commitment, assignment: promisedIn };
  for (const owner of kase.assignments) {
    const meeting = owner.meetings.find((one) => one.id === id);
    if (meeting) return { type: 'meeting', id, meeting, assignment: owner };
  }
  return null;
}

/** Everything of the case that can be acted upon, the item first. */
export function allSubjects(kase: Case): Subject[] {
  const ids = [
    '',
    ...kase.assignments.flatMap((assignment) => [assignment.id, ...assignment.meetings.map((meeting) => meeting.id)]),
    ...kase.commitments.map((commitment) => commitment.id),
  ];
  return ids.flatMap((id) => subjectOf(kase, id) ?? []);
}
