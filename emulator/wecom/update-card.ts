import type { Answer, Call, Json } from '../http.ts';
import { isObject, json } from '../http.ts';
import type { NewRow } from '../screen.ts';
import type { World } from '../world.ts';
import { personOf } from '../world.ts';
import { cardError } from './card-rules.ts';
import { Refusal } from './refusal.ts';
import { bodyOf, checkAgent } from './send.ts';
import type { SentMessage } from './state.ts';

const CODE_LIFE_MS = 72 * 3_600_000;

/** `POST /cgi-bin/message/update_template_card` (wecom.md 7.4). A refused call does not use the code up. */
export function updateCard(world: World, call: Call): Answer {
  const app = world.wecom.tokens.appOf(call);
  const body = bodyOf(call);
  checkAgent(world, body.agentid, app.agentId);
  const { code, message } = messageOf(world, body.response_code);
  if (message.agentId !== app.agentId) throw new Refusal(42015);
  const change = changeOf(world, body, message);
  const { valid, invalid } = targets(world, body, message);
  world.wecom.useCode(code);
  for (const to of valid) world.screen.change(message.msgId, to, { ...change, state: 'updated' });
  return json({ errcode: 0, errmsg: 'ok', invaliduser: invalid });
}

function messageOf(world: World, code: unknown): { code: string; message: SentMessage } {
  const issued = typeof code === 'string' ? world.wecom.codes.get(code) : undefined;
  const message = issued && world.wecom.messages.get(issued.msgId);
  if (typeof code !== 'string' || !issued || !message || world.wecom.usedCodes.has(code)) throw new Refusal(60140);
  if (world.clock.nowMs() - issued.issuedAt > CODE_LIFE_MS) throw new Refusal(60140);
  return { code, message };
}

function changeOf({ switches }: World, body: Json, message: SentMessage): Partial<NewRow> {
  if (body.template_card !== undefined) {
    const code = cardError(body.template_card, { mode: 'update', buttonListLengthCode: switches.buttonListLengthCode });
    if (code !== null) throw new Refusal(code);
    return { card: body.template_card as Json };
  }
  const words = isObject(body.button) ? body.button.replace_name : undefined;
  if (typeof words !== 'string' || words === '') throw new Refusal(40058);
  if (!message.cardType?.endsWith('_interaction')) throw new Refusal(40058);
  return { replaced: words };
}

function targets(world: World, body: Json, message: SentMessage): { valid: readonly string[]; invalid: string[] } {
  for (const field of ['userids', 'partyids', 'tagids']) {
    if (body[field] !== undefined && !Array.isArray(body[field])) throw new Refusal(40035);
  }
  if (body.atall === 1) return { valid: message.recipients, invalid: [] };
  const asked = Array.isArray(body.userids) ? body.userids.map((id) => String(id).trim().toLowerCase()) : [];
  if (asked.length === 0) {
    if (world.switches.updateWithoutTarget === 'refuse') throw new Refusal(82101);
    return { valid: message.recipients, invalid: [] };
  }
  if (asked.length > 1000) throw new Refusal(40032);
  const received = new Set(message.recipients.map((id) => id.toLowerCase()));
  const invalid = asked.filter((id) => !received.has(id));
  if (invalid.length === asked.length) throw new Refusal(82102);
  const valid = [...new Set(asked)].filter((id) => received.has(id)).map((id) => personOf(world, id)?.id ?? id);
  return { valid, invalid };
}
