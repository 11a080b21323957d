import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { faultByCode, faultByNumber } from './dingtalk/refusal.ts';
import { answerDingtalk, isDingtalkPath } from './dingtalk/routes.ts';
import { type FaultPlan, planOf } from './faults.ts';
import { type Answer, bytesOf, type Call, json, jsonBody, writeAnswer } from './http.ts';
import { refusalAnswer } from './wecom/refusal.ts';
import { answerWecom } from './wecom/routes.ts';
import type { World } from './world.ts';

/** Works one call of a platform's API, with the fault that is set for it, and writes it to the raw ledger. */
export async function answerPlatform(world: World, call: Call, response: ServerResponse): Promise<void> {
  const fault = world.faults.take(call)?.fault ?? null;
  const plan = fault === null ? null : planOf(fault);
  const answer = plan && 'instead' in plan ? insteadAnswer(plan.instead, call) : work(world, call);
  const isAnswered = answer !== null && !(plan && 'after' in plan && plan.after === 'lose');
  world.raw.append({
    at: world.clock.now().toISOString(),
    method: call.method,
    path: call.path,
    query: Object.fromEntries(call.query),
    body: readableBody(call),
    status: isAnswered ? answer.status : 0,
    answer: answer ? (answer.json ?? `${bytesOf(answer).length} bytes`) : null,
    ...(fault === null ? {} : { fault }),
  });
  if (answer) await deliver(response, answer, plan);
  else if (plan && 'instead' in plan && plan.instead === 'reset') response.socket?.resetAndDestroy();
  // else `timeout`: the connection stays open and silent until the client gives up
}

function work(world: World, call: Call): Answer {
  const { dingtalk } = world;
  if (dingtalk && isDingtalkPath(call.path)) return answerDingtalk(world, dingtalk, call);
  return answerWecom(world, call) ?? json({ errcode: 404, errmsg: `no such path: ${call.path}` }, 404);
}

type Instead = Extract<FaultPlan, { instead: unknown }>['instead'];

function insteadAnswer(instead: Instead, call: Call): Answer | null {
  if (instead === 'reset' || instead === 'hang') return null;
  if ('code' in instead) return faultByCode(instead.code);
  if (!('errcode' in instead)) return instead;
  return isDingtalkPath(call.path)
    ? faultByNumber(call.path, instead.errcode)
    : refusalAnswer(instead.errcode, call.ip);
}

async function deliver(response: ServerResponse, answer: Answer, plan: FaultPlan | null): Promise<void> {
  const after = plan && 'after' in plan ? plan.after : null;
  if (after === 'lose') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (after === 'cut') {
    const whole = bytesOf(answer);
    const half = whole.subarray(0, Math.ceil(whole.length / 2));
    writeAnswer(response, {
      status: answer.status,
      bytes: half,
      headers: { 'content-type': 'application/json; charset=UTF-8' },
    });
    return;
  }
  if (after) await delay(after.slowMs, undefined, { ref: false });
  writeAnswer(response, answer);
}

function readableBody(call: Call): unknown {
  if (call.body.length === 0) return null;
  const type = call.headers['content-type'] ?? '';
  if (type.startsWith('multipart/')) return `${type.split(';')[0]}, ${call.body.length} bytes`;
  return jsonBody(call) ?? call.body.toString('utf8');
}
