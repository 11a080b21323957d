/** Who may do what on which part of a case (domain.md A.2). The search index permits nothing; this does (decision 11). */
import type { Actor, Case, Feedback, PersonId, Role, UnitId } from './case.ts';
import type { Kind, Relationship, Row } from './kind.ts';
import { isLive, type Subject } from './subjects.ts';

const UNIT_ROLES: readonly Role[] = ['unitLiaison', 'unitDeputy', 'unitHead'];
/** Roles whose relation to the item is asked for where a row names one. */
export const isUnitRole = (role: Role): boolean => UNIT_ROLES.includes(role);

const personOf = (actor: Actor): string => actor.onBehalfOf ?? actor.id;
const isAuthor = (kase: Case, person: string): boolean =>
  kase.authors.some((author) => author.person === person && (author.role === 'first' || author.role === 'coSigner'));

const RELATED: Readonly<Record<Relationship, (kase: Case, person: string) => boolean>> = {
  firstProposer: (kase, person) => kase.authors.some((author) => author.person === person && author.role === 'first'),
  author: isAuthor,
  rater: isAuthor,
  invitee: (kase, person) => kase.authors.some((author) => author.person === person && author.role === 'invited'),
};

/** True for the people of a unit that has, or had, this item on its desk. */
const isOfHandlingUnit = (actor: Actor, kase: Case): boolean =>
  actor.unit !== undefined && kase.assignments.some((assignment) => assignment.unit === actor.unit);

/** A.2 rule 8: own unit. The caller answers it with a reason, not with "not found". */
export const isRecused = (actor: Actor, row: Row, kase: Case): boolean =>
  row.recusal === true && isOfHandlingUnit(actor, kase);

/** May this person do this, here? Says nothing about state, form and time. */
export function can(actor: Actor, row: Row, kase: Case, subject: Subject): boolean {
  if (row.relation === 'rater' && isUnitPerson(actor, kase)) return false;
  return (
    actor.roles.some((role) => row.by.includes(role) && relationHolds(role, actor, row, kase, subject)) ||
    behalf(actor, row, kase)
  );
}

function relationHolds(role: Role, actor: Actor, row: Row, kase: Case, subject: Subject): boolean {
  if (role === 'system') return true;
  if (isUnitRole(role)) return unitHolds(actor, row, kase, subject);
  return row.relation === undefined || (actor.onBehalfOf === undefined && RELATED[row.relation](kase, actor.id));
}

/** Staff enter for the author what he said by telephone or on paper; both names are in the log (A.2 rule 4). */
function behalf(actor: Actor, row: Row, kase: Case): boolean {
  if (!row.behalf || !row.relation || !actor.onBehalfOf || actor.onBehalfOf === actor.id) return false;
  const staff: readonly Role[] = kase.kind === 'opinionReport' ? ['infoEditor'] : ['proposalStaff'];
  return actor.roles.some((role) => staff.includes(role)) && RELATED[row.relation](kase, personOf(actor));
}

function unitHolds(actor: Actor, row: Row, kase: Case, { type, assignment, commitment }: Subject): boolean {
  if (actor.unit === undefined) return false;
  if (type === 'item') return kase.assignments.some((one) => one.unit === actor.unit && isLive(one));
  if (!assignment || (row.kinds && !row.kinds.includes(assignment.kind))) return false;
  if (commitment) return commitment.unit === actor.unit;
  if (row.side) return kase.assignments.some((one) => one.unit === actor.unit && one.kind === row.side && isLive(one));
  return assignment.unit === actor.unit;
}

/** Roles that have to do only with what is their own, or their unit's. */
const OWN_ROLES: readonly Role[] = [...UNIT_ROLES, 'member', 'collectiveLiaison'];

/**
 * Has somebody anything to do with this case (still)? Asked before he is told of it: he may have changed units since it
 * was decided to tell him. A unit from which the case was taken still hears that.
 */
export const concerns = (
  kase: Case,
  { id, roles, unit }: { readonly id: PersonId; readonly roles: readonly Role[]; readonly unit: UnitId | null },
): boolean =>
  kase.authors.some(({ person }) => person === id) ||
  roles.some((role) => !OWN_ROLES.includes(role)) ||
  kase.assignments.some((one) => one.unit === unit);

const isUnitPerson = (actor: Actor, kase: Case): boolean =>
  actor.roles.some(isUnitRole) && isOfHandlingUnit(actor, kase);

/** What people of a handling unit may not see is taken out; null for strangers, as for a case that does not exist. */
export type CaseView = Omit<Case, 'effects' | 'effectsPending' | 'auditHead'>;

const SEES_RATINGS: readonly Role[] = ['proposalStaff', 'proposalDirector', 'system'];

export function viewOf(kase: Case, actor: Actor, kind: Kind): CaseView | null {
  if (!maySee(kase, actor, kind)) return null;
  const { effects, effectsPending, auditHead, ...seen } = kase;
  const feedbacks = kase.feedbacks.filter((feedback) => seesRating(feedback, kase, actor));
  const outsider = isUnitPerson(actor, kase) && !staffOf(kind, actor) && !isAuthor(kase, actor.id);
  if (!outsider) return { ...seen, feedbacks };
  return {
    ...seen,
    feedbacks: [],
    verifications: verificationsFor(kase, actor),
    assignments: assignmentsFor(kase, actor),
  };
}

const staffOf = (kind: Kind, actor: Actor): boolean =>
  actor.roles.some((role) => role === 'system' || kind.seenBy.includes(role));

function maySee(kase: Case, actor: Actor, kind: Kind): boolean {
  if (kase.authors.some((author) => author.person === actor.id && author.role !== 'declined')) return true;
  if (kind.privateStates.includes(kase.state)) return actor.roles.includes('system');
  if (staffOf(kind, actor) || kase.flags.includes('published')) return true;
  return actor.roles.some(isUnitRole) && kase.assignments.some((one) => one.unit === actor.unit && isLive(one));
}

function seesRating(feedback: Feedback, kase: Case, actor: Actor): boolean {
  if (isUnitPerson(actor, kase)) return false;
  if (feedback.rater === actor.id || actor.roles.some((role) => SEES_RATINGS.includes(role))) return true;
  const settled = kase.assignments.some((one) => one.id === feedback.assignment && one.settled);
  return settled && actor.roles.includes('inspector');
}

/** Its own assignment whole; of the others what was issued, and who they are (A.2 rule 3). */
const assignmentsFor = (kase: Case, actor: Actor): Case['assignments'] =>
  kase.assignments.map((assignment) => {
    if (assignment.unit === actor.unit) return assignment;
    const { replyDraft, ...shown } = assignment;
    return { ...shown, meetings: [], progress: [], replies: assignment.replies.filter((reply) => reply.issuedAt) };
  });

/** Without the author's view of the result: that is a rating in other words. */
const verificationsFor = (kase: Case, actor: Actor): Case['verifications'] =>
  kase.verifications
    .filter((one) => kase.assignments.some((own) => own.id === one.assignment && own.unit === actor.unit))
    .map((one) => {
      const { proposerView, ...form } = one.form;
      return { ...one, form };
    });
