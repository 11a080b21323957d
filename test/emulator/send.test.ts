import { describe, expect, test } from 'vitest';
import { cutToBytes } from '../../emulator/wecom/content.ts';
import { aButtonCard, aMultipleCard, COMPANY, startCompany } from './support.ts';

const CALLBACK = 'http://127.0.0.1:9/never-called';

test('a text reaches the known recipients, and the unknown ones come back in lower case', async () => {
  await using company = await startCompany(CALLBACK);

  const answer = await company.sendText('您好', { touser: ' LIMING | Nobody|1001' });

  expect(answer).toMatchObject({ status: 200, errcode: 0, invaliduser: 'nobody', msgid: expect.any(String) });
  expect(answer.response_code).toBeUndefined();
  expect(company.emulator.visible().map(({ to, kind, text, state }) => [to, kind, text, state])).toEqual([
    ['LiMing', 'text', '您好', 'shown'],
    ['1001', 'text', '您好', 'shown'],
  ]);
});

test.each([
  ['nobody known', { touser: 'nobody' }, 81013],
  ['no target at all', { touser: '' }, 82001],
  ['agentid as text', { agentid: '1000002' }, 40056],
  ['an unknown app', { agentid: 5 }, 40056],
  ['another app of the company', { agentid: 1000009 }, 301002],
  ['no agentid', { agentid: undefined }, 41011],
  ['an unknown type', { msgtype: 'poem' }, 40008],
  ['an empty text', { text: { content: '' } }, 44004],
  ['a picture that was never uploaded', { msgtype: 'image', image: { media_id: 'MEDIA-x' } }, 40007],
  ['a file without id', { msgtype: 'file', file: {} }, 41006],
  ['1001 recipients', { touser: Array.from({ length: 1001 }, (_, n) => `u${n}`).join('|') }, 40032],
])('message/send with %s is refused', async (_what, more, code) => {
  await using company = await startCompany(CALLBACK);

  const answer = await company.sendText('您好', more);

  expect(answer.errcode).toBe(code);
  expect(company.emulator.visible()).toEqual([]);
});

test('an error has hint, address and link, as operators know them', async () => {
  await using company = await startCompany(CALLBACK);

  const { errmsg } = await company.get('/cgi-bin/getcallbackip?access_token=unknown');

  expect(errmsg).toMatch(
    /^invalid access_token, hint: \[\d{10}_28_[0-9a-f]{32}\], from ip: 127\.0\.0\.1, more info at https:\/\/open\.work\.weixin\.qq\.com\/devtool\/query\?e=40014$/,
  );
});

test('tokens are long, last 7200 s, and can be ended early', async () => {
  await using company = await startCompany(CALLBACK);
  const path = `/cgi-bin/gettoken?corpid=${COMPANY.corpId}&corpsecret=`;

  const issued = await company.get(path + COMPANY.secret);

  expect(issued).toMatchObject({ errcode: 0, expires_in: 7200 });
  expect(issued.access_token.length).toBeGreaterThanOrEqual(64);
  const ask = async () => (await company.get(`/cgi-bin/getcallbackip?access_token=${issued.access_token}`)).errcode;
  expect(await ask()).toBe(0);
  await company.post('/emulator/expire-tokens', {});
  expect(await ask()).toBe(42001);
  expect((await company.get('/cgi-bin/getcallbackip')).errcode).toBe(41001);
  expect((await company.get(`${path}wrong`)).errcode).toBe(40001);
});

const option = (n: number) => ({ id: `o${n}`, text: `选项${n}` });
const options = (count: number) => Array.from({ length: count }, (_, n) => option(n));
const button = (n: number) => ({ text: `按钮${n}`, key: `k${n}` });
const select = (key: string, count = 2) => ({ question_key: key, option_list: options(count) });
const aNotice = (more: object) => ({
  card_type: 'text_notice',
  main_title: { title: '通知' },
  card_action: { type: 1, url: 'https://example.invalid/' },
  ...more,
});
const aVote = (more: object) => ({
  card_type: 'vote_interaction',
  main_title: { title: '表决' },
  checkbox: { question_key: 'q', option_list: options(2) },
  submit_button: { text: '提交', key: 'vote' },
  task_id: `vote-${Math.random()}`.replace('.', '-'),
  ...more,
});

