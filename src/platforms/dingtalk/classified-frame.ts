import { only, senderOf } from './inbox-key.ts';
import { fieldOf, type JsonObject } from './json-scan.ts';

const PLAIN = /^[\x21-\x7e]{1,256}$/;
/** Which message it was, and where to answer: a group's line is answered there or not at all. */
const KEPT = ['msgId', 'conversationId', 'conversationType', 'sessionWebhook'] as const;

/** What may be kept of a classified message: that it came, from whom, when. Made anew, not cut out of the original. */
export function classifiedMessage(json: JsonObject, at: Date): object {
  const kept = KEPT.flatMap((name) => {
    const text = only(json, name);
    return text !== null && PLAIN.test(text) ? [[name, text] as const] : [];
  });
  const endsAt = fieldOf(json.value, 'sessionWebhookExpiredTime');
  return {
    msgtype: 'classified',
    createAt: at.getTime(),
    senderStaffId: senderOf(json) ?? '',
    ...Object.fromEntries(kept),
    ...(typeof endsAt === 'number' ? { sessionWebhookExpiredTime: endsAt } : {}),
  };
}
