import { expect, test } from 'vitest';
import { cardSign } from '../../../emulator/dingtalk/crypto.ts';
import { aCard, DINGTALK, GROUP_ID, type Loose, startCompany, startReceiver } from './support.ts';

type Company = Awaited<ReturnType<typeof startCompany>>;

const createAndDeliver = (company: Company, card: object) =>
  company.api('POST', '/v1.0/card/instances/createAndDeliver', card);

const register = (company: Company, callbackUrl: string, more: object = {}) =>
  company.api('POST', '/v1.0/card/callbacks/register', {
    callbackRouteKey: 'zhitong',
    callbackUrl,
    apiSecret: 'api-secret',
    ...more,
  });

test('a card is delivered and stands on the phone as its template draws it', async () => {
  await using company = await startCompany();

  const answer = await createAndDeliver(company, aCard());

  const [row] = company.seen('user001');
  expect(answer.body.result.deliverResults).toMatchObject([
    { spaceType: 'IM_ROBOT', spaceId: 'user001', success: true, carrierId: row.message },
  ]);
  expect(row).toMatchObject({ kind: 'card', state: 'shown', card: { outTrackId: 'task-1' } });
  expect(row.card.view).toMatchObject({
    title: '审查提案',
    facts: [{ label: '提案人', value: '李明' }],
    buttons: [{ id: 'press', text: '立案', style: 'primary', params: { token: 't-file' } }, { text: '不予立案' }],
    selects: [{ key: 'unit', selected: 'u2' }],
    done: '',
  });
});

test('one space that fails is told in deliverResults, and the call succeeds', async () => {
  await using company = await startCompany();
  const openSpaceId = `dtv1.card//im_group.${GROUP_ID};IM_ROBOT.nosuchuser`;
  const group = {
    imGroupOpenSpaceModel: { supportForward: true },
    imGroupOpenDeliverModel: { robotCode: DINGTALK.robotCode },
  };

  const { status, body } = await createAndDeliver(company, aCard({ openSpaceId, ...group }));

  expect([status, body.success]).toEqual([200, true]);
  expect(body.result.deliverResults).toMatchObject([
    { spaceType: 'IM_GROUP', spaceId: GROUP_ID, success: true },
    { spaceType: 'IM_ROBOT', spaceId: 'nosuchuser', success: false, carrierId: '', errorMsg: 'spaceId is illegal' },
  ]);
  expect(company.inGroup('项目一组')).toMatchObject([{ kind: 'card', group: true }]);
});

const refusals: [string, object, string][] = [
  ['a number as value', { cardData: { cardParamMap: { count: 3 } } }, 'param.invalid'],
  ['an unknown template', { cardTemplateId: 'other.schema' }, 'param.templateNotExist'],
  ['no outTrackId', { outTrackId: '' }, 'param.outTrackIdEmpty'],
  ['101 characters of outTrackId', { outTrackId: 'x'.repeat(101) }, 'param.invalid'],
  ['no public data', { cardData: undefined }, 'param.cardPublicDataEmpty'],
  ['a space without its prefix', { openSpaceId: 'IM_ROBOT.user001' }, 'param.openSpaceIdInvalid'],
  ['no deliver model', { imRobotOpenDeliverModel: undefined }, 'param.spaceDeliverModelEmpty'],
  ['more than 100 KB', { cardData: { cardParamMap: { body: 'x'.repeat(102_401) } } }, 'param.invalid'],
];

test.each(refusals)('a card with %s is refused', async (_what, more, code) => {
  await using company = await startCompany();

  const { status, body } = await createAndDeliver(company, aCard(more));

  expect([status, body.code]).toEqual([400, code]);
  expect(company.seen('user001')).toEqual([]);
});

test('the same outTrackId makes no second card, or is refused by switch', async () => {
  await using company = await startCompany();
  const first = await createAndDeliver(company, aCard());

  const again = await createAndDeliver(company, aCard({}, { title: '另一个' }));

  expect(again.body).toEqual(first.body);
  expect(company.seen('user001')).toMatchObject([{ card: { params: { title: '审查提案' } } }]);
  await using strict = await startCompany({}, { dingtalkSwitches: { reusedOutTrackId: 'refuse' } });
  await createAndDeliver(strict, aCard());
  expect((await createAndDeliver(strict, aCard())).body.code).toBe('param.cardAlreadyExist');
});

test('an update lays keys over the card or replaces the whole map; private words are one person’s', async () => {
  await using company = await startCompany();
  await createAndDeliver(company, aCard());
  const update = (body: object) => company.api('PUT', '/v1.0/card/instances', { outTrackId: 'task-1', ...body });

  await update({
    cardData: { cardParamMap: { done: '已立案' } },
    privateData: { user001: { cardParamMap: { note: '您的' } } },
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
  });
  const [byKey] = company.seen('user001');
  await update({ cardData: { cardParamMap: { done: '已办' } } });
  const [whole] = company.seen('user001');

  expect(byKey).toMatchObject({
    state: 'updated',
    card: { params: { title: '审查提案', done: '已立案' }, privateParams: { note: '您的' }, view: { note: '您的' } },
  });
  expect(whole.card.params).toEqual({ done: '已办' });
  expect(whole.card.view).toMatchObject({ title: '', note: '您的' });
  expect((await update({})).body.code).toBe('param.cardDataAndPrivateDataBothEmpty');
});

