import type { Clocks } from '../../clock.ts';
import type { Log } from '../../deps.ts';
import type { Accept } from '../platform.ts';
import type { DingtalkClient } from './client.ts';
import { eventGlimpse } from './inbox-key.ts';
import { instantOf } from './instants.ts';
import { isObject, readJson } from './json-scan.ts';

interface FailedEventsDeps {
  readonly client: Pick<DingtalkClient, 'failedEvents'>;
  readonly accept: Accept;
  readonly clocks: Pick<Clocks, 'real'>;
  readonly log: Log;
}

/** The platform's own limit is 200 a page; more pages than this are looked for the next time. */
const MOST_PAGES = 20;

/**
 * Events that could not be pushed to us, as after an outage (dingtalk.md 7.2). The list hands each out once, so a page
 * is stored before the next is asked for. They come without their id: an event that was pushed as well is here another
 * one, and finds that what it says is so already.
 * @returns how many there were
 */
export async function takeFailedEvents({ client, accept, clocks, log }: FailedEventsDeps): Promise<number> {
  let count = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.failedEvents();
    if (!answer) break;
    for (const entry of answer.events) {
      const plaintext = Buffer.from(JSON.stringify(asPushed(entry)), 'utf8');
      const { key, person } = eventGlimpse(plaintext, readJson(plaintext.toString('utf8')));
      await accept({ platform: 'dingtalk', source: 'events', key, person, plaintext, receivedAt: clocks.real() });
      count += 1;
    }
    if (!answer.hasMore) break;
  }
  if (count > 0) log.info('events.failed.taken', { count });
  return count;
}

/** `{<tag>: {…}, call_back_tag, event_time}` in the shape of a push, which the reader knows. */
function asPushed(entry: Readonly<Record<string, unknown>>): object {
  const tag = String(entry.call_back_tag ?? '');
  const fields = entry[tag];
  const at = instantOf(entry.event_time);
  return { ...(isObject(fields) ? fields : {}), EventType: tag, ...(at ? { EventTime: at.getTime() } : {}) };
}
