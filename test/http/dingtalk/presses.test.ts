import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShownRow } from '../../../demo/shown.ts';
import { buttonsOf } from '../../../demo/shown.ts';
import { cardSign } from '../../../emulator/dingtalk/crypto.ts';
import { submitProposal } from '../../support/acts.ts';
import { type Bot, startBot } from '../../support/bot.ts';
import { shown } from '../../support/hand.ts';

/** Decision 9 on DingTalk: stale, second and foreign presses, and how a press is answered. */
const STAFF = 'wenyizhou';
const HEAD = 'jiangyuanshan';
const CARD_SECRET = 'CardSecretOfThisTest01';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot({ world: 'dingtalk', env: () => ({ DINGTALK_CARD_SECRET: CARD_SECRET }) });
  await submitProposal(bot, 'linzhiyuan');
  await bot.say(STAFF, '初审');
  await bot.tap(STAFF, '提交');
  await bot.say(HEAD, '待办');
  await bot.say(HEAD, '1');
});
afterAll(() => bot[Symbol.asyncDispose]());

const theCase = async () => {
  const [kase] = await bot.app().deps.store.cases.find({ kind: 'proposal' });
  if (!kase) throw new Error('no proposal was filed');
  return kase;
};

type Button = { readonly text: string; readonly id: string; readonly params: Readonly<Record<string, unknown>> };
const outTrackIdOf = (row: ShownRow): string => String((row.card as { outTrackId?: string } | undefined)?.outTrackId);

/** A press that no phone would make, rightly signed. */
async function forge(from: string, row: ShownRow, button: string, change = (token: string) => token) {
  const given = (row.card?.view?.buttons ?? []) as readonly Button[];
  const { id, params } = given.find(({ text }) => text === button) as Button;
  const token = change(String(params.token));
  const content = JSON.stringify({ cardPrivateData: { actionIds: [id], params: { ...params, token } } });
  const timestamp = String(Date.now());
  const response = await fetch(`http://127.0.0.1:${bot.app().port}/dingtalk/card`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-ddpaas-signature-timestamp': timestamp,
      'x-ddpaas-signature': cardSign(timestamp, CARD_SECRET),
    },
    body: JSON.stringify({
      type: 'actionCallback',
      outTrackId: outTrackIdOf(row),
      corpId: bot.company.dingtalk?.corpId,
      userId: from,
      userIdType: 1,
      content,
      value: content,
    }),
  });
  await bot.settle();
  return { status: response.status, answer: (await response.json()) as object };
}

describe('decision 9: an old card', () => {
  test('P3 pressed twice it files once; the answer turns the card of the presser, the update everybody’s', async () => {
    const card = await bot.cardWith(HEAD, '立案');
    const before = bot.emulator.raw().at(-1)?.seq ?? 0;

    const pressed = await bot.control<{ failed?: boolean }>('press', {
      platform: 'dingtalk',
      from: HEAD,
      button: '立案',
      message: card.message,
    });
    const atOnce = (await bot.screen(HEAD)).find(({ message }) => message === card.message);
    await bot.settle();
    const between = await theCase();
    const second = await bot.press({ from: HEAD, button: '立案', message: card.message });

    expect(pressed.failed).toBeUndefined();
    expect(shown(atOnce ? [atOnce] : [])).toMatch(/已立案/);
    const updates = bot.emulator.raw(before).filter(({ method, path }) => method === 'PUT' && /instances$/.test(path));
    expect(updates.length).toBeGreaterThan(0);
    expect(shown(second)).toMatch(/已立案/);
    const after = await theCase();
    expect([after.state, after.version, after.publicNo]).toEqual([between.state, between.version, between.publicNo]);
  });

  test('P16 a stale card in the hands of its own reader shows the present state', async () => {
    const stale = (await bot.screen(STAFF)).filter((row) => buttonsOf(row).length > 0);
    expect(stale.length).toBeGreaterThan(0);
    const before = await theCase();

    for (const row of stale) {
      const button = buttonsOf(row)[0] ?? '';
      expect(shown(await bot.press({ from: STAFF, button, message: row.message })).trim(), button).not.toBe('');
    }

    expect((await theCase()).version).toBe(before.version);
  });

  test.each([
    ["another person's card", 'heyian', (token: string) => token],
    [
      'a token changed by one character',
      'luoxingjian',
      (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    ],
  ])('P19 %s is 未找到该事项 and changes nothing', async (_what, from, change) => {
    await bot.say('luoxingjian', '待办');
    await bot.say('luoxingjian', '1');
    const card = await bot.cardWith('luoxingjian', '交办');
    const before = await theCase();
    const seen = await bot.seq(from);

    expect((await forge(from, card, '交办', change)).status).toBe(200);

    expect(shown(await bot.screen(from, seen))).toMatch(/未找到该事项/);
    expect((await theCase()).version).toBe(before.version);
  });
});
