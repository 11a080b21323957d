import { expect, test } from 'vitest';
import { decryptEvent, encryptEvent, eventSignature } from '../../../emulator/dingtalk/crypto.ts';
import { decrypt } from '../../../emulator/wecom/crypto.ts';
import { COMPANY, DINGTALK, type Loose, type Received, startCompany, startReceiver } from './support.ts';

const { eventToken, eventAesKey, appKey } = DINGTALK;

function openEvent({ url, body }: Received): Loose {
  const { encrypt } = JSON.parse(body) as { encrypt: string };
  const given = (name: string) => url.searchParams.get(name) ?? '';
  const signature = eventSignature(eventToken, given('timestamp'), given('nonce'), encrypt);
  expect(given('msg_signature')).toBe(signature);
  expect(given('signature')).toBe(signature);
  return JSON.parse(decryptEvent(eventAesKey, encrypt, appKey));
}

function success(text = 'success') {
  const encrypt = encryptEvent(eventAesKey, text, appKey);
  const [timeStamp, nonce] = ['1767225600123', 'Zx81Qa0P'];
  return { json: { msg_signature: eventSignature(eventToken, timeStamp, nonce, encrypt), timeStamp, nonce, encrypt } };
}

test('saving the address pushes check_url, which wants the encrypted word', async () => {
  await using right = await startReceiver(() => success());
  await using plain = await startReceiver(() => ({ json: 'success' }));
  await using good = await startCompany({ eventUrl: right.url });
  await using bad = await startCompany({ eventUrl: plain.url });

  const verified = await good.call('POST', '/emulator/verify-url?platform=dingtalk', {});
  const refused = await bad.call('POST', '/emulator/verify-url?platform=dingtalk', {});

  expect(openEvent(right.received[0] as Received)).toEqual({ EventType: 'check_url' });
  expect([verified.body.ok, refused.body.ok]).toEqual([true, false]);
});

test('who leaves is told the server, is in no list any more, and no message reaches him', async () => {
  await using server = await startReceiver(() => success());
  await using company = await startCompany({ eventUrl: server.url });

  const pushed = await company.control('contacts', { event: 'leave', id: '0147' });

  expect(pushed.delivered).toBe(200);
  expect(openEvent(server.received[0] as Received)).toMatchObject({
    EventType: 'user_leave_org',
    CorpId: DINGTALK.corpId,
    eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
    userId: ['0147'],
  });
  expect((await company.legacy('/topapi/v2/user/get', { userid: '0147' })).errcode).toBe(60121);
  expect((await company.batchSend('sampleText', { content: 'x' }, ['0147'])).body.invalidStaffIdList).toEqual(['0147']);
  const people = (await company.call('GET', '/emulator/people')).body as Loose[];
  expect(people.map(({ platform, id }) => `${platform} ${id}`)).toEqual([
    'wecom user001',
    'dingtalk user001',
    'dingtalk user003',
  ]);
});

test('who joins can be written to; who moves is told with what changed', async () => {
  await using server = await startReceiver(() => success());
  await using company = await startCompany({ eventUrl: server.url });

  await company.control('contacts', { event: 'join', id: 'new01', name: '孙新', departments: [42] });
  await company.control('contacts', { event: 'move', id: 'new01', departments: [43] });
  await company.control('contacts', { event: 'dept-modify', department: 42 });

  const events = server.received.map(openEvent);
  expect(events).toMatchObject([
    { EventType: 'user_add_org', userId: ['new01'] },
    {
      EventType: 'user_modify_org',
      diffInfo: { prev: { departments: [42] }, curr: { departments: [43] }, userid: 'new01' },
    },
    { EventType: 'org_dept_modify', deptId: [42] },
  ]);
  expect((await company.legacy('/topapi/user/listid', { dept_id: 43 })).result.userid_list).toEqual([
    'user003',
    'new01',
  ]);
  expect((await company.control('contacts', { event: 'leave', id: 'nobody' })).error).toContain('"nobody"');
});

test('an event that is not answered rightly comes twice more, then waits in the failed list', async () => {
  await using server = await startReceiver((_got, nth) => (nth === 2 ? success('failure') : { status: 500 }));
  await using company = await startCompany(
    { eventUrl: server.url },
    { dingtalkSwitches: { eventRetrySpacingMs: [1, 1] } },
  );

  const pushed = await company.control('contacts', { event: 'leave', id: '0147' });
  await expect.poll(() => server.received.length, { timeout: 20_000 }).toBe(3);
  const list = async () =>
    (await company.call('GET', `/call_back/get_call_back_failed_result?access_token=${await company.token()}`)).body
      .failed_list as Loose[];
  let failed: Loose[] = [];
  const collect = async () => {
    failed = [...failed, ...(await list())];
    return failed.length;
  };
  await expect.poll(collect, { timeout: 20_000 }).toBe(1);

  expect(pushed.delivered).toBe(500);
  const ids = server.received.map((got) => openEvent(got).eventId);
  expect(new Set(ids).size).toBe(1);
  expect(failed).toMatchObject([{ call_back_tag: 'user_leave_org', user_leave_org: { userid: ['0147'] } }]);
  expect(await list()).toEqual([]);
});

test('WeCom tells its contact changes to the contact-sync assistant, with another key', async () => {
  await using server = await startReceiver();
  const contacts = { url: server.url, token: 'contactsToken', encodingAesKey: 'B'.repeat(43) };
  const { startEmulator } = await import('../../../emulator/emulator.ts');
  await using emulator = await startEmulator({ ...COMPANY, contacts });
  const change = async (body: object) => {
    const response = await fetch(`${emulator.url}/emulator/contacts`, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as Loose;
  };

  const pushed = await change({ event: 'leave', id: 'user001' });

  expect(pushed.delivered).toBe(200);
  const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(server.received[0]?.body ?? '')?.[1] ?? '';
  const { plain, receiveId } = decrypt(contacts.encodingAesKey, encrypted);
  expect(receiveId).toBe(COMPANY.corpId);
  expect(plain).toContain('<Event><![CDATA[change_contact]]></Event><ChangeType><![CDATA[delete_user]]>');
  expect(plain).toContain('<UserID><![CDATA[user001]]></UserID>');
  expect((await change({ platform: 'dingtalk', event: 'leave', id: 'user001' })).error).toContain('dingtalk');
});
