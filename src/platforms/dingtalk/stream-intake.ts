import type { Clocks } from '../../clock.ts';
import { classifiedMessage } from './classified-frame.ts';
import { eventGlimpse, type Glimpse, messageGlimpse, only, presserOf, pressGlimpse } from './inbox-key.ts';
import { type JsonObject, readJson, textsIn } from './json-scan.ts';
import { type Accept, answerPress, type DingtalkSource, keep, type PressOptions } from './keep.ts';
import type { OnFrame } from './stream-connection.ts';
import { CARD_TOPIC, type StreamFrame } from './stream-frame.ts';

export interface StreamIntakeOptions extends PressOptions {
  readonly clocks: Pick<Clocks, 'real' | 'monotonic'>;
  /** Makes the record durable: the same as for the HTTP callbacks. */
  readonly accept: Accept;
}

/** What becomes of a frame: the same key, person and bytes as in HTTP mode, so that changing the mode repeats nothing. */
interface Taken extends Glimpse {
  readonly source: DingtalkSource;
  readonly plaintext: Buffer;
  readonly json: JsonObject | null;
}

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
    const { source, key } = taken;
    const authentic = { ...taken, texts: textsOf(taken), frame: (at: Date) => frameOf(taken, at) };
    const outcome = await keep(source, authentic, options);
    return source === 'card' ? answerPress(options, { key, outcome, startedAt }) : null;
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

/** The texts each, and the texts run together: a change of style cuts a rich text, and with it a mark, into pieces. */
function textsOf({ json }: Taken): string[] {
  const texts = json ? textsIn(json.value) : [];
  return [...texts, texts.join('')];
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
