import type { Answer, Call, Json } from '../http.ts';
import { isObject, json, jsonBody } from '../http.ts';
import type { World } from '../world.ts';
import { MESSAGE_TEMPLATES, type Shown, textIn } from './content.ts';
import { type DingtalkGroup, dingtalkOf, groupByConversation, memberOf } from './people.ts';
import { ApiRefusal } from './refusal.ts';

const MAX_USERS = 20;
const MAX_PARAM_BYTES = 15_000;

const bad = (code: string, hint = ''): ApiRefusal => new ApiRefusal(400, code, hint);

/** @throws ApiRefusal when the body is no JSON object */
export function apiBody(call: Call): Json {
  const body = jsonBody(call);
  if (!body) throw bad('invalidParameter.param.invalid', 'the body is no JSON object');
  return body;
}

/** The robot must be ours and the token the one of its app (dingtalk.md 3.8). */
export function checkRobot(world: World, given: unknown, app: string): void {
  const { config } = dingtalkOf(world);
  if (typeof given !== 'string' || given === '') throw bad('invalidParameter.robotCode.empty');
  if (given !== config.robotCode) throw bad('invalidParameter.robotCode.auth', `robotCode "${given}"`);
  if (app !== config.appKey) throw bad('invalidParameter.robotCode.auth', `the token is of app ${app}`);
}

/** `POST /v1.0/robot/oToMessages/batchSend` (dingtalk.md 3.1). */
export function batchSend(world: World, call: Call, app: string): Answer {
  const dingtalk = dingtalkOf(world);
  const body = apiBody(call);
  checkRobot(world, body.robotCode, app);
  const asked = Array.isArray(body.userIds) ? [...new Set(body.userIds.map(String))] : [];
  if (asked.length === 0) throw bad('invalidParameter.userIds.empty');
  if (asked.length > MAX_USERS)
    throw bad('invalidParameter.userIds.overMax', `${asked.length} userIds, ${MAX_USERS} are allowed`);
  const shown = readMessage(world, body);
  const flowControlled = asked.filter((id) => dingtalk.switches.flowControlled.includes(id));
  const invalid = asked.filter((id) => !memberOf(world, id));
  const valid = asked.filter((id) => !invalid.includes(id) && !flowControlled.includes(id));
  const key = dingtalk.nextKey();
  dingtalk.messages.set(key, { key, to: valid, sentAt: world.clock.nowMs() });
  for (const to of valid) world.screen.show({ platform: 'dingtalk', to, message: key, ...shown });
  return json({ processQueryKey: key, invalidStaffIdList: invalid, flowControlledStaffIdList: flowControlled });
}

/** `POST /v1.0/robot/groupMessages/send` (dingtalk.md 3.2). */
export function sendToConversation(world: World, call: Call, app: string): Answer {
  const dingtalk = dingtalkOf(world);
  const body = apiBody(call);
  checkRobot(world, body.robotCode, app);
  const group = openGroup(world, body.openConversationId);
  const shown = readMessage(world, body);
  const key = dingtalk.nextKey();
  const { conversationId } = group.dingtalk;
  dingtalk.messages.set(key, { key, to: [group.name], conversationId, sentAt: world.clock.nowMs() });
  world.screen.show({ platform: 'dingtalk', to: group.name, group: true, message: key, ...shown });
  return json({ processQueryKey: key });
}

/** A group that exists and has our robot. */
export function openGroup(world: World, conversationId: unknown): DingtalkGroup {
  if (typeof conversationId !== 'string' || conversationId === '') throw bad('miss.openConversationId');
  const group = groupByConversation(world, conversationId);
  if (!group) throw bad('invalid.openConversationId', `no group of the company file is "${conversationId}"`);
  if (group.dingtalk.disbanded) throw bad('group.disbanded', group.name);
  if (group.dingtalk.appRobot === false) throw bad('invalidParameter.robotCode.notExsit', `not in ${group.name}`);
  return group;
}

function readMessage(world: World, { msgKey, msgParam }: Json): Shown {
  if (typeof msgKey !== 'string' || msgKey === '') throw bad('invalidParameter.msgKey.empty');
  const template = MESSAGE_TEMPLATES[msgKey];
  if (!template) throw bad('invalidParameter.msgKey.invalid', `msgKey "${msgKey}"`);
  const given = paramObject(msgParam);
  const { strictMsgParam } = dingtalkOf(world).switches;
  const missing = template.fields.find((name) => textIn(given, name) === '');
  if (missing && strictMsgParam) throw bad(`miss.param.${missing}`, `${msgKey} has ${template.fields.join(', ')}`);
  const texts = template.fields.map((name) => [name, textIn(given, name)] as const);
  return template.show(world, Object.fromEntries(texts));
}

/** A JSON text, never an object (dingtalk.md 12.20). */
function paramObject(given: unknown): Json {
  if (typeof given !== 'string') throw bad('invalidParameter.msgParam.invalid', 'msgParam must be a JSON text');
  const bytes = Buffer.byteLength(given, 'utf8');
  if (bytes > MAX_PARAM_BYTES)
    throw bad('invalidParameter.msgParam.tooLong', `${bytes} bytes, ${MAX_PARAM_BYTES} are allowed`);
  try {
    const value: unknown = JSON.parse(given);
    if (isObject(value)) return value;
  } catch {
    // answered below, like a text that is no object
  }
  throw bad('invalidParameter.msgParam.invalid', `not a JSON object: ${given.slice(0, 60)}`);
}
