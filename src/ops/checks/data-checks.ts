import type { Role } from '../../domain/case.ts';
import { formatInstant } from '../../domain/civil-date.ts';
import { platformsOf } from '../../store/accounts.ts';
import type { OperatorParts } from '../command.ts';
import { type Check, fail, type Outcome, ok, some, warn } from './check.ts';

const MAX_WAIT_MS = 15 * 60_000;
/** The sweep wakes three times a minute. */
const MAX_TICK_AGE_MS = 5 * 60_000;

/** Without one of these a proposal stops at that station and nobody is told. */
const STATIONS: Readonly<Partial<Record<Role, string>>> = {
  proposalStaff: '提案委工作人员',
  proposalDirector: '提案委主任',
  assignOffice: '交办单位',
  verifier: '核查人',
};

export const DATA_CHECKS: readonly Check[] = [
  {
    id: 'tick',
    title: '定时巡检',
    why: '巡检停了,到期的提醒就不会发出。',
    todo: '查看服务日志中的错误;重启服务后,漏发的会自动补发。',
    run: tick,
  },
  {
    id: 'backlog',
    title: '积压',
    why: '超过15分钟没有处理的来信或没有发出的消息,说明某处堵住了。',
    todo: '先看上面的平台令牌和磁盘两项,再看服务日志。',
    run: backlog,
  },
  {
    id: 'outbox',
    title: '待人工处理的消息',
    why: '这些人没有收到应该收到的通知。',
    todo: '运行 outbox list 逐条查看,再用 outbox replay 或 outbox discard 处理。',
    run: waiting,
  },
  {
    id: 'people',
    title: '没有平台账号的人',
    why: '两个平台都没有账号的人收不到任何提醒。',
    todo: '请本人绑定,或在人员表补上“企业微信账号”“钉钉账号”中的一个,重新 import。',
    run: people,
  },
  {
    id: 'units',
    title: '没有联络员的单位',
    why: '交办给这样的单位,没有人会收到通知。',
    todo: '在人员表为单位补一名“承办单位联络员”,重新 import。',
    run: units,
  },
  {
    id: 'stations',
    title: '办理岗位',
    why: '缺了这个岗位,提案走到那一步就没有人能办。',
    todo: '在人员表给相应的同志加上角色,重新 import。',
    run: stations,
  },
];

async function tick({ deps, port }: OperatorParts): Promise<Outcome> {
  const row = await deps.store.slots.get(`${deps.committee}:lastTick`);
  const at = row ? formatInstant(row.at) : '从未';
  if (port === null) return warn(`服务没有运行,上一次:${at}`);
  const age = row ? deps.clocks.civil().getTime() - row.at.getTime() : Number.POSITIVE_INFINITY;
  return age <= MAX_TICK_AGE_MS ? ok(`上一次:${at}`) : fail(`上一次:${at},已停了5分钟以上`);
}

async function backlog({ deps, port }: OperatorParts): Promise<Outcome> {
  const { store, clocks } = deps;
  const since = new Date(clocks.real().getTime() - MAX_WAIT_MS);
  const [letters, due] = await Promise.all([
    store.inbox.find({ state: 'received' }),
    store.messages.count({ state: 'due', dueAt: { $lt: since } }),
  ]);
  const late = letters.filter(({ receivedAt }) => receivedAt < since).length;
  const text = `超过15分钟:未处理来信${late}件,未发出消息${due}条`;
  if (late + due === 0) return ok(text);
  return port === null ? warn(`${text}(服务没有运行)`) : fail(text);
}

async function waiting({ deps }: OperatorParts): Promise<Outcome> {
  const [held, dead] = await Promise.all([
    deps.store.messages.count({ state: 'held' }),
    deps.store.messages.count({ state: 'dead' }),
  ]);
  return held + dead === 0 ? ok('没有') : warn(`搁置${held}条,无法送达${dead}条`);
}

async function people({ deps }: OperatorParts): Promise<Outcome> {
  const active = deps.directory.people().filter(({ state }) => state === 'active');
  if (active.length === 0) return fail('名册是空的,请先 import');
  const without = active.filter((person) => platformsOf(person).length === 0);
  return without.length === 0 ? ok(`${active.length}人都有`) : warn(some(without.map(({ name }) => name)));
}

async function units({ deps }: OperatorParts): Promise<Outcome> {
  const all = deps.directory.units();
  const without = all.filter(({ id }) => deps.directory.inUnit(id, 'unitLiaison').length === 0);
  return without.length === 0 ? ok(`${all.length}个单位都有`) : warn(some(without.map(({ name }) => name)));
}

async function stations({ deps }: OperatorParts): Promise<Outcome> {
  const empty = Object.entries(STATIONS).filter(([role]) => deps.directory.byRole(role as Role).length === 0);
  return empty.length === 0 ? ok('都有人') : fail(`没有人担任:${empty.map(([, name]) => name).join('、')}`);
}
