import type { Answer, Call, Json } from '../http.ts';
import { isObject, json } from '../http.ts';
import type { World } from '../world.ts';
import { actionCard, addressOf, fileShown, linkShown, part, type Shown, textIn } from './content.ts';
import { inDepartments } from './directory.ts';
import { legacyBody } from './form.ts';
import { dingtalkOf, memberOf, members } from './people.ts';
import { LegacyRefusal, requestId } from './refusal.ts';
import type { WorkTask } from './state.ts';

const MAX_USERS = 100;
const MAX_DEPARTMENTS = 20;
const MAX_BYTES = 2048;
const MAX_TO_ALL_A_DAY = 3;
const MAX_RESULT_RECEIVERS = 100;
const DAY_MS = 24 * 3_600_000;
const CHINA_MS = 8 * 3_600_000;

const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Note the names: not those of robot messages (dingtalk.md 6.2). */
const READERS: Readonly<Record<string, (world: World, given: Json) => Omit<Shown, 'kind'>>> = {
  text: (_world, given) => ({ text: textIn(given, 'content') }),
  markdown: (_world, given) => ({ text: textIn(given, 'text') }),
  image: (world, given) => ({ image: addressOf(world, textIn(given, 'media_id')) }),
  voice: (world, given) => fileShown(world, textIn(given, 'media_id')),
  file: (world, given) => fileShown(world, textIn(given, 'media_id')),
  link: (_world, given) =>
    linkShown({ title: textIn(given, 'title'), text: textIn(given, 'text'), url: textIn(given, 'messageUrl') }),
  oa: (_world, given) => {
    const body = part(given, 'body');
    const lines = objects(body.form).map(({ key, value }) => `${String(key)}${String(value)}`);
    return { text: [textIn(body, 'title'), ...lines, textIn(body, 'content')].filter((line) => line).join('\n') };
  },
  action_card: (_world, given) => {
    const single = textIn(given, 'single_title');
    const several = objects(given.btn_json_list).map((one) => ({
      text: textIn(one, 'title'),
      url: textIn(one, 'action_url'),
    }));
    const buttons = single ? [{ text: single, url: textIn(given, 'single_url') }] : several;
    return actionCard(textIn(given, 'title'), textIn(given, 'markdown'), buttons);
  },
};

function readWork(world: World, msg: unknown): Shown {
  if (!isObject(msg)) throw new LegacyRefusal(400002, 'msg is missing or no object');
  const type = textIn(msg, 'msgtype');
  const reader = READERS[type];
  if (!reader) throw new LegacyRefusal(400002, `msgtype "${type}"; there are ${Object.keys(READERS).join(', ')}`);
  const bytes = Buffer.byteLength(JSON.stringify(msg));
  if (bytes > MAX_BYTES) throw new LegacyRefusal(34016, `msg: ${bytes} bytes, ${MAX_BYTES} are allowed`);
  return { ...reader(world, part(msg, type)), kind: 'work' };
}

