/** Who signs a reply: the deputy in charge, or the head of the unit himself (domain.md D.3). */
import type { Assignment, Case } from './case.ts';

/** Key and collective proposals, and every round after the first, are signed by the head of the unit. */
export function headMustSign(kase: Case, assignment: Pick<Assignment, 'round'> | undefined): boolean {
  const isCollective = String(kase.form.kind ?? '').startsWith('集体');
  return kase.flags.includes('isKey') || isCollective || (assignment?.round ?? 1) > 1;
}
