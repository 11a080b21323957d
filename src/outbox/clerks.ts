import type { Address, Deps } from '../deps.ts';
import type { PersonId, Role } from '../domain/case.ts';
import { addressOf } from './address.ts';

/** Who looks after people. Told are the first of them that the committee has. */
export const CLERK_ROLES = ['proposalStaff', 'sysAdmin'] as const satisfies readonly Role[];

/** @param but whom it is about: he is not told himself */
export function clerksOf({ directory }: Pick<Deps, 'directory'>, but: PersonId | null): readonly PersonId[] {
  const clerks = CLERK_ROLES.map((role) => directory.byRole(role).filter((id) => id !== but));
  return clerks.find((ids) => ids.length > 0) ?? [];
}

/** Where those of them are told who can be reached. */
export async function clerkAddresses(
  deps: Parameters<typeof addressOf>[0],
  but: PersonId | null,
): Promise<readonly { readonly clerk: PersonId; readonly to: Address }[]> {
  const reached = await Promise.all(
    clerksOf(deps, but).map(async (clerk) => ({ clerk, ...(await addressOf(deps, clerk)) })),
  );
  return reached.flatMap((one) => (one.ok ? [{ clerk: one.clerk, to: one.to }] : []));
}