test.each([
  ['unknown card_type', aButtonCard({ card_type: 'poem' }), 42031],
  ['seven facts', aButtonCard({ horizontal_content_list: Array(7).fill({ keyname: '案号', value: '1' }) }), 42035],
  ['a fact without name', aButtonCard({ horizontal_content_list: [{ value: '1' }] }), 42027],
  ['a link fact without url', aButtonCard({ horizontal_content_list: [{ keyname: 'k', type: 1 }] }), 42028],
  ['a file fact without media', aButtonCard({ horizontal_content_list: [{ keyname: 'k', type: 2 }] }), 42029],
  ['a member fact without id', aButtonCard({ horizontal_content_list: [{ keyname: 'k', type: 3 }] }), 42050],
  ['facts that are no list', aButtonCard({ horizontal_content_list: {} }), 40035],
  ['no title', aButtonCard({ main_title: {} }), 40058],
  ['a button without text', aButtonCard({ button_list: [{ key: 'a' }] }), 42038],
  ['a button without key', aButtonCard({ button_list: [{ text: 'a' }] }), 42039],
  ['two buttons with one key', aButtonCard({ button_list: [button(1), button(1)] }), 42039],
  ['a key of 1025 bytes', aButtonCard({ button_list: [{ text: 'a', key: 'k'.repeat(1025) }] }), 42039],
  ['seven buttons', aButtonCard({ button_list: [0, 1, 2, 3, 4, 5, 6].map(button) }), 40058],
  ['a task_id with a blank', aButtonCard({ task_id: 'a b' }), 42014],
  ['a task_id of 129 bytes', aButtonCard({ task_id: 'a'.repeat(129) }), 42014],
  ['no task_id', aButtonCard({ task_id: undefined }), 42014],
  ['four selectors', aMultipleCard({ select_list: ['a', 'b', 'c', 'd'].map((key) => select(key)) }), 42047],
  ['eleven options', aMultipleCard({ select_list: [select('a', 11)] }), 42037],
  [
    'an option without id',
    aMultipleCard({ select_list: [{ question_key: 'q', option_list: [{ text: 'a' }] }] }),
    42040,
  ],
  [
    'an option without text',
    aMultipleCard({ select_list: [{ question_key: 'q', option_list: [{ id: 'a' }] }] }),
    42041,
  ],
  ['two selectors with one key', aMultipleCard({ select_list: [select('a'), select('a')] }), 42043],
  ['a submit button without key', aMultipleCard({ submit_button: { text: '提交' } }), 42046],
  ['a submit button without text', aMultipleCard({ submit_button: { key: 's' } }), 42049],
  ['a vote of 21 options', aVote({ checkbox: { question_key: 'q', option_list: options(21) } }), 42037],
  ['a vote without question', aVote({ checkbox: { option_list: options(2) } }), 42043],
  ['a notice without card_action', aNotice({ card_action: undefined }), 42045],
  ['a notice whose action has no url', aNotice({ card_action: { type: 1 } }), 42028],
  ['a notice whose mini program has no appid', aNotice({ card_action: { type: 2 } }), 42030],
  ['four jumps', aNotice({ jump_list: Array(4).fill({ title: 'a' }) }), 42042],
  ['a jump without title', aNotice({ jump_list: [{}] }), 42033],
  ['a news card without picture', aNotice({ card_type: 'news_notice' }), 42044],
  ['five paragraphs', aNotice({ vertical_content_list: Array(5).fill({ title: 'a' }) }), 42036],
  ['menu keys that collide', aNotice({ task_id: 'm1', action_menu: { action_list: [button(1), button(1)] } }), 42051],
])('a card with %s is refused with its code', async (_what, card, code) => {
  await using company = await startCompany(CALLBACK);

  expect((await company.sendCard(card)).errcode).toBe(code);
  expect(company.emulator.visible()).toEqual([]);
});

test.each([
  ['button_interaction', aButtonCard(), true],
  ['multiple_interaction', aMultipleCard(), true],
  ['vote_interaction', aVote({}), true],
  ['text_notice', aNotice({}), false],
  ['text_notice with a menu', aNotice({ task_id: 'm2', action_menu: { action_list: [button(1)] } }), true],
])('a right %s is shown as it was sent, with a code when it can call back', async (_what, card, hasCode) => {
  await using company = await startCompany(CALLBACK);

  const answer = await company.sendCard(card);

  expect(answer.errcode).toBe(0);
  expect(typeof answer.response_code === 'string').toBe(hasCode);
  expect(company.emulator.visible()[0]?.card).toEqual(card);
});

test('without a callback address a card with buttons is refused', async () => {
  await using company = await startCompany(null);

  expect((await company.sendCard(aButtonCard())).errcode).toBe(43012);
});

