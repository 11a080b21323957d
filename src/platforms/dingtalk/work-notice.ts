import type { DingtalkClient } from './client.ts';
import type { Outcome } from './outcome-class.ts';

/** When the result of a notice is asked for; each look counts towards the month's quota. */
const LOOKS_MS: readonly number[] = [500, 2_000];

/**
 * Sends a work notice and reads what became of it: beyond its limits the platform takes the order and delivers nothing
 * (dingtalk.md 6.1). Still unknown after the last look counts as sent, as the platform said.
 * @param pause waits so many milliseconds; in sum they stay well below the lease of a send
 */
export async function sendNotice(
  client: Pick<DingtalkClient, 'sendNotice' | 'noticeResult'>,
  agentId: number,
  body: Buffer,
  pause: (ms: number) => Promise<void>,
): Promise<Outcome> {
  const taken = await client.sendNotice(body);
  if (taken.class !== 'ok' || !taken.msgid) return taken;
  for (const ms of LOOKS_MS) {
    await pause(ms);
    const result = await client.noticeResult(agentId, taken.msgid);
    if (result) return { ...result, msgid: taken.msgid };
  }
  return { ...taken, errmsg: 'getsendresult: not known yet' };
}