test('a press is signed, says what was chosen, and its answer changes the presser’s view alone', async () => {
  await using server = await startReceiver(() => ({
    json: { cardData: { cardParamMap: { done: '已立案' } }, cardUpdateOptions: { updateCardDataByKey: true } },
  }));
  await using company = await startCompany();
  await register(company, server.url);
  const group = {
    openSpaceId: `dtv1.card//IM_GROUP.${GROUP_ID};IM_ROBOT.user001`,
    imGroupOpenSpaceModel: { supportForward: true },
    imGroupOpenDeliverModel: { robotCode: DINGTALK.robotCode },
  };
  await createAndDeliver(company, aCard(group));
  const [row] = company.seen('user001');

  const pressed = await company.control('press', {
    from: 'user001',
    message: row.message,
    button: '立案',
    choices: { 承办单位: ['水务局'] },
  });

  expect(pressed).toMatchObject({ delivered: 200, stale: false });
  const [got] = server.received;
  const timestamp = String(got?.headers['x-ddpaas-signature-timestamp']);
  expect(got?.headers['x-ddpaas-signature']).toBe(cardSign(timestamp, 'api-secret'));
  const [body] = server.bodies() as Loose[];
  expect(body).toMatchObject({ type: 'actionCallback', outTrackId: 'task-1', userId: 'user001', spaceType: 'im' });
  expect(body.value).toBe(body.content);
  expect(JSON.parse(body.content)).toEqual({
    cardPrivateData: { actionIds: ['press'], params: { token: 't-file', unit: { index: 0, value: 'u1' } } },
  });
  expect(company.seen('user001')[0].card.view.done).toBe('已立案');
  const view = async (person: string) =>
    (await company.call('GET', `/emulator/card?outTrackId=task-1&person=${person}`)).body.done;
  expect([await view('user001'), await view('0147')]).toEqual(['已立案', '']);
});

test('the preselected option goes along, and an empty answer leaves the card', async () => {
  await using server = await startReceiver(() => ({ json: {} }));
  await using company = await startCompany();
  await register(company, server.url);
  await createAndDeliver(company, aCard());
  const [row] = company.seen('user001');

  await company.control('press', { from: 'user001', message: row.message, button: 't-refuse' });

  const [body] = server.bodies() as Loose[];
  expect(JSON.parse(body.content).cardPrivateData.params).toEqual({
    token: 't-refuse',
    unit: { index: 1, value: 'u2' },
  });
  expect(company.seen('user001')).toMatchObject([{ state: 'shown' }]);
});

test('no answer in time is a failure on the phone; an old button can still be pressed, and is stale', async () => {
  await using server = await startReceiver((_got, nth) => (nth === 1 ? null : { json: {} }));
  await using company = await startCompany({}, { dingtalkSwitches: { cardTimeoutMs: 50 } });
  await register(company, server.url);
  await createAndDeliver(company, aCard());
  const [{ message }] = company.seen('user001');
  const press = () => company.control('press', { from: 'user001', message, button: '立案' });

  expect(await press()).toMatchObject({ delivered: 0, failed: true });
  await company.api('PUT', '/v1.0/card/instances', {
    outTrackId: 'task-1',
    cardData: { cardParamMap: { title: '审查提案', done: '已撤案' } },
  });
  const old = await press();

  expect(old.stale).toBe(true);
  expect(await company.control('press', { from: 'user001', message, button: '归档' })).toMatchObject({
    error: expect.stringContaining('no button "归档"'),
  });
});

test('a registered route keeps its address unless it is forced', async () => {
  await using company = await startCompany();
  await register(company, 'http://127.0.0.1:1/first');

  const kept = await register(company, 'http://127.0.0.1:1/second');
  const forced = await register(company, 'http://127.0.0.1:1/third', { forceUpdate: true });

  expect(kept.body.result.callbackUrl).toBe('http://127.0.0.1:1/first');
  expect(forced.body.result).toEqual({ callbackUrl: 'http://127.0.0.1:1/third', apiSecret: 'api-secret' });
});

test('an ActionCard button with a dtmd link says its words as the person; another opens its address', async () => {
  await using server = await startReceiver();
  await using company = await startCompany({ robotUrl: server.url });
  const dtmd = `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('签收 058')}`;
  await company.batchSend('sampleActionCard2', {
    title: '交办',
    text: '第 058 号',
    actionTitle1: '签收',
    actionURL1: dtmd,
    actionTitle2: '查看',
    actionURL2: 'https://example.com/58',
  });
  const [{ message, kind }] = company.seen('user001');

  const said = await company.control('press', { from: 'user001', message, button: '签收' });
  const opened = await company.control('press', { from: 'user001', message, button: '查看' });

  expect(kind).toBe('actionCard');
  expect(said.delivered).toBe(200);
  expect(server.bodies()).toMatchObject([{ msgtype: 'text', text: { content: '签收 058' }, senderStaffId: 'user001' }]);
  expect(opened).toMatchObject({ delivered: null, opens: 'https://example.com/58' });
});

test('cards and presses survive a restart of the platform', async () => {
  const { mkdtempSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const ledgerDir = mkdtempSync(`${tmpdir()}/emulator-`);
  await using server = await startReceiver(() => ({ json: {} }));
  {
    await using before = await startCompany({}, { ledgerDir });
    await register(before, server.url);
    await createAndDeliver(before, aCard());
  }
  await using company = await startCompany({}, { ledgerDir });
  const [{ message }] = company.seen('user001');

  const pressed = await company.control('press', { from: 'user001', message, button: '立案' });

  expect(pressed.delivered).toBe(200);
});
