import type { Answer, Call, Json } from '../http.ts';
import { json, jsonBody } from '../http.ts';
import type { World } from '../world.ts';
import { personOf } from '../world.ts';
import { callsBack } from './card-rules.ts';
import type { Shown } from './content.ts';
import { readContent } from './content.ts';
import { Refusal } from './refusal.ts';

const MAX_USERS = 1000;
const DEFAULT_DUPLICATE_S = 1800;
const MAX_DUPLICATE_S = 4 * 3600;
const RECALL_MS = 24 * 3_600_000;

/** `POST /cgi-bin/message/send` (wecom.md 7.1). */
export function sendMessage(world: World, call: Call): Answer {
  const app = world.wecom.tokens.appOf(call);
  const body = bodyOf(call);
  const agentId = checkAgent(world, body.agentid, app.agentId);
  const { valid, invalid } = recipients(world, body);
  const shown = readContent(world, body, call);
  const canonical = canonicalJson(body);
  const earlier = duplicateOf(world, body, canonical);
  if (earlier) return json(earlier);
  checkTask(world, shown);

  const msgId = world.wecom.nextOutboundMsgId();
  const now = world.clock.nowMs();
  world.wecom.remember({ msgId, agentId, recipients: valid, sentAt: now, ...cardTypeOf(shown) });
  for (const to of valid) {
    // Above the member's rate the platform says 0 and shows nothing (wecom.md 17.18).
    if (world.wecom.memberRate.allows(to.toLowerCase(), now))
      world.screen.show({ platform: 'wecom', to, message: msgId, ...shown });
  }
  const answer = {
    errcode: 0,
    errmsg: 'ok',
    invaliduser: invalid.join('|'),
    invalidparty: typeof body.toparty === 'string' ? body.toparty : '',
    invalidtag: typeof body.totag === 'string' ? body.totag : '',
    msgid: msgId,
    ...(shown.card && callsBack(shown.card) ? { response_code: world.wecom.issueCode(msgId, now) } : {}),
  };
  if (body.enable_duplicate_check === 1) world.wecom.duplicates.set(canonical, { at: now, answer });
  return json(answer);
}

/** `POST /cgi-bin/message/recall` (wecom.md 7.3). */
export function recallMessage(world: World, call: Call): Answer {
  const app = world.wecom.tokens.appOf(call);
  const { msgid } = bodyOf(call);
  const message = typeof msgid === 'string' ? world.wecom.messages.get(msgid) : undefined;
  if (!message || message.agentId !== app.agentId) throw new Refusal(40058);
  if (world.clock.nowMs() - message.sentAt > RECALL_MS) throw new Refusal(42052);
  for (const to of message.recipients) world.screen.change(message.msgId, to, { state: 'recalled' });
  return json({ errcode: 0, errmsg: 'ok' });
}

export function bodyOf(call: Call): Json {
  const body = jsonBody(call);
  if (!body) throw new Refusal(40058);
  return body;
}

/** The agentid of the body, which must be an integer and belong to the token's app. */
export function checkAgent(world: World, agentId: unknown, tokenAgentId: number): number {
  if (agentId === undefined) throw new Refusal(41011);
  const known = world.wecom.tokens.apps().some((app) => app.agentId === agentId);
  if (typeof agentId !== 'number' || !known) throw new Refusal(40056);
  if (agentId !== tokenAgentId) throw new Refusal(301002);
  return agentId;
}

function recipients(world: World, body: Json): { valid: string[]; invalid: string[] } {
  const [users, parties, tags] = [body.touser, body.toparty, body.totag].map(splitIds);
  if (!users?.length && !parties?.length && !tags?.length) throw new Refusal(82001);
  if ((users?.length ?? 0) > MAX_USERS) throw new Refusal(40032);
  const everybody = world.config.people.filter(({ platform = 'wecom' }) => platform === 'wecom');
  if (users?.includes('@all')) return { valid: everybody.map(({ id }) => id), invalid: [] };
  const asked = [...new Set(users?.map((id) => id.toLowerCase()))];
  const invalid = asked.filter((id) => !everybody.some((person) => person.id.toLowerCase() === id));
  const valid = asked.filter((id) => !invalid.includes(id)).map((id) => personOf(world, id)?.id ?? id);
  if (valid.length === 0) throw new Refusal(81013, { invaliduser: invalid.join('|') });
  return { valid, invalid };
}

const splitIds = (value: unknown): string[] =>
  typeof value === 'string'
    ? value
        .split('|')
        .map((id) => id.trim())
        .filter((id) => id !== '')
    : [];

function duplicateOf(world: World, body: Json, canonical: string): Json | null {
  if (body.enable_duplicate_check !== 1) return null;
  const asked = typeof body.duplicate_check_interval === 'number' ? body.duplicate_check_interval : DEFAULT_DUPLICATE_S;
  const earlier = world.wecom.duplicates.get(canonical);
  const windowMs = Math.min(asked, MAX_DUPLICATE_S) * 1000;
  return earlier && world.clock.nowMs() - earlier.at < windowMs ? earlier.answer : null;
}

function checkTask(world: World, { card }: Shown): void {
  if (typeof card?.task_id !== 'string') return;
  if (world.wecom.taskIds.has(card.task_id)) {
    if (world.switches.repeatedTaskId === 'refuse') throw new Refusal(42014);
    world.notes.push(`message/send: task_id ${card.task_id} was used before; accepted`);
  }
  world.wecom.rememberTask(card.task_id);
}

const cardTypeOf = ({ card }: Shown) => (card ? { cardType: String(card.card_type) } : {});

/** The same request in any key order and spacing gives the same text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
}
