import type { Answer, Call, Json } from '../http.ts';
import { json, jsonBody } from '../http.ts';
import type { World } from '../world.ts';
import { groupOfRobot } from '../world.ts';
import type { CustomRobotConfig } from './config.ts';
import { timestampSign } from './crypto.ts';
import { dingtalkOf } from './people.ts';
import { LegacyRefusal } from './refusal.ts';
import { readWebhookMessage } from './webhook-content.ts';

const HOUR_MS = 3_600_000;

/** `POST /robot/send?access_token=[&timestamp=&sign=]` (dingtalk.md 5). */
export function sendByRobot(world: World, call: Call): Answer {
  const dingtalk = dingtalkOf(world);
  const robot = robotOf(dingtalk.config.robots ?? [], call);
  if (!/^application\/json/i.test(call.headers['content-type'] ?? ''))
    throw new LegacyRefusal(43004, call.headers['content-type'] ?? '');
  const body = jsonBody(call);
  if (!body) throw new LegacyRefusal(40035, 'the body is no JSON object', '缺少参数 json');
  checkSecurity(robot, call, body);
  const uuid = typeof body.msgUuid === 'string' ? `${robot.name}\n${body.msgUuid}` : null;
  if (uuid && dingtalk.msgUuids.has(uuid)) return json({ errcode: 0, errmsg: 'ok' });
  const shown = readWebhookMessage(world, body);
  if (!dingtalk.throttle.allowsRobot(robot.name, world.clock.nowMs())) {
    throw new LegacyRefusal(dingtalk.switches.customRobotFastCode, '20 a minute, then ten minutes of silence');
  }
  if (uuid) dingtalk.msgUuids.add(uuid);
  const message = dingtalk.nextKey('msg');
  world.screen.show({ platform: 'dingtalk', to: groupOfRobot(world, robot.name), group: true, message, ...shown });
  return json({ errcode: 0, errmsg: 'ok' });
}

function robotOf(robots: readonly CustomRobotConfig[], call: Call): CustomRobotConfig {
  const token = call.query.get('access_token');
  if (!token) throw new LegacyRefusal(40035, '', '缺少参数 access_token');
  const robot = robots.find(({ accessToken }) => accessToken === token);
  if (!robot) throw new LegacyRefusal(400101, 'no robot of the company file has this token');
  return robot;
}

/** One code for every kind of security setting; the text says which (dingtalk.md 5.4). */
function checkSecurity({ secret, keywords = [] }: CustomRobotConfig, call: Call, body: Json): void {
  if (secret) checkSign(secret, call);
  const words = JSON.stringify(body);
  if (keywords.length > 0 && !keywords.some((keyword) => words.includes(keyword)))
    throw new LegacyRefusal(310000, `one of ${keywords.join(', ')} is expected`, 'keywords not in content');
}

function checkSign(secret: string, call: Call): void {
  const timestamp = call.query.get('timestamp') ?? '';
  const age = Math.abs(Date.now() - Number(timestamp));
  if (!/^\d{1,16}$/.test(timestamp) || age > HOUR_MS) {
    throw new LegacyRefusal(310000, `timestamp "${timestamp}": milliseconds, at most an hour off`, 'invalid timestamp');
  }
  if (call.query.get('sign') !== timestampSign(timestamp, secret)) {
    throw new LegacyRefusal(310000, 'base64 of the HMAC, URL-encoded exactly once', 'sign not match');
  }
}
