/** What a move in a platform's directory means for whose unit somebody works (docs/decisions/10). */
import type { UnitId } from '../src/domain/case.ts';
import { isUnitRole } from '../src/domain/policy.ts';
import type { PlatformName } from '../src/platform-name.ts';
import type { PersonRow, UnitRow } from '../src/store/records.ts';

type Unit = Pick<UnitRow, 'id' | 'departments'>;

/** Does the directory decide where he works: are his unit's departments known, or has a move left him without a unit? */
export const followsDirectory = (person: PersonRow, platform: PlatformName, units: readonly Unit[]): boolean =>
  person.roles.some(isUnitRole) && (person.unit === null || departmentsOf(person.unit, platform, units).length > 0);

/**
 * His unit as the departments say in which he is now. Still in one of his own unit's: that one. In another unit's, and
 * in one only: that one. Else none: what he might see is decided by a person, not by a guess.
 * @param memberOf ids of all departments he is in
 */
export function unitAfterMove(
  person: PersonRow,
  platform: PlatformName,
  memberOf: readonly string[],
  units: readonly Unit[],
): UnitId | null {
  const isIn = (unit: UnitId | null): boolean =>
    departmentsOf(unit, platform, units).some((id) => memberOf.includes(id));
  if (isIn(person.unit)) return person.unit;
  const others = units.filter(({ id }) => isIn(id));
  return others.length === 1 ? (others[0]?.id ?? null) : null;
}

const departmentsOf = (unit: UnitId | null, platform: PlatformName, units: readonly Unit[]): readonly string[] =>
  units.find(({ id }) => id === unit)?.departments?.[platform] ?? [];
