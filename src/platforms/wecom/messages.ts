/**
 * Bodies of the calls, as strings. They are frozen when a message is made and sent as bytes ever after: the platform's
 * duplicate check compares bodies, so a retry must be the same to the byte (decisions.md 1).
 */
import { plain } from '../../../cards/render/plain.ts';

/** The longest interval the platform takes: four hours. */
const DUPLICATE_CHECK = { enable_duplicate_check: 1, duplicate_check_interval: 14_400 } as const;

interface Addressed {
  /** One user id: several recipients in one request would make partial failure look like success. */
  readonly to: string;
  readonly agentId: number;
}

/** @param text at most 2048 bytes (split before, cards/render/cut.ts); control characters are taken out here */
export function textMessage({ to, agentId, text }: Addressed & { readonly text: string }): string {
  const content = within(plain(text), 2048, 'text');
  return JSON.stringify({ touser: one(to), msgtype: 'text', agentid: agentId, text: { content }, ...DUPLICATE_CHECK });
}

/** @param card what `toTemplateCard` gave; it carries its task id */
export function cardMessage({ to, agentId, card }: Addressed & { readonly card: object }): string {
  return JSON.stringify({
    touser: one(to),
    msgtype: 'template_card',
    agentid: agentId,
    template_card: card,
    ...DUPLICATE_CHECK,
  });
}

/** A picture, voice or file that was uploaded before. Its media id lives three days. */
export function mediaMessage({
  to,
  agentId,
  type,
  mediaId,
}: Addressed & { readonly type: 'image' | 'voice' | 'file'; readonly mediaId: string }): string {
  return JSON.stringify({
    touser: one(to),
    msgtype: type,
    agentid: agentId,
    [type]: { media_id: mediaId },
    ...DUPLICATE_CHECK,
  });
}

/** @param responseCode from the send or from a press; usable once. @param card what `toCardUpdate` gave */
export function cardUpdate({
  to,
  agentId,
  responseCode,
  card,
}: Addressed & { readonly responseCode: string; readonly card: object }): string {
  return JSON.stringify({
    userids: [one(to)],
    agentid: agentId,
    response_code: responseCode,
    template_card: card,
  });
}

/** @param text at most 2048 bytes. Mentions nobody: mentions come from code only, and there is none that needs one */
export function robotText(text: string): string {
  return JSON.stringify({ msgtype: 'text', text: { content: within(plain(text), 2048, 'robot text') } });
}

/** @param content at most 4096 bytes, made by code; user text in it must have gone through `markdownText` */
export function robotMarkdown(content: string): string {
  return JSON.stringify({ msgtype: 'markdown', markdown: { content: within(content, 4096, 'robot markdown') } });
}

function one(userId: string): string {
  if (userId === '' || /[|@,\s]/.test(userId.replace(/^[\w.-]+@(?=[\w.-]+$)/, ''))) {
    throw new RangeError(`WeCom message: "${userId}" is not one user id; send one message to each recipient`);
  }
  return userId;
}

function within(text: string, maxBytes: number, what: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes)
    throw new RangeError(`WeCom ${what}: ${bytes} bytes, at most ${maxBytes}; split it with splitText`);
  if (text === '') throw new RangeError(`WeCom ${what}: empty; the platform refuses it (44004)`);
  return text;
}
