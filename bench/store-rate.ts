/** Durable inserts a second with several writers, each waiting for its own insert before the next. */
import { openStore } from '../src/store/store.ts';
import { COMMITTEE, temporaryPlace } from './environment.ts';

export interface StoreRate {
  readonly writers: number;
  readonly perSecond: number;
}

/** About one kilobyte, as an inbox row is. */
const BODY = '居民反映:装好后无人牵头管理。'.repeat(24);

export async function measureStore(writers: number, seconds: number): Promise<StoreRate> {
  const place = temporaryPlace();
  const store = await openStore({ dataDir: place.dataDir });
  const { inbox } = store.forCommittee(COMMITTEE);
  let written = 0;
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1_000;
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; performance.now() < endAt; n += 1) {
      const _id = `${COMMITTEE}:${writer}:${n}`;
      await inbox.insert({
        _id,
        platform: 'wecom',
        source: 'app',
        user: `m${writer}`,
        mailbox: `m${writer}`,
        order: _id,
        receivedAt: new Date(),
        body: BODY,
        encoding: 'utf8',
        classified: false,
        state: 'received',
        outcome: null,
        attempts: 0,
      });
      written += 1;
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  const perSecond = (written * 1_000) / (performance.now() - startedAt);
  await store.close();
  place.remove();
  return { writers, perSecond };
}
