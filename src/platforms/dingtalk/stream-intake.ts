import { createHash } from 'node:crypto';
import type { Clocks } from '../../clock.ts';
import type { Log } from '../../deps.ts';
import { hasClassificationMark } from '../../inbox/classified.ts';
import { type DingtalkRecord, type DingtalkSource, type Outcome, within } from './callback.ts';
import { classifiedMessage } from './classified-frame.ts';
import { eventGlimpse, type Glimpse, messageGlimpse, only, presserOf, pressGlimpse } from './inbox-key.ts';
import { type JsonObject, readJson, textsIn } from './json-scan.ts';
import type { OnFrame } from './stream-connection.ts';
import { CARD_TOPIC, type StreamFrame } from './stream-frame.ts';

export interface StreamIntakeOptions {
  readonly clocks: Pick<Clocks, 'real' | 'monotonic'>;
  /** Makes the record durable: the same as for the HTTP callbacks. */
  readonly accept: (record: DingtalkRecord) => Promise<Outcome>;
  /** What the card shall show now, once the press with this inbox key has been worked; null: nothing new. */
  readonly answerWithin: (key: string) => Promise<object | null>;
  /** From the arrival of a press to its answer. Default 1.5 s: the client gives up after 2 s. */
  readonly answerMs?: number;
  readonly log: Log;
}

/** What becomes of a frame: the same key, person and bytes as in HTTP mode, so that changing the mode repeats nothing. */
interface Taken extends Glimpse {
  readonly source: DingtalkSource;
  readonly plaintext: Buffer;
  readonly json: JsonObject | null;
}

const LOG_OF = { stored: 'inbox.stored', duplicate: 'inbox.duplicate', spooled: 'store.spooled' } as const;
const PLAIN = /^[\x21-\x7e]{1,256}$/;

/**
 * The way of a frame into the inbox. That it is DingTalk who speaks, the connection has proven; what is left of the
 * callbacks' order is: key, scan for classification marks, durable write, and for a press its answer in time.
 * @returns what rejects when neither store nor spool took the frame: nothing is acknowledged then
 */
export function streamIntake(options: StreamIntakeOptions): OnFrame {
  return async (frame) => {
    const startedAt = options.clocks.monotonic();
    const taken = take(frame);
    const outcome = await store(taken, options);
    if (taken.source !== 'card') return null;
    // What lies in the spool is worked when the store is back; a repeat was worked, or is being answered, already.
    if (outcome !== 'stored') return {};
    const spent = options.clocks.monotonic() - startedAt;
    return answerOf(options, taken.key, (options.answerMs ?? 1500) - spent);
  };
}

function take(frame: StreamFrame): Taken {
  if (frame.type === 'EVENT') return takeEvent(frame);
  const plaintext = Buffer.from(frame.data, 'utf8');
  const json = readJson(frame.data);
  const source = frame.topic === CARD_TOPIC ? 'card' : 'robot';
  // What cannot be read goes by its bytes and is looked at by a person (reliability.md 4).
  if (!json) return { ...eventGlimpse(plaintext, null), source, plaintext, json };
  const glimpse = source === 'card' ? pressGlimpse(plaintext, json, frame.messageId) : messageGlimpse(plaintext, json);
  return { ...glimpse, source, plaintext, json };
}

/** Stream has an event's name and id in the frame's headers; the inbox keeps one shape, that of HTTP push (7.3). */
function takeEvent({ headers, data }: StreamFrame): Taken {
  const envelope = {
    EventType: headers.eventType ?? '',
    EventTime: headers.eventBornTime ?? '',
    CorpId: headers.eventCorpId ?? '',
    ...(headers.eventId && { eventId: headers.eventId }),
  };
  const names = new Set(Object.keys(envelope).map((name) => name.toLowerCase()));
  const inner = readJson(data);
  const fields = inner ? Object.entries(inner.value).filter(([name]) => !names.has(name.toLowerCase())) : [];
  const body = { ...envelope, ...(inner ? Object.fromEntries(fields) : { unread: data }) };
  const plaintext = Buffer.from(JSON.stringify(body), 'utf8');
  const json = readJson(plaintext.toString('utf8'));
  return { ...eventGlimpse(plaintext, json), source: 'events', plaintext, json };
}

async function store(taken: Taken, { accept, clocks, log }: StreamIntakeOptions): Promise<Outcome> {
  const { source, key, person, plaintext } = taken;
  const keyHash = createHash('sha256').update(key).digest('hex').slice(0, 16);
  const receivedAt = clocks.real();
  const classified = writtenIn(taken).some(hasClassificationMark);
  if (classified) log.info('submit.classified', { key: keyHash });
  const kept = classified ? Buffer.from(JSON.stringify(frameOf(taken, receivedAt))) : plaintext;
  const record = { platform: 'dingtalk', source, key, plaintext: kept, receivedAt, person, classified } as const;
  const outcome = await accept(record);
  log.info(LOG_OF[outcome], { key: keyHash });
  return outcome;
}

/** The texts each, and the texts run together: a change of style cuts a rich text, and with it a mark, into pieces. */
function writtenIn({ plaintext, json }: Taken): string[] {
  const texts = json ? textsIn(json.value) : [];
  return [plaintext.toString('utf8'), ...texts, texts.join('')];
}

/** What may be kept of a classified frame: that it came, from whom, when. Made anew, not cut out of the original. */
function frameOf({ source, json }: Taken, at: Date): object {
  if (source === 'events' || !json) return { EventType: 'classified', msgtype: 'classified', EventTime: at.getTime() };
  const safe = (name: string) => {
    const text = only(json, name);
    return text !== null && PLAIN.test(text) ? { [name]: text } : {};
  };
  if (source === 'card') return { type: 'classified', userId: presserOf(json) ?? '', ...safe('outTrackId') };
  return classifiedMessage(json, at);
}

/** The press is safe already: whatever becomes of the answer, the platform hears "received". */
async function answerOf({ answerWithin, log }: StreamIntakeOptions, key: string, ms: number): Promise<object> {
  try {
    const answer = await within(answerWithin(key), ms, 'late' as const);
    if (answer === 'late') log.info('card.answer.late', { ms: Math.round(ms) });
    return answer === 'late' ? {} : (answer ?? {});
  } catch (error) {
    log.warn('card.answer.failed', { code: error instanceof Error ? error.name : 'unknown' });
    return {};
  }
}
