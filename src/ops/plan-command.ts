import type { Case } from '../domain/case.ts';
import { addDays, formatInstant, instantAt, isCivilDate, mondayOf } from '../domain/civil-date.ts';
import { documentsOf } from './collections.ts';
import {
  type Command,
  EXIT,
  emit,
  type Given,
  type Io,
  OperatorError,
  type OperatorParts,
  UsageError,
} from './command.ts';
import { forecast, type PlanRow } from './forecast.ts';
import { tableOf } from './table.ts';

type Deps = OperatorParts['deps'];

export const planCommand: Command = {
  name: 'plan',
  summary: '列出今后的每一条提醒:时间、收件人、为什么是这天',
  usage: [
    'plan --case <提案号、流水号或内部编号>',
    'plan --person <编号或姓名>',
    'plan --week <YYYY-MM-DD,该周任一天>',
  ],
  help: `列出运行中期限尚未发出的各级提醒,以及已经产生、还没有发出的通知,按发出时间排列。
时间已按提醒时段(工作日、午休)顺延;同一人同一时刻的提醒合并成一条消息发出。
每人的提醒次数上限要到当天才知道,可能再往后移;事项中途办结,后面的提醒就不发了。
--json 每行:{at, case, kind, ordinal, recipient, channel, reason};channel 为 none 表示此人没有平台账号。`,
  options: { case: { type: 'string' }, person: { type: 'string' }, week: { type: 'string' } },
  run: async (given, parts, io) => {
    const [only, ...others] = ASKS.filter(({ option }) => typeof given.options[option] === 'string');
    if (!only || others.length > 0 || given.args.length > 0) {
      throw new UsageError(
        `plan:--case、--person、--week 要给一个且只给一个。用法:\n  ${planCommand.usage.join('\n  ')}`,
      );
    }
    const rows = await only.rows(parts.deps, String(given.options[only.option]));
    print(rows, given, parts, io);
    return EXIT.ok;
  },
};

interface Ask {
  readonly option: 'case' | 'person' | 'week';
  readonly rows: (deps: Deps, value: string) => Promise<readonly PlanRow[]>;
}

const ASKS: readonly Ask[] = [
  { option: 'case', rows: async (deps, number) => forecast(deps, [await caseOf(deps, number)]) },
  { option: 'person', rows: ofPerson },
  { option: 'week', rows: ofWeek },
];

function print(rows: readonly PlanRow[], { json }: Given, { deps }: OperatorParts, io: Io): void {
  const tableLines = () => [
    ...tableOf(
      ['时间', '事项', '提醒', '收件人', '渠道', '原因'],
      rows.map((row) => [
        whenText(row.at),
        row.case,
        row.kind,
        deps.directory.personName(row.recipient),
        row.channel === 'app' ? '应用消息' : '没有账号',
        row.reason,
      ]),
    ),
    `共${rows.length}条。`,
  ];
  emit(io, json, rows, () => (rows.length === 0 ? ['没有待发的提醒。'] : tableLines()));
}

function whenText(iso: string): string {
  const at = new Date(iso);
  return `${iso.slice(0, 4)}年${formatInstant(at)}`;
}

/** By proposal number (the newest of that number: numbers start again each year), serial number or id. */
async function caseOf({ store }: Deps, number: string): Promise<Case> {
  const text = number.trim();
  const padded = /^\d{1,3}$/.test(text) ? text.padStart(3, '0') : text;
  const found =
    (await newest(store.cases.find({ kind: 'proposal', publicNo: padded }))) ??
    (await newest(store.cases.find({ serialNo: text }))) ??
    (await store.cases.get(text));
  if (!found) throw new OperatorError(`没有编号为“${number}”的事项:可用提案号(如058)、流水号或内部编号。`);
  return found;
}

async function newest<T extends Case>(rows: Promise<readonly T[]>): Promise<T | undefined> {
  return [...(await rows)].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
}

async function ofPerson(deps: Deps, who: string): Promise<readonly PlanRow[]> {
  const { directory } = deps;
  const named = directory.people().filter(({ name }) => name === who);
  const person = directory.person(who) ?? (named.length === 1 ? named[0] : undefined);
  if (!person) {
    const ids = named.map(({ id }) => id).join('、');
    throw new OperatorError(
      named.length > 1 ? `有${named.length}位“${who}”,请用编号:${ids}。` : `名册里没有“${who}”。`,
    );
  }
  const rows = await forecast(deps, await casesWith(deps, STEPS_AHEAD, person.id));
  return rows.filter(({ recipient }) => recipient === person.id);
}

const STEPS_AHEAD = { nextDueAt: { $gt: new Date(0) } };

/** Monday to Sunday of the week in which the date lies. */
async function ofWeek(deps: Deps, date: string): Promise<readonly PlanRow[]> {
  if (!isCivilDate(date)) throw new UsageError(`plan --week:“${date}”不是日期,请写成 2026-06-08 这样。`);
  const monday = mondayOf(date);
  const [from, to] = [instantAt(monday, '00:00'), instantAt(addDays(monday, 7), '00:00')];
  const rows = await forecast(deps, await casesWith(deps, { nextDueAt: { $lt: to } }));
  return rows.filter(({ at }) => from.toISOString() <= at && at < to.toISOString());
}

/** Cases that match, and those of which somebody still has to be told something. */
async function casesWith(
  deps: Deps,
  filter: Readonly<Record<string, unknown>>,
  recipient?: string,
): Promise<readonly Case[]> {
  const cases = new Map<string, Case>();
  for await (const doc of documentsOf(deps.store, 'cases', filter)) cases.set(doc._id, doc as unknown as Case);
  const open = await deps.store.obligations.find({ state: 'open', ...(recipient ? { recipient } : {}) });
  const missing = [...new Set(open.map((one) => one.case))].filter((id) => !cases.has(id));
  const more = missing.length > 0 ? await deps.store.cases.find({ _id: { $in: missing } }) : [];
  return [...cases.values(), ...more];
}
