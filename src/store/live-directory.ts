import type { LiveDirectory } from '../deps.ts';
import type { PersonId, Role, UnitId } from '../domain/case.ts';
import { accountOf, sameAccount } from './accounts.ts';
import type { GroupRow, PersonRow, UnitRow } from './records.ts';
import type { CommitteeStore } from './store.ts';

const changesOf = (store: CommitteeStore): string => `${store.committee}:directory`;

/** Counts a change of people, units or groups, so that every instance reads them again at its next sweep. */
export async function countDirectoryChange(store: CommitteeStore): Promise<void> {
  await store.counters.take({ _id: changesOf(store) }, { $inc: { value: 1 } }, { upsert: true });
}

/** People, units and groups of one committee in memory; a few hundred rows, read at start and after each change. */
export async function liveDirectory(store: CommitteeStore): Promise<LiveDirectory> {
  let people: PersonRow[] = [];
  let units: UnitRow[] = [];
  let groups: GroupRow[] = [];
  let changes = 0;
  const countedChanges = async () => (await store.counters.get(changesOf(store)))?.value ?? 0;
  const refresh = async () => {
    // The count first: what changes while the rows are read is then seen as a change, not missed.
    const before = await countedChanges();
    [people, units, groups] = await Promise.all([store.people.find({}), store.units.find({}), store.groups.find({})]);
    changes = before;
  };
  await refresh();
  const active = (test: (person: PersonRow) => boolean): PersonId[] =>
    people.filter((person) => person.state === 'active' && test(person)).map((person) => person.id);
  return {
    byRole: (role: Role) => active((person) => person.roles.includes(role)),
    inUnit: (unit: UnitId, role: Role) => active((person) => person.unit === unit && person.roles.includes(role)),
    unitName: (unit) => units.find((row) => row.id === unit)?.name ?? unit,
    personName: (id) => people.find((row) => row.id === id)?.name ?? id,
    person: (id) => people.find((row) => row.id === id) ?? null,
    byPlatformUser: (platform, user) => people.find((row) => sameAccount(accountOf(row, platform), user)) ?? null,
    people: () => people,
    units: () => units,
    groups: () => groups,
    refresh,
    refreshIfChanged: async () => {
      if ((await countedChanges()) !== changes) await refresh();
    },
  };
}
