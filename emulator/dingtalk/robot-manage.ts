import type { Answer, Call, Json } from '../http.ts';
import { json } from '../http.ts';
import type { World } from '../world.ts';
import { dingtalkOf, groupByConversation, memberOf, membersOfGroup } from './people.ts';
import { ApiRefusal } from './refusal.ts';
import { apiBody, checkRobot, openGroup } from './robot-send.ts';
import type { SentRobotMessage } from './state.ts';

const DAY_MS = 24 * 3_600_000;
const MAX_KEYS = 20;
const MAX_PAGE = 200;

const bad = (code: string, hint = ''): ApiRefusal => new ApiRefusal(400, code, hint);

function messageOf(world: World, key: unknown): SentRobotMessage {
  if (typeof key !== 'string' || key === '') throw bad('invalidParameter.processQueryKey.missing');
  const message = dingtalkOf(world).messages.get(key);
  if (!message) throw bad('invalid.processQueryKey', `"${key}"; is it URL-encoded?`);
  return message;
}

const isOlderThanADay = (world: World, { sentAt }: SentRobotMessage): boolean => world.clock.nowMs() - sentAt > DAY_MS;

const statusOf = ({ recalled }: SentRobotMessage): string => (recalled ? 'RECALLED' : 'SUCCESS');

/** A person has read what was on the phone when he last said or pressed something. */
function hasRead(world: World, id: string, message: SentRobotMessage): boolean {
  const deeds = world.screen.list({ platform: 'dingtalk' }).filter((row) => row.from === id);
  return deeds.some(({ at }) => Date.parse(at) >= message.sentAt);
}

/** `GET /v1.0/robot/oToMessages/readStatus` (dingtalk.md 3.4). */
export function readStatus(world: World, call: Call, app: string): Answer {
  checkRobot(world, call.query.get('robotCode'), app);
  const message = messageOf(world, call.query.get('processQueryKey'));
  if (isOlderThanADay(world, message)) throw bad('robot.processQueryKey.expired', 'older than 24 hours');
  const messageReadInfoList = message.to.map((userId) => ({
    name: memberOf(world, userId)?.name ?? '',
    userId,
    readStatus: hasRead(world, userId, message) ? 'READ' : 'UNREAD',
    readTimestamp: 0,
  }));
  return json({ sendStatus: statusOf(message), messageReadInfoList });
}

/** `POST /v1.0/robot/groupMessages/query`: pages of at most 200 readers. */
export function queryGroupReaders(world: World, call: Call, app: string): Answer {
  const body = apiBody(call);
  checkRobot(world, body.robotCode, app);
  const group = openGroup(world, body.openConversationId);
  const message = messageOf(world, body.processQueryKey);
  const size = body.maxResults === undefined ? MAX_PAGE : Number(body.maxResults);
  if (!(size >= 1 && size <= MAX_PAGE)) throw bad('pageSize.invalid', `maxResults ${String(body.maxResults)}`);
  const from = Number(body.nextToken || 0);
  if (!Number.isInteger(from)) throw bad('invalidParameter.cursor.invalid', `nextToken ${String(body.nextToken)}`);
  const readers = membersOfGroup(world, group.name).filter(({ id }) => hasRead(world, id, message));
  const hasMore = from + size < readers.length;
  return json({
    sendStatus: statusOf(message),
    readUserIds: readers.slice(from, from + size).map(({ id }) => id),
    nextToken: hasMore ? String(from + size) : '',
    hasMore,
  });
}

/** `POST /v1.0/robot/otoMessages/batchRecall` (dingtalk.md 3.5). */
export function recallOneToOne(world: World, call: Call, app: string): Answer {
  const body = apiBody(call);
  checkRobot(world, body.robotCode, app);
  return recall(world, body, (message) => {
    if (message.conversationId !== undefined) return 'invalid.processQueryKey';
    return isOlderThanADay(world, message) ? 'processQueryKey.expireTime' : null;
  });
}

/** `POST /v1.0/robot/groupMessages/recall`. */
export function recallInGroup(world: World, call: Call, app: string): Answer {
  const body = apiBody(call);
  checkRobot(world, body.robotCode, app);
  const { conversationId } = openGroup(world, body.openConversationId).dingtalk;
  const { groupRecallWindowMs } = dingtalkOf(world).switches;
  return recall(world, body, (message) => {
    if (message.conversationId !== conversationId) return 'invalid.processQueryKey';
    const age = world.clock.nowMs() - message.sentAt;
    return groupRecallWindowMs !== null && age > groupRecallWindowMs ? 'processQueryKey.expireTime' : null;
  });
}

function recall(world: World, body: Json, reasonNot: (message: SentRobotMessage) => string | null): Answer {
  const keys = Array.isArray(body.processQueryKeys) ? body.processQueryKeys.map(String) : [];
  if (keys.length === 0) throw bad('invalidParameter.processQueryKey.missing');
  if (keys.length > MAX_KEYS)
    throw bad('invalidParameter.processQueryKeys.overMax', `${keys.length} keys, ${MAX_KEYS} are allowed`);
  const { messages } = dingtalkOf(world);
  const successResult: string[] = [];
  const failedResult: Record<string, string> = {};
  for (const key of keys) {
    const message = messages.get(key);
    const reason = message ? reasonNot(message) : 'invalid.processQueryKey';
    if (!message || reason) {
      failedResult[key] = reason ?? 'invalid.processQueryKey';
      continue;
    }
    messages.set(key, { ...message, recalled: true });
    for (const to of message.to) world.screen.change(key, to, { state: 'recalled' });
    successResult.push(key);
  }
  return json({ successResult, failedResult });
}

/** `POST /v1.0/robot/groups/robots/query`. */
export function robotsInGroup(world: World, call: Call): Answer {
  const { config } = dingtalkOf(world);
  const group = groupByConversation(world, String(apiBody(call).openConversationId ?? ''));
  if (!group) throw bad('invalid.openConversationId');
  const isIn = group.dingtalk.appRobot !== false;
  const own = {
    robotCode: config.robotCode,
    name: config.robotName ?? '小助手',
    downloadIconURL: '',
    openRobotType: 1,
  };
  return json({ chatbotInstanceVOList: isIn ? [own] : [] });
}
