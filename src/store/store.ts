import type { Case } from '../domain/case.ts';
import { defineModels, type Models } from './models.ts';
import { openConnection } from './open-connection.ts';
import type * as R from './records.ts';
import { Scoped } from './scoped.ts';

export type CaseRow = Case & { _id: string };

/** Everything one committee has stored. */
export interface CommitteeStore {
  readonly committee: string;
  readonly cases: Scoped<CaseRow>;
  readonly inbox: Scoped<R.InboxRow>;
  readonly mailboxes: Scoped<R.MailboxRow>;
  readonly obligations: Scoped<R.ObligationRow>;
  readonly messages: Scoped<R.MessageRow>;
  readonly people: Scoped<R.PersonRow>;
  readonly bindings: Scoped<R.BindingRow>;
  readonly units: Scoped<R.UnitRow>;
  readonly groups: Scoped<R.GroupRow>;
  readonly relations: Scoped<R.RelationRow>;
  readonly audit: Scoped<R.AuditRow>;
  readonly tallies: Scoped<R.TallyRow>;
  readonly files: Scoped<R.FileRow>;
  readonly counters: Scoped<R.CounterRow>;
  readonly limits: Scoped<R.LimitRow>;
  readonly slots: Scoped<R.SlotRow>;
  readonly tokens: Scoped<R.TokenRow>;
}

export interface Store {
  readonly engine: 'embedded' | 'mongodb';
  readonly forCommittee: (slug: string) => CommitteeStore;
  readonly close: () => Promise<void>;
}

export async function openStore(target: { mongodbUri?: string; dataDir: string }): Promise<Store> {
  const { connection, engine, close } = await openConnection(target);
  const models = await defineModels(connection);
  return { engine, forCommittee: (slug) => committeeStore(models, slug), close };
}

/** The store of one committee over given models (tests open their own connection). */
export function committeeStore(models: Models, committee: string): CommitteeStore {
  const store: Record<string, unknown> = { committee };
  for (const [name, model] of Object.entries(models)) store[name] = new Scoped(model, committee);
  return store as unknown as CommitteeStore;
}