const listIn = (value: unknown): string[] =>
  String(value ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');

const dayOf = (world: World): string => new Date(world.clock.nowMs() + CHINA_MS).toISOString().slice(0, 10);

function checkAgent(world: World, given: unknown): void {
  if (String(given) !== String(dingtalkOf(world).config.agentId))
    throw new LegacyRefusal(40056, `agent_id ${String(given)}`);
}

function receivers(world: World, body: Json): { valid: string[]; invalid: string[] } {
  if (body.to_all_user === true) {
    countToAll(world);
    return { valid: members(world).map(({ id }) => id), invalid: [] };
  }
  const [users, departments] = [listIn(body.userid_list), listIn(body.dept_id_list)];
  if (users.length + departments.length === 0) throw new LegacyRefusal(40035, 'userid_list', '缺少参数 userid_list');
  if (users.length > MAX_USERS) throw new LegacyRefusal(400002, `${users.length} users, ${MAX_USERS} are allowed`);
  if (departments.length > MAX_DEPARTMENTS)
    throw new LegacyRefusal(400002, `${departments.length} departments, ${MAX_DEPARTMENTS} are allowed`);
  const invalid = users.filter((id) => !memberOf(world, id));
  const below = inDepartments(world, departments.map(Number)).map(({ id }) => id);
  return { valid: [...new Set([...users.filter((id) => !invalid.includes(id)), ...below])], invalid };
}

function countToAll(world: World): void {
  const { workDays } = dingtalkOf(world);
  const key = `${dayOf(world)} to-all`;
  const sent = workDays.get(key) ?? [];
  if (sent.length >= MAX_TO_ALL_A_DAY) throw new LegacyRefusal(41045, `${MAX_TO_ALL_A_DAY} a day`);
  workDays.set(key, [...sent, String(world.clock.nowMs())]);
}

/** Same words on the same day, or too many that day: the call succeeds and the person gets nothing (dingtalk.md 6.1). */
function forbiddenFor(world: World, person: string, words: string): { code: string; count: number } | null {
  const { workDays, switches } = dingtalkOf(world);
  const key = `${dayOf(world)} ${person}`;
  const sent = workDays.get(key) ?? [];
  if (sent.includes(words)) return { code: '143106', count: 1 };
  if (sent.length >= switches.workADay) return { code: '143105', count: sent.length };
  workDays.set(key, [...sent, words]);
  return null;
}

/** `POST /topapi/message/corpconversation/asyncsend_v2`. */
export function sendWork(world: World, call: Call): Answer {
  const dingtalk = dingtalkOf(world);
  const body = legacyBody(call);
  checkAgent(world, body.agent_id);
  const shown = readWork(world, body.msg);
  const { valid, invalid } = receivers(world, body);
  const id = 256_000_000_000 + Math.floor(Math.random() * 1_000_000_000);
  const words = JSON.stringify(body.msg);
  const reached: string[] = [];
  const forbidden: { code: string; count: number; userid: string }[] = [];
  for (const userid of valid) {
    const reason = forbiddenFor(world, userid, words);
    if (reason) forbidden.push({ ...reason, userid });
    else reached.push(userid);
  }
  dingtalk.tasks.set(String(id), { id, shown: reached, invalid, forbidden, sentAt: world.clock.nowMs() });
  for (const to of reached) world.screen.show({ platform: 'dingtalk', to, message: `task-${id}`, ...shown });
  return json({ errcode: 0, errmsg: 'ok', task_id: id, request_id: requestId() });
}

function taskOf(world: World, body: Json, name: 'task_id' | 'msg_task_id', windowMs: number): WorkTask {
  checkAgent(world, body.agent_id);
  const task = dingtalkOf(world).tasks.get(String(body[name] ?? ''));
  if (!task) throw new LegacyRefusal(400002, `${name} ${String(body[name])} is unknown`);
  if (world.clock.nowMs() - task.sentAt > windowMs) throw new LegacyRefusal(400002, `${name}: too old`);
  return task;
}

/** `…/getsendprogress`: here everything is sent at once. */
export function workProgress(world: World, call: Call): Answer {
  taskOf(world, legacyBody(call), 'task_id', 7 * DAY_MS);
  return json({ errcode: 0, errmsg: 'ok', progress: { progress_in_percent: 100, status: 2 }, request_id: requestId() });
}

/** `…/getsendresult`: who got it, and who silently did not. */
export function workResult(world: World, call: Call): Answer {
  const task = taskOf(world, legacyBody(call), 'task_id', DAY_MS);
  if (task.shown.length + task.forbidden.length > MAX_RESULT_RECEIVERS) throw new LegacyRefusal(41052);
  const send_result = {
    invalid_user_id_list: task.invalid,
    forbidden_user_id_list: task.forbidden.map(({ userid }) => userid),
    failed_user_id_list: [],
    read_user_id_list: [],
    unread_user_id_list: task.shown,
    invalid_dept_id_list: [],
    forbidden_list: task.forbidden,
  };
  return json({ errcode: 0, errmsg: 'ok', send_result, request_id: requestId() });
}

/** `…/recall`. */
export function recallWork(world: World, call: Call): Answer {
  const task = taskOf(world, legacyBody(call), 'msg_task_id', DAY_MS);
  dingtalkOf(world).tasks.set(String(task.id), { ...task, recalled: true });
  for (const to of task.shown) world.screen.change(`task-${task.id}`, to, { state: 'recalled' });
  return json({ errcode: 0, errmsg: 'ok', request_id: requestId() });
}
