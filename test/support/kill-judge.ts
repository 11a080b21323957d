import { firstTextsIn } from '../../demo/sent.ts';
import { type ShownRow, textOf } from '../../demo/shown.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { digestOf, firstBreak } from '../../src/domain/audit.ts';
import type { Case } from '../../src/domain/case.ts';
import type { PersonRow } from '../../src/store/records.ts';
import type { CaseRow, CommitteeStore } from '../../src/store/store.ts';
import type { Played } from './kill-case.ts';

const CHAIRS = ['shenhuaigu', 'bairuoxi', 'fangjingzhi'];
const GROUP = '主席会议群';

/** What a message said when it was sent: a card that was pressed shows the present state. */
export const firstTexts = (emulator: Emulator): ReadonlyMap<string, string> => firstTextsIn(emulator.raw());

export const shownTo = (emulator: Emulator): ShownRow[] =>
  (emulator.visible() as unknown as ShownRow[]).filter((row) => row.kind !== 'said');

/** Every case that was played: it went its whole way, holds what was written, its audit chain holds, and everybody was told. */
export async function judgeCases(emulator: Emulator, store: CommitteeStore, played: readonly Played[]) {
  const faults: string[] = [];
  const stored = await store.cases.find({});
  if (stored.length !== played.length)
    faults.push(`${played.length} cases were handed in, ${stored.length} are stored`);
  for (const one of played) {
    const kases = stored.filter(({ title }) => title === one.title);
    const [kase] = kases;
    if (!kase || kases.length > 1) {
      faults.push(`${one.title}: stored ${kases.length} times`);
      continue;
    }
    if (kase.state !== one.finalState) faults.push(`${one.title} is ${kase.state}, not ${one.finalState}`);
    faults.push(...linesOf(one, kase), ...(await auditOf(store, kase)), ...(await toldOf(emulator, store, one, kase)));
  }
  return faults;
}

function linesOf({ title, lines }: Played, { form }: CaseRow): string[] {
  const original = (form.original ?? []) as readonly string[];
  return original.join('\n') === lines.join('\n')
    ? []
    : [`${title}: what was written is not what the case holds: ${JSON.stringify(original)}`];
}

async function auditOf(store: CommitteeStore, row: CaseRow): Promise<string[]> {
  const { _id, ...kase } = row;
  const entries = (await store.audit.find({ case: _id }, { sort: { seq: 1 } })).map(({ _id: _key, ...entry }) => entry);
  const broken = firstBreak(entries);
  const last = entries.at(-1);
  const faults: string[] = [];
  if (broken !== null) faults.push(`${kase.title}: its audit chain breaks at ${broken}`);
  if (last?.hash !== kase.auditHead.hash) faults.push(`${kase.title}: the end of its audit chain is missing`);
  if (last && last.after !== digestOf(kase as Case))
    faults.push(`${kase.title}: the audit does not describe its state`);
  const causes = entries.map(({ cause, event, subject }) => `${cause} ${event} ${subject}`);
  const twice = causes.filter((cause, at) => causes.indexOf(cause) !== at);
  for (const cause of twice) faults.push(`${kase.title}: done twice for one cause: ${cause}`);
  return faults;
}

async function toldOf(emulator: Emulator, store: CommitteeStore, one: Played, kase: CaseRow): Promise<string[]> {
  const faults: string[] = [];
  const texts = firstTexts(emulator);
  const shown = shownTo(emulator);
  const names = [one.serialNo, one.title, one.publicNo && `第${one.publicNo}号`].filter((name) => name !== '');
  const isAbout = (text: string) => names.some((name) => text.includes(name));
  const textsOf = (person: string) =>
    shown.filter((row) => row.to === person).map((row) => texts.get(row.message) ?? textOf(row));
  for (const { person, says, kind } of one.told) {
    if (says) {
      const count = textsOf(person).filter((text) => withoutMark(text).startsWith(says) && isAbout(text)).length;
      const bundled = textsOf(person).some((text) => isBundle(text) && lineAbout(text, names).includes(says));
      if (count !== 1 && !(count === 0 && bundled))
        faults.push(`${person} saw “${says}” of ${one.title} ${count} times`);
    }
    if (kind) faults.push(...(await obligationShown(store, { person, kind, kase: kase._id }, texts, isAbout)));
  }
  return faults;
}

const withoutMark = (text: string): string => text.replace(/^〔补发〕\n?/, '');
/** 今日待办: what was due together comes as one card with a line for each. */
const isBundle = (text: string): boolean => /^(〔补发〕)?(今日待办|.*补发)/.test(text);
const lineAbout = (text: string, names: readonly string[]): string =>
  text
    .split('\n')
    .filter((line) => names.some((name) => line.includes(name)))
    .join('\n');

/** A reminder may share its card with others: it was owed, it was said in one message, and that message names the case. */
async function obligationShown(
  store: CommitteeStore,
  owed: { person: string; kind: string; kase: string },
  texts: ReadonlyMap<string, string>,
  isAbout: (text: string) => boolean,
): Promise<string[]> {
  const recipient = (await personOf(store, owed.person))?.id ?? '';
  const rows = await store.obligations.find({ case: owed.kase, kind: owed.kind, recipient, state: 'settled' });
  if (rows.length === 0) return [`${owed.person} was never told ${owed.kind} of ${owed.kase}`];
  const faults: string[] = [];
  for (const row of rows) {
    const message = await store.messages.findOne({ _id: row.message ?? '' });
    const text = texts.get(message?.platformMessage.msgid ?? '') ?? '';
    if (!isAbout(text))
      faults.push(`${owed.person}: the message for ${row._id} does not name the case: ${text.slice(0, 80)}`);
  }
  return faults;
}

/** Who has this account, on either platform. */
export const personOf = async (store: CommitteeStore, account: string): Promise<PersonRow | null> =>
  (await store.people.findOne({ wecomId: account })) ?? (await store.people.findOne({ dingtalkId: account }));

/** The digest of every week that was lived through: once in the group, once for each chair. */
export async function judgeDigests(emulator: Emulator, store: CommitteeStore, weeks: readonly number[]) {
  const faults: string[] = [];
  const texts = firstTexts(emulator);
  const shown = shownTo(emulator);
  const held = await store.messages.find({ call: 'robot', state: 'held' });
  for (const week of weeks) {
    const about = new RegExp(`履职周报.*第0?${week}周`);
    for (const to of [GROUP, ...CHAIRS]) {
      const rows = shown.filter((row) => row.to === to && about.test(texts.get(row.message) ?? textOf(row)));
      // A kill between intent and outcome: a group's message is never repeated after that (P9), the operator decides.
      const mayBeMissing = to === GROUP && held.some((message) => about.test(message.summary));
      if (rows.length === 1 || (rows.length === 0 && mayBeMissing)) continue;
      faults.push(`${to} saw the digest of week ${week} ${rows.length} times`);
    }
  }
  return faults;
}
