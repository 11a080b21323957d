import { expect, test } from 'vitest';
import { decrypt } from '../../emulator/wecom/crypto.ts';
import { readElement } from '../../emulator/wecom/xml.ts';
import { aButtonCard, aMultipleCard, COMPANY, startCompany, startReceiver } from './support.ts';

const NEW_CARD = {
  card_type: 'text_notice',
  main_title: { title: '已立案' },
  card_action: { type: 1, url: 'https://example.invalid/' },
};

const plainOf = (body: string) => decrypt(COMPANY.encodingAesKey, readElement(body, 'Encrypt') ?? '').plain;

test('a press is a template_card_event with a fresh code, and each code updates the card once', async () => {
  await using receiver = await startReceiver();
  await using company = await startCompany(receiver.url);
  const card = aButtonCard();
  const { msgid, response_code: sentCode } = await company.sendCard(card);

  const pressed = await company.post('/emulator/press', { from: 'liming', message: msgid, button: '立案' });

  const event = plainOf(receiver.received[0]!.body);
  const code = readElement(event, 'ResponseCode');
  expect(pressed).toMatchObject({ delivered: 200, stale: false });
  expect(readElement(event, 'Event')).toBe('template_card_event');
  expect(readElement(event, 'EventKey')).toBe('file');
  expect(readElement(event, 'TaskId')).toBe(card.task_id);
  expect(readElement(event, 'CardType')).toBe('button_interaction');
  expect(readElement(event, 'FromUserName')).toBe('LiMing');
  expect(event).not.toContain('MsgId');
  expect(event).not.toContain('SelectedItems');
  expect(code).not.toBe(sentCode);

  const update = { userids: ['LIMING', 'Stranger'], response_code: code, template_card: NEW_CARD };
  expect(await company.update(update)).toMatchObject({ errcode: 0, invaliduser: ['stranger'] });
  expect(company.emulator.visible({ person: 'liming' }).filter(({ from }) => !from)).toMatchObject([
    { state: 'updated', card: NEW_CARD, message: msgid },
  ]);
  expect((await company.update(update)).errcode).toBe(60140);
  const withSentCode = { userids: ['liming'], response_code: sentCode, button: { replace_name: '已办' } };
  expect((await company.update(withSentCode)).errcode).toBe(0);
});

test('a code lives 72 hours of virtual time', async () => {
  await using company = await startCompany('http://127.0.0.1:9/');
  const young = await company.sendCard(aButtonCard());
  const old = await company.sendCard(aButtonCard());
  const body = (code: string) => ({ userids: ['liming'], response_code: code, button: { replace_name: '已办' } });

  await company.post('/emulator/clock', { advance: 'PT71H59M' });
  expect((await company.update(body(young.response_code))).errcode).toBe(0);
  await company.post('/emulator/clock', { advance: 'PT2M' });
  expect((await company.update(body(old.response_code))).errcode).toBe(60140);
});

test('a refused update leaves the code usable', async () => {
  await using company = await startCompany('http://127.0.0.1:9/');
  const { response_code } = await company.sendCard(aButtonCard());
  const ask = async (body: object, secret?: string) =>
    (
      await company.api(
        '/cgi-bin/message/update_template_card',
        { agentid: COMPANY.agentId, response_code, ...body },
        secret,
      )
    ).errcode;
  const button = { replace_name: '已办' };

  expect(await ask({ userids: ['1001'], button })).toBe(82102);
  expect(await ask({ userids: 'liming', button })).toBe(40035);
  expect(await ask({ userids: ['liming'] })).toBe(40058);
  expect(await ask({ userids: ['liming'], template_card: { card_type: 'x' } })).toBe(42031);
  expect(await ask({ userids: ['liming'], button, agentid: 1000009 }, 'secret-of-another-app')).toBe(42015);
  expect(await ask({ userids: ['liming'], button })).toBe(0);
  expect(company.emulator.visible()).toMatchObject([{ state: 'updated', replaced: '已办' }]);
});

test('choices are given by key or title, by id or words; the rest is what the card preselects', async () => {
  await using receiver = await startReceiver();
  await using company = await startCompany(receiver.url);
  const { msgid } = await company.sendCard(aMultipleCard());

  await company.post('/emulator/press', {
    from: 'LiMing',
    message: msgid,
    button: 'assign',
    choices: { 期限: ['90天'] },
  });

  expect(plainOf(receiver.received[0]!.body)).toContain(
    '<SelectedItems><SelectedItem><QuestionKey><![CDATA[unit]]></QuestionKey><OptionIds><OptionId><![CDATA[u2]]></OptionId></OptionIds></SelectedItem>' +
      '<SelectedItem><QuestionKey><![CDATA[limit]]></QuestionKey><OptionIds><OptionId><![CDATA[d90]]></OptionId></OptionIds></SelectedItem></SelectedItems>',
  );
});

test.each([
  [{ button: '撤案' }, 404, '撤案'],
  [{ button: 'assign', choices: { 天气: ['晴'] } }, 400, '天气'],
  [{ button: 'assign', choices: { unit: ['财政局'] } }, 400, '财政局'],
  [{ button: 'assign', choices: { unit: ['u1', 'u2'] } }, 400, 'one option'],
  [{ button: 'assign', from: '1001' }, 404, '1001'],
])('a press that cannot be (%j) says why and calls nobody', async (more, status, words) => {
  await using receiver = await startReceiver();
  await using company = await startCompany(receiver.url);
  const { msgid } = await company.sendCard(aMultipleCard());

  const answer = await company.post('/emulator/press', { from: 'liming', message: msgid, ...more });

  expect(answer).toMatchObject({ status, error: expect.stringContaining(words) });
  expect(receiver.received).toEqual([]);
});

test('a phone that has not refreshed can still press the old button', async () => {
  await using receiver = await startReceiver();
  await using company = await startCompany(receiver.url);
  const { msgid, response_code } = await company.sendCard(aButtonCard());
  await company.update({ atall: 1, response_code, template_card: NEW_CARD });

  const pressed = await company.post('/emulator/press', { from: 'liming', message: msgid, button: '立案' });

  expect(pressed).toMatchObject({ delivered: 200, stale: true });
});

test('a recalled card cannot be pressed', async () => {
  await using company = await startCompany('http://127.0.0.1:9/');
  const { msgid } = await company.sendCard(aButtonCard());
  await company.api('/cgi-bin/message/recall', { msgid });

  expect((await company.post('/emulator/press', { from: 'liming', message: msgid, button: '立案' })).status).toBe(409);
});
