/** Who is meant by a named audience on a case. */
import type { Case, PersonId, Role, UnitId } from './case.ts';
import type { Given } from './command.ts';
import { headMustSign } from './signer.ts';
import { isLive, subjectOf } from './subjects.ts';

const ROLE_NAMES: Readonly<Record<string, readonly Role[]>> = {
  chairs: ['chair', 'viceChair'],
};
const UNIT_ROLES: Readonly<Record<string, readonly Role[]>> = {
  unitLiaison: ['unitLiaison'],
  unitDeputy: ['unitDeputy'],
  unitHead: ['unitHead'],
  unitPeople: ['unitLiaison', 'unitDeputy', 'unitHead'],
};
const ROLES: readonly string[] = [
  'proposalStaff',
  'proposalDirector',
  'committeeStaff',
  'committeeDirector',
  'verifier',
  'infoEditor',
  'infoReviewer',
  'infoIssuer',
  'secretaryGeneral',
  'viceChair',
  'chair',
  'assignOffice',
  'inspector',
  'leader',
  'stationHead',
  'sysAdmin',
] satisfies Role[];
const isRole = (name: string): name is Role => ROLES.includes(name);

/**
 * @param subject the part it is about; '' speaks to all units of the item
 * @throws Error for a name that is neither an audience nor a role: a ladder or row that tells nobody is a fault
 */
export function audienceOf(name: string, kase: Case, subject: string, given: Given): readonly PersonId[] {
  const { directory } = given;
  const people = peopleOf(name, kase, subject);
  if (people) return people;
  const unitRoles =
    name === 'hostUnit' || name === 'coUnits' ? ['unitLiaison' as const] : rolesInUnit(name, kase, subject);
  if (unitRoles) {
    const units = unitsFor(name, kase, subject);
    return unique(units.flatMap((unit) => unitRoles.flatMap((role) => directory.inUnit(unit, role))));
  }
  const roles = ROLE_NAMES[name] ?? (isRole(name) ? [name] : undefined);
  if (!roles) throw new Error(`audience: '${name}' on case ${kase.id} is no audience of kind.ts and no role`);
  return unique(roles.flatMap((role) => directory.byRole(role)));
}

const rolesInUnit = (name: string, kase: Case, subject: string): readonly Role[] | undefined =>
  name === 'unitSigner'
    ? [headMustSign(kase, subjectOf(kase, subject)?.assignment) ? 'unitHead' : 'unitDeputy']
    : UNIT_ROLES[name];

const unique = (people: readonly PersonId[]): PersonId[] => [...new Set(people)];

function peopleOf(name: string, kase: Case, subject: string): readonly PersonId[] | undefined {
  const having = (...roles: readonly string[]): PersonId[] =>
    kase.authors.filter(({ role }) => roles.includes(role)).map(({ person }) => person);
  const invited = kase.authors.find(({ person, role }) => person === subject && role === 'invited');
  switch (name) {
    case 'author':
      return having('first');
    case 'authors':
      return having('first', 'coSigner');
    case 'coSigners':
      // The ladder of an open invitation speaks to the one who was invited.
      return invited ? [invited.person] : having('coSigner');
    case 'invitee':
      return invited ? [invited.person] : having('invited');
    default:
      return undefined;
  }
}

function unitsFor(name: string, kase: Case, subject: string): readonly UnitId[] {
  const live = kase.assignments.filter(isLive);
  if (name === 'hostUnit') return live.filter(({ kind }) => kind === 'host').map(({ unit }) => unit);
  if (name === 'coUnits') return live.filter(({ kind }) => kind === 'co').map(({ unit }) => unit);
  const part = subjectOf(kase, subject);
  if (part?.commitment) return [part.commitment.unit];
  if (part?.assignment) return [part.assignment.unit];
  return kase.assignments.filter(({ state }) => state !== 'reassigned').map(({ unit }) => unit);
}
