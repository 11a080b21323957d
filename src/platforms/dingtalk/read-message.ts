import type { Conversation } from '../../conversation.ts';
import type { InboundEvent } from '../../inbox/inbound.ts';
import { only, senderOf } from './inbox-key.ts';
import { instantOf } from './instants.ts';
import { fieldOf, type JsonObject, scalarOf, textOf } from './json-scan.ts';
import type { DingtalkRead, DingtalkRow, Medium, ReadOptions, Said } from './read-result.ts';
import { readRichText } from './read-rich-text.ts';

interface Where {
  readonly isGroup: boolean;
  readonly robotName?: string;
}

const SAID: Readonly<Record<string, (message: unknown, where: Where) => Said>> = {
  text: (message) => ({ kind: 'text', text: textContentOf(message).trim() }),
  richText: (message, where) => readRichText(fieldOf(message, 'content'), where),
  picture: (message) => ({ kind: 'image', ...mediaOf(message, 'image') }),
  audio: (message) => {
    const recognition = textOf(fieldOf(message, 'content'), 'recognition')?.trim();
    return { kind: 'voice', ...(recognition && { text: recognition }), ...mediaOf(message, 'voice') };
  },
  video: (message) => {
    const type = textOf(fieldOf(message, 'content'), 'videoType');
    const fileName = type !== null && /^[A-Za-z0-9]{1,8}$/.test(type) ? { fileName: `视频.${type}` } : {};
    return { kind: 'file', ...fileName, ...mediaOf(message, 'video') };
  },
  file: (message) => {
    const fileName = textOf(fieldOf(message, 'content'), 'fileName');
    return { kind: 'file', ...(fileName !== null && { fileName }), ...mediaOf(message, 'file') };
  },
};

/** Reads what somebody said to the robot (dingtalk.md 1.2, 1.3). Fields that we do not know change nothing. */
export function readMessage(json: JsonObject, row: DingtalkRow, { robotName }: ReadOptions): DingtalkRead {
  const conversation = conversationOf(json);
  const where = conversation && { conversation };
  const rawType = only(json, 'msgtype');
  const isGroup = only(json, 'conversationType') === '2';
  if (rawType === null || !isUnambiguous(json) || (isGroup && !conversation)) {
    return { ok: false, reason: 'identity', ...where };
  }
  const asSent = senderOf(json);
  if (asSent === null) return { ok: false, reason: 'outsider', ...where };
  const { media = [], ...said } = saidIn(json.value, rawType, { isGroup, ...(robotName && { robotName }) });
  const [first] = media;
  const event: InboundEvent = {
    platform: 'dingtalk',
    person: { key: asSent.toLowerCase(), asSent },
    at: instantOf(fieldOf(json.value, 'createAt')) ?? row.receivedAt,
    id: row.key,
    rawType: rawTypeOf(json.value, rawType),
    ...said,
    ...(first && { mediaId: first.id }),
  };
  return { ok: true, event, media, ...where };
}

/** One of these twice, and we would not know who said what where. */
const IDENTITY = ['senderStaffId', 'senderCorpId', 'msgId', 'msgtype', 'conversationId', 'conversationType'] as const;

const isUnambiguous = ({ repeated }: JsonObject): boolean => !IDENTITY.some((name) => repeated.has(name));

/** The organisation's free deliveries of the month are used up: messages come without what was said (dingtalk.md 0.4). */
function quotaCodeOf(message: unknown): string | null {
  const code = fieldOf(message, 'errorCode') ?? fieldOf(message, 'errCode');
  return scalarOf(code) === '20001' ? '20001' : null;
}

const rawTypeOf = (message: unknown, type: string): string => (quotaCodeOf(message) ? 'error:20001' : type);

function saidIn(message: unknown, type: string, where: Where): Said {
  if (quotaCodeOf(message)) return { kind: 'withheld' };
  const read = Object.hasOwn(SAID, type) ? SAID[type] : undefined;
  return read ? read(message, where) : { kind: 'other' };
}

/** Older pages show a text's content at the top. */
function textContentOf(message: unknown): string {
  return textOf(fieldOf(message, 'text'), 'content') ?? textOf(message, 'content') ?? '';
}

function mediaOf(message: unknown, kind: Medium['kind']): { media: Medium[] } {
  const id = textOf(fieldOf(message, 'content'), 'downloadCode');
  return { media: id ? [{ id, kind }] : [] };
}

function conversationOf(json: JsonObject): Conversation | null {
  const id = only(json, 'conversationId');
  const type = only(json, 'conversationType') === '2' ? 'group' : 'single';
  const title = only(json, 'conversationTitle')?.replace(/\p{Surrogate}/gu, '\uFFFD');
  const sessionWebhook = only(json, 'sessionWebhook');
  const expiresAt = instantOf(fieldOf(json.value, 'sessionWebhookExpiredTime'));
  if (!id) return null;
  return {
    id,
    type,
    ...(title && { title }),
    ...(sessionWebhook && { sessionWebhook }),
    ...(expiresAt && { sessionWebhookExpiresAt: expiresAt }),
  };
}
