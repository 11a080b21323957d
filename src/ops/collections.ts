/** The collections of an archive. `tokens` stays behind: it holds the platform's access token and is fetched anew. */
import type { CommitteeStore } from '../store/store.ts';

export const COLLECTIONS = [
  'people',
  'bindings',
  'units',
  'groups',
  'counters',
  'cases',
  'relations',
  'audit',
  'tallies',
  'obligations',
  'messages',
  'inbox',
  'mailboxes',
  'files',
  'limits',
  'slots',
] as const satisfies readonly (keyof CommitteeStore)[];
export type CollectionName = (typeof COLLECTIONS)[number];

/** A document as the archive sees it. */
export type Doc = { readonly _id: string } & Readonly<Record<string, unknown>>;

const PAGE = 500;

interface Readable {
  readonly find: (filter: object, options: object) => Promise<readonly { readonly _id: string }[]>;
}

/** All documents of one collection by key, a page at a time: neither the store nor this process holds them all. */
export async function* documentsOf(
  store: CommitteeStore,
  name: CollectionName,
  filter: Readonly<Record<string, unknown>> = {},
): AsyncGenerator<Doc> {
  const collection = store[name] as unknown as Readable;
  for (let after = ''; ; ) {
    const page = await collection.find({ ...filter, _id: { $gt: after } }, { sort: { _id: 1 }, limit: PAGE });
    yield* page as readonly Doc[];
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last._id;
  }
}