describe('duplicates', () => {
  test('the same request in another key order within the interval is not shown again', async () => {
    await using company = await startCompany(CALLBACK);
    const check = { enable_duplicate_check: 1, duplicate_check_interval: 600 };

    const first = await company.sendText('一次', check);
    const second = await company.send({ ...check, text: { content: '一次' }, msgtype: 'text' });

    expect(second).toEqual(first);
    expect(company.emulator.visible()).toHaveLength(1);
  });

  test('after the interval it is a new message', async () => {
    await using company = await startCompany(CALLBACK);
    const check = { enable_duplicate_check: 1, duplicate_check_interval: 600 };

    await company.sendText('一次', check);
    await company.post('/emulator/clock', { advance: 'PT11M' });
    await company.sendText('一次', check);

    expect(company.emulator.visible()).toHaveLength(2);
  });

  test('a task_id used twice is accepted and noted, or refused by switch', async () => {
    await using lenient = await startCompany(CALLBACK);
    await using strict = await startCompany(CALLBACK, { switches: { repeatedTaskId: 'refuse' } });
    const card = aButtonCard();

    expect([(await lenient.sendCard(card)).errcode, (await lenient.sendCard(card)).errcode]).toEqual([0, 0]);
    expect(await lenient.get('/emulator/notes')).toHaveLength(1);
    expect([(await strict.sendCard(card)).errcode, (await strict.sendCard(card)).errcode]).toEqual([0, 42014]);
  });
});

test('the 31st message within a minute is answered with 0 and never shown', async () => {
  await using company = await startCompany(CALLBACK);
  const token = await company.tokenFor(COMPANY.secret);
  const send = (n: number, touser = 'liming') =>
    company.post(`/cgi-bin/message/send?access_token=${token}`, {
      touser,
      agentid: COMPANY.agentId,
      msgtype: 'text',
      text: { content: `第${n}条` },
    });

  const codes: number[] = [];
  for (let n = 1; n <= 32; n += 1) codes.push((await send(n)).errcode);
  await send(33, '1001');

  expect(new Set(codes)).toEqual(new Set([0]));
  expect(company.emulator.visible({ person: 'liming' })).toHaveLength(30);
  expect(company.emulator.visible({ person: '1001' })).toHaveLength(1);
  expect(company.emulator.raw().filter(({ path }) => path === '/cgi-bin/message/send')).toHaveLength(33);
  await company.post('/emulator/clock', { advance: 'PT1M1S' });
  await send(34);
  expect(company.emulator.visible({ person: 'liming' })).toHaveLength(31);
});

test('a text above 2048 bytes is cut on a whole character', async () => {
  await using company = await startCompany(CALLBACK);

  await company.sendText('政'.repeat(700));

  expect(company.emulator.visible()[0]?.text).toBe('政'.repeat(682));
  expect(cutToBytes('a😀b', 4)).toBe('a');
});

describe('recall', () => {
  test('takes a message back within a day', async () => {
    await using company = await startCompany(CALLBACK);
    const { msgid } = await company.sendText('错了');

    expect((await company.api('/cgi-bin/message/recall', { msgid })).errcode).toBe(0);
    expect(company.emulator.visible()).toMatchObject([{ state: 'recalled', message: msgid }]);
  });

  test('is refused after a day, and for another app', async () => {
    await using company = await startCompany(CALLBACK);
    const { msgid } = await company.sendText('错了');

    expect((await company.api('/cgi-bin/message/recall', { msgid }, 'secret-of-another-app')).errcode).toBe(40058);
    await company.post('/emulator/clock', { advance: 'PT24H1M' });
    expect((await company.api('/cgi-bin/message/recall', { msgid })).errcode).toBe(42052);
  });
});

describe('group robot', () => {
  const path = '/cgi-bin/webhook/send?key=key-of-chairs';
  const text = (content: string) => ({ msgtype: 'text', text: { content } });

  test('posts to its group', async () => {
    await using company = await startCompany(CALLBACK);

    expect((await company.post(path, text('周报'))).errcode).toBe(0);
    expect(company.emulator.visible({ group: '主席群' })).toMatchObject([{ to: '主席群', kind: 'text', text: '周报' }]);
    expect(company.emulator.visible({ person: '主席群' })).toEqual([]);
  });

  test.each([
    ['an unknown key', '/cgi-bin/webhook/send?key=wrong', text('周报'), 93000],
    ['a text of 2049 bytes', path, text('a'.repeat(2049)), 40058],
    ['a markdown of 4097 bytes', path, { msgtype: 'markdown', markdown: { content: 'a'.repeat(4097) } }, 40058],
    ['an unknown type', path, { msgtype: 'poem' }, 40008],
    ['a wrong md5', path, { msgtype: 'image', image: { base64: 'iVBORw0KGgo=', md5: 'x' } }, 301019],
  ])('refuses %s', async (_what, address, body, code) => {
    await using company = await startCompany(CALLBACK);

    expect((await company.post(address, body)).errcode).toBe(code);
    expect(company.emulator.visible()).toEqual([]);
  });

  test('takes twenty messages a minute', async () => {
    await using company = await startCompany(CALLBACK);
    const codes: number[] = [];

    for (let n = 0; n < 21; n += 1) codes.push((await company.post(path, text(`${n}`))).errcode);

    expect(codes.slice(0, 20)).toEqual(Array(20).fill(0));
    expect(codes[20]).toBe(45009);
  });
});
