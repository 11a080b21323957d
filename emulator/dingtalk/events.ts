import { randomUUID } from 'node:crypto';
import type { CallbackRecord } from '../callback-sender.ts';
import type { Answer } from '../http.ts';
import { json } from '../http.ts';
import type { World } from '../world.ts';
import { dingtalkOf } from './people.ts';
import type { DingtalkState } from './state.ts';

export interface PushedEvent {
  /** 200: answered with the encrypted `success` in time; 0: not. Further tries follow by themselves. */
  readonly delivered: number;
  readonly callback: number;
}

/** Plaintext of an event: a flat envelope with the event's own fields beside it (dingtalk.md 7.3). */
function eventPlain({ config }: DingtalkState, type: string, fields: object): string {
  const at = Date.now();
  return JSON.stringify({
    EventType: type,
    EventTime: at,
    CorpId: config.corpId,
    BizId: String(at),
    eventId: randomUUID().replaceAll('-', ''),
    timeStamp: String(at),
    ...fields,
  });
}

/** Pushes an event to the server; after a failure again 10 s and 30 s later, then it waits in the failed list. */
export async function pushEvent(world: World, type: string, fields: object): Promise<PushedEvent> {
  const dingtalk = dingtalkOf(world);
  const record = dingtalk.senders.event.hold({
    platform: 'dingtalk',
    at: world.clock.now().toISOString(),
    person: '',
    plain: eventPlain(dingtalk, type, fields),
  });
  // Over Stream the gateway itself delivers again, and there is no failed list.
  const isStream = dingtalk.config.mode === 'stream';
  const { eventRetrySpacingMs } = dingtalk.switches;
  const delivered = isStream
    ? await dingtalk.senders.event.send(record)
    : await attempt(dingtalk, record, eventRetrySpacingMs);
  return { delivered, callback: record.seq };
}

async function attempt(dingtalk: DingtalkState, record: CallbackRecord, pauses: readonly number[]): Promise<number> {
  const status = await dingtalk.senders.event.send(record);
  if (status === 200) return status;
  const [pause, ...later] = pauses;
  if (pause === undefined) dingtalk.failedEvents.push(record);
  else setTimeout(() => void attempt(dingtalk, record, later), pause).unref();
  return status;
}

const MAX_FAILED = 200;

/** `GET /call_back/get_call_back_failed_result`: each failed event is handed out once. */
export function failedEvents(world: World): Answer {
  const { failedEvents: failed } = dingtalkOf(world);
  const failed_list = failed.splice(0, MAX_FAILED).map(({ plain }) => {
    const { EventType, EventTime, CorpId, userId, deptId } = JSON.parse(plain) as Record<string, unknown>;
    const fields = { ...(userId ? { userid: userId } : {}), ...(deptId ? { deptid: deptId } : {}), corpid: CorpId };
    return { [String(EventType)]: fields, call_back_tag: EventType, event_time: EventTime };
  });
  return json({ errcode: 0, errmsg: 'ok', has_more: failed.length > 0, failed_list });
}

export interface EventUrlCheck {
  readonly ok: boolean;
  readonly delivered: number;
}

/** What saving the address in the console does: a push of `check_url` (dingtalk.md 7.2). */
export async function checkEventUrl(world: World): Promise<EventUrlCheck> {
  const dingtalk = dingtalkOf(world);
  const { senders } = dingtalk;
  const at = world.clock.now().toISOString();
  const record = senders.event.hold({ platform: 'dingtalk', at, person: '', plain: '{"EventType":"check_url"}' });
  const delivered = await senders.event.send(record);
  return { ok: delivered === 200, delivered };
}
