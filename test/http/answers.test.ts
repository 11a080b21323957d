import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buttonsOf } from '../../demo/shown.ts';
import { submitProposal } from '../support/acts.ts';
import { type Bot, COLLEAGUE, startBot } from '../support/bot.ts';
import { shown } from '../support/hand.ts';

/** Reliability.md section 4: what each bad input is answered with. One program for the whole table. */
let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
  await submitProposal(bot, 'linzhiyuan');
});
afterAll(() => bot[Symbol.asyncDispose]());

const registrationOf = async (person: string): Promise<string> =>
  /提?\d{4}-\d{4}/.exec(shown(await bot.screen(person)))?.[0] ?? '';

describe('reliability §4: what a person sees', () => {
  test('P19 somebody of the company who is not of the committee is told the telephone and learns nothing', async () => {
    const said = shown(await bot.say(COLLEAGUE.id, '我的'));

    expect(said).toMatch(/尚未开通/);
    expect(said).toMatch(/电话/);
    expect(said).not.toMatch(/提案/);
    expect(bot.logged).toContainEqual(expect.objectContaining({ event: 'auth.unbound' }));
  });

  test('P2 an unknown command shows what can be done and changes nothing', async () => {
    const before = shown(await bot.say('linzhiyuan', '我的'));

    const said = shown(await bot.say('linzhiyuan', '天气怎么样'));
    const after = shown(await bot.say('linzhiyuan', '我的'));

    expect(said).toMatch(/没有看懂“天气怎么样”[\s\S]*1\. 写提案/);
    expect(after).toBe(before);
  });

  test('P2 whoever asks the same thing again is answered again, though the platform swallows equal texts', async () => {
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(shown(await bot.say('bairuoxi', '帮助')));

    for (const answer of answers) expect(answer).toMatch(/现在可以/);
    expect(new Set(answers).size).toBe(4);
  });

  test('P7 P22 text with a classification mark is refused and is kept nowhere', async () => {
    const secret = '机密★10年\n关于桐花里三号井的位置';

    const said = shown(await bot.say('heyian', secret));

    expect(said).toBe('涉密内容不得通过本系统提交，请按保密规定办理');
    const { inbox, mailboxes } = bot.app().deps.store;
    const kept = JSON.stringify([await inbox.find({}), await mailboxes.find({})]);
    expect(kept).toContain('linzhiyuan');
    expect(kept).not.toContain('三号井');
    expect(JSON.stringify(bot.logged)).not.toContain('三号井');
  });

  test('P2 authentic but unreadable: acknowledged, kept as it came, and the person is told a number', async () => {
    const before = await bot.seq('heyian');
    const broken =
      '<xml><FromUserName>heyian</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>a</Content><Content>b</Content><MsgId>76</MsgId></xml>';

    const status = await bot.post(broken);
    await bot.settle();

    expect(status).toBe(200);
    expect(shown(await bot.screen('heyian', before))).toMatch(/消息无法识别，已转工作人员处理，编号 \S+/);
    const dead = await bot.app().deps.store.inbox.find({ state: 'dead' });
    expect(dead.map(({ body, outcome }) => ({ body, outcome }))).toContainEqual({
      body: broken,
      outcome: 'quarantine',
    });
  });

  test('P2 cut off in the middle: acknowledged and kept for the operators', async () => {
    const cut = '<xml><FromUserName><![CDATA[heyian]]></FromUserName><MsgType><![CDATA[text]]></MsgType><Content>开';

    const status = await bot.post(cut);
    await bot.settle();

    expect(status).toBe(200);
    const dead = await bot.app().deps.store.inbox.find({ state: 'dead' });
    expect(dead.map(({ body }) => body)).toContain(cut);
  });

  test('P2 a sender named twice is not guessed at', async () => {
    const twice =
      '<xml><FromUserName>heyian</FromUserName><FromUserName>linzhiyuan</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>我的</Content><MsgId>77</MsgId></xml>';

    const status = await bot.post(twice);
    await bot.settle();

    expect(status).toBe(200);
    const dead = await bot.app().deps.store.inbox.find({ state: 'dead' });
    expect(dead.map(({ body }) => body)).toContain(twice);
  });

  test.each([
    ['voice', { voice: { name: 'a.amr', base64: 'IyFBTVI=' } }, /语音/],
    ['file', { file: { name: '材料.pdf', base64: 'JVBERg==' } }, /现在可以/],
  ])('P2 %s is answered with a short help', async (_kind, body, expected) => {
    expect(shown(await bot.send('heyian', body))).toMatch(expected);
  });

  test('P2 a sticker or a location is answered with a short help', async () => {
    const before = await bot.seq('heyian');
    const now = Math.floor(Date.now() / 1000);

    await bot.post(
      `<xml><ToUserName>ww00000000000000de</ToUserName><FromUserName>heyian</FromUserName><CreateTime>${now}</CreateTime><MsgType>location</MsgType><Label>x</Label><MsgId>424242</MsgId><AgentID>1000002</AgentID></xml>`,
    );
    await bot.settle();

    expect(shown(await bot.screen('heyian', before))).toMatch(/现在可以[\s\S]*帮助|现在可以[\s\S]*1\. /);
  });

  test('P2 opening the chat is no question: nothing is said', async () => {
    expect(await bot.send('heyian', { event: 'enter_agent' })).toEqual([]);
  });

  test.each(['第058号', '2026-0999', '提2026-0001'])('P2 %s that does not exist is not found', async (number) => {
    expect(shown(await bot.say('zhouruoning', number))).toMatch(/^(（第\d次答复）\n)?未找到该事项/);
  });

  test("P19 a stranger's number is answered word for word like one that does not exist", async () => {
    const number = await registrationOf('linzhiyuan');
    expect(number).toMatch(/2026-0001$/);

    const unmarked = (text: string) => text.replace(/^（第\d+次答复）\n/, '');
    const strangers = unmarked(shown(await bot.say('zhouruoning', number)));
    const nobodys = unmarked(shown(await bot.say('zhouruoning', number.replace('0001', '0777'))));
    const own = shown(await bot.say('linzhiyuan', number));

    expect(strangers).toMatch(/^未找到该事项/);
    expect(strangers).toBe(nobodys);
    expect(own).toContain('老旧小区加装电梯');
  });

  test('P2 text is text: operators, markup and formulas are shown as they were written', async () => {
    const odd = '{"$where":"1","__proto__":{"a":1}} =SUM(A1) [点我](http://x.invalid) <@all> &lt;b&gt;';
    await bot.say('zhouruoning', '写提案');

    await bot.say('zhouruoning', odd);

    expect(await bot.draft('zhouruoning')).toContain('=SUM(A1)');
    const [mailbox] = await bot.app().deps.store.mailboxes.find({ user: 'zhouruoning' });
    expect(Object.values(mailbox?.dialogue.drafts ?? {}).flatMap((draft) => draft.parts)).toContainEqual(
      expect.objectContaining({ text: odd }),
    );
  });

  test('P5 P30 a message of 100,000 characters is taken whole and answered with its length', async () => {
    const long = '清'.repeat(100_000);
    await bot.say('zhouruoning', '写提案');

    const startedAt = performance.now();
    const said = shown(await bot.say('zhouruoning', long));

    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(said).toMatch(/已收 \d 段 100,0\d\d 字/);
    const [mailbox] = await bot.app().deps.store.mailboxes.find({ user: 'zhouruoning' });
    const parts = Object.values(mailbox?.dialogue.drafts ?? {}).flatMap((draft) => draft.parts);
    expect(parts.some((part) => part.text === long)).toBe(true);
  });

  test('P19 the card of a person holds only his own actions', async () => {
    const rows = await bot.say('linzhiyuan', await registrationOf('linzhiyuan'));

    expect(rows.flatMap(buttonsOf)).not.toContain('立案');
  });
});
