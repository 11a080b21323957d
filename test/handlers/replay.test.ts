import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handleRow } from '../../handlers/handle-row.ts';
import type { HandlerDeps } from '../../handlers/talk.ts';
import { readInner } from '../../src/platforms/wecom/inner-xml.ts';
import type { DialogueState, InboxRow } from '../../src/store/records.ts';
import { proposalUpTo } from '../support/acts.ts';
import { type Bot, startBot } from '../support/bot.ts';

/** P3, P26: a line whose work was cut off before its mailbox was written is worked again, and comes to the same. */
let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot[Symbol.asyncDispose]());

const dialogueOf = async (person: string): Promise<DialogueState> => {
  const [mailbox] = await bot.app().deps.store.mailboxes.find({ user: person });
  if (!mailbox) throw new Error(`${person} has no mailbox`);
  return mailbox.dialogue;
};

const lastRowOf = async (person: string): Promise<InboxRow> => {
  const rows = await bot.app().deps.store.inbox.find({});
  const mine = rows.filter((row) => row.user === person).sort((a, b) => (a.order < b.order ? -1 : 1));
  return mine.at(-1) as InboxRow;
};

async function workAgain(row: InboxRow, dialogue: DialogueState) {
  const deps: HandlerDeps = {
    ...bot.app().deps,
    fetchFiles: () => {},
    digestOf: async () => null,
    departmentsOf: async () => null,
  };
  const parse = (one: InboxRow) => {
    const inner = readInner(Buffer.from(one.body, one.encoding));
    return inner.kind === 'event' ? ({ ok: true, event: inner.event } as const) : ({ ok: false } as const);
  };
  const worked = await handleRow(deps, parse, row, dialogue);
  await worked.say();
  await bot.settle();
  return worked.dialogue;
}

describe('P3 P26 a line worked twice', () => {
  test('P3 submitting: one proposal, one receipt, and the draft is gone', async () => {
    await proposalUpTo(bot, 'linzhiyuan', 'confirm');
    const before = await dialogueOf('linzhiyuan');
    await bot.say('linzhiyuan', '提交');
    const shownBefore = await bot.screen('linzhiyuan');

    const after = await workAgain(await lastRowOf('linzhiyuan'), before);

    expect(Object.keys(after.drafts)).toEqual([]);
    expect(after.current).toBeNull();
    expect(await bot.app().deps.store.cases.count({ kind: 'proposal' })).toBe(1);
    expect(await bot.screen('linzhiyuan')).toHaveLength(shownBefore.length);
  });

  test('P3 an event on a case: one change, and the form is closed', async () => {
    await bot.say('wenyizhou', '初审');
    const before = await dialogueOf('wenyizhou');
    expect(Object.keys(before.drafts)).toHaveLength(1);
    await bot.say('wenyizhou', '提交');
    const [kase] = await bot.app().deps.store.cases.find({ kind: 'proposal' });
    const shownBefore = await bot.screen('wenyizhou');

    const after = await workAgain(await lastRowOf('wenyizhou'), before);

    expect(Object.keys(after.drafts)).toEqual([]);
    expect(after.current).toBeNull();
    const [again] = await bot.app().deps.store.cases.find({ kind: 'proposal' });
    expect(again?.version).toBe(kase?.version);
    expect(await bot.screen('wenyizhou')).toHaveLength(shownBefore.length);
  });
});
