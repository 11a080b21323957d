import type { Answer, Call, Json } from '../http.ts';
import { json, jsonBody } from '../http.ts';
import type { World } from '../world.ts';
import { dingtalkOf } from './people.ts';
import { LegacyRefusal } from './refusal.ts';
import type { ReplySession } from './state.ts';
import { readWebhookMessage } from './webhook-content.ts';

/** `POST /robot/sendBySession?session=`: the address itself is the permission (dingtalk.md 1.4). */
export function sendBySession(world: World, call: Call): Answer {
  const dingtalk = dingtalkOf(world);
  const id = call.query.get('session') ?? '';
  const session = dingtalk.sessions.get(id);
  if (!session || Date.now() >= session.until) {
    const hint = session ? `ended at ${new Date(session.until).toISOString()}` : `there is no session "${id}"`;
    throw new LegacyRefusal(300001, hint, dingtalk.switches.sessionGoneText);
  }
  const body = jsonBody(call);
  if (!body) throw new LegacyRefusal(40035, 'the body is no JSON object', '缺少参数 json');
  showIn(world, session, body);
  return json({ errcode: 0, errmsg: 'ok' });
}

/** What a robot callback was answered with: a message, or silence (`empty`, or nothing). */
export function showReply(world: World, asked: Json, answer: Json): void {
  if (typeof answer.msgtype !== 'string' || answer.msgtype === 'empty') return;
  const id = new URL(String(asked.sessionWebhook)).searchParams.get('session') ?? '';
  const session = dingtalkOf(world).sessions.get(id);
  if (!session) return;
  try {
    showIn(world, session, answer);
  } catch (error) {
    if (!(error instanceof LegacyRefusal)) throw error;
    world.notes.push(`robot callback: the answer is no message: ${error.errcode} ${error.message}`);
  }
}

function showIn(world: World, { to, group }: ReplySession, body: Json): void {
  const shown = readWebhookMessage(world, body);
  const message = dingtalkOf(world).nextKey('msg');
  world.screen.show({ platform: 'dingtalk', to, ...(group ? { group: true } : {}), message, ...shown });
}
