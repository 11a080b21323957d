import { expect, test } from 'vitest';
import { DINGTALK_SWITCHES } from '../../../emulator/dingtalk/config.ts';
import { timestampSign } from '../../../emulator/dingtalk/crypto.ts';
import { Throttle } from '../../../emulator/dingtalk/throttle.ts';
import { DINGTALK, GROUP_ID, startCompany } from './support.ts';

test('the same token comes back while it lives, over all three ways of asking; both hosts take it', async () => {
  await using company = await startCompany();
  const first = await company.token();

  const newest = await company.call('POST', `/v1.0/oauth2/${DINGTALK.corpId}/token`, {
    client_id: DINGTALK.appKey,
    client_secret: DINGTALK.appSecret,
    grant_type: 'client_credentials',
  });
  const legacy = await company.call('GET', `/gettoken?appkey=${DINGTALK.appKey}&appsecret=${DINGTALK.appSecret}`);

  expect(newest.body).toEqual({ access_token: first, expires_in: 7200 });
  expect(legacy.body).toEqual({ errcode: 0, access_token: first, errmsg: 'ok', expires_in: 7200 });
  expect(await company.legacy('/topapi/v2/user/get', { userid: '0147' })).toMatchObject({
    errcode: 0,
    result: { userid: '0147', name: '王芳', dept_id_list: [42] },
  });
});

test('errors have the form of their host, and hints', async () => {
  await using company = await startCompany();
  const path = '/v1.0/robot/oToMessages/batchSend';

  const missing = await company.call('POST', path, {});
  const wrong = await company.call('POST', path, {}, { 'x-acs-dingtalk-access-token': 'gone' });
  const secret = await company.call('POST', '/v1.0/oauth2/accessToken', { appKey: DINGTALK.appKey, appSecret: 'no' });
  const legacy = await company.call('POST', '/topapi/v2/user/get?access_token=gone', { userid: 'x' });
  const unknown = await company.legacy('/topapi/v2/user/get', { userid: 'nobody' });
  const noPath = await company.call('GET', '/v1.0/nothing');

  expect([missing.status, missing.body.code]).toEqual([400, 'AuthenticationFailed.MissingParameter']);
  expect([wrong.status, wrong.body.code]).toEqual([400, 'InvalidAuthentication']);
  expect(wrong.body.requestid).toMatch(/^[0-9A-F-]{36}$/);
  expect(wrong.body.message).toContain('hint: [');
  expect([secret.status, secret.body.code]).toEqual([400, 'invalidClientIdOrSecret']);
  expect([legacy.status, legacy.body.errcode, legacy.body.sub_code]).toEqual([200, 88, '40014']);
  expect(legacy.body.request_id).toMatch(/^[0-9a-z]{12}$/);
  expect([unknown.errcode, unknown.errmsg]).toEqual([60121, '找不到该用户, hint: [userid "nobody"]']);
  expect(noPath.body.errcode).toBe(404);
});

test('ended tokens are refused with 400 and a fresh one works', async () => {
  await using company = await startCompany();
  const old = await company.token();

  await company.control('expire-tokens', {});
  const refused = await company.call(
    'POST',
    '/v1.0/robot/oToMessages/batchSend',
    {},
    {
      'x-acs-dingtalk-access-token': old,
    },
  );

  expect([refused.status, refused.body.code]).toEqual([400, 'InvalidAuthentication']);
  expect(await company.token()).not.toBe(old);
  expect((await company.batchSend('sampleText', { content: '好' })).status).toBe(200);
});

test('batchSend shows the message, names who does not exist, and leaves the namesake on WeCom alone', async () => {
  await using company = await startCompany();

  const sent = await company.batchSend('sampleMarkdown', { title: '日报', text: '**未提交**' }, [
    'user001',
    'USER001',
    'nosuchuser',
  ]);

  expect(sent.body.invalidStaffIdList).toEqual(['USER001', 'nosuchuser']);
  expect(company.seen('user001')).toMatchObject([
    { kind: 'markdown', text: '**未提交**', message: sent.body.processQueryKey, platform: 'dingtalk', to: 'user001' },
  ]);
  expect(company.emulator.visible({ platform: 'wecom' })).toEqual([]);
});

const refusals: [string, object, string][] = [
  ['an object as msgParam', { msgParam: { content: 'x' } }, 'invalidParameter.msgParam.invalid'],
  ['a text that is no object', { msgParam: '"x"' }, 'invalidParameter.msgParam.invalid'],
  ['15,001 bytes', { msgParam: JSON.stringify({ content: 'x'.repeat(14_987) }) }, 'invalidParameter.msgParam.tooLong'],
  ['21 users', { userIds: Array.from({ length: 21 }, (_, n) => `u${n}`) }, 'invalidParameter.userIds.overMax'],
  ['nobody', { userIds: [] }, 'invalidParameter.userIds.empty'],
  ['an unknown template', { msgKey: 'sampleFeed' }, 'invalidParameter.msgKey.invalid'],
  ['another robot', { robotCode: 'dingother0002' }, 'invalidParameter.robotCode.auth'],
];

test.each(refusals)('batchSend with %s is refused', async (_what, more, code) => {
  await using company = await startCompany();

  const answer = await company.api('POST', '/v1.0/robot/oToMessages/batchSend', {
    robotCode: DINGTALK.robotCode,
    userIds: ['user001'],
    msgKey: 'sampleText',
    msgParam: '{"content":"x"}',
    ...more,
  });

  expect([answer.status, answer.body.code]).toEqual([400, code]);
  expect(company.seen('user001')).toEqual([]);
});

test('fifteen thousand bytes of msgParam are not too many', async () => {
  await using company = await startCompany();
  const content = 'x'.repeat(15_000 - JSON.stringify({ content: '' }).length);

  expect((await company.batchSend('sampleText', { content })).status).toBe(200);
});

test('read state turns when the person does something; recall leaves no trace, once, within a day', async () => {
  await using company = await startCompany();
  const { processQueryKey: key } = (await company.batchSend('sampleText', { content: '一' })).body;
  const query = `robotCode=${DINGTALK.robotCode}&processQueryKey=${encodeURIComponent(key)}`;
  const state = async () =>
    (await company.api('GET', `/v1.0/robot/oToMessages/readStatus?${query}`)).body.messageReadInfoList[0].readStatus;
  const recall = async () =>
    (
      await company.api('POST', '/v1.0/robot/otoMessages/batchRecall', {
        robotCode: DINGTALK.robotCode,
        processQueryKeys: [key, 'nokey'],
      })
    ).body;

  expect(await state()).toBe('UNREAD');
  await company.control('say', { from: 'user001', text: '看到了' });
  expect(await state()).toBe('READ');
  expect(await recall()).toEqual({ successResult: [key], failedResult: { nokey: 'invalid.processQueryKey' } });
  expect(company.seen('user001')).toMatchObject([{ state: 'recalled' }]);

  const { processQueryKey: old } = (await company.batchSend('sampleText', { content: '二' })).body;
  await company.control('clock', { advance: 'P2D' });
  const late = await company.api('POST', '/v1.0/robot/otoMessages/batchRecall', {
    robotCode: DINGTALK.robotCode,
    processQueryKeys: [old],
  });
  expect(late.body).toEqual({ successResult: [], failedResult: { [old]: 'processQueryKey.expireTime' } });
});

test('a group gets the message once the robot is in it; the reader list pages', async () => {
  await using company = await startCompany();
  const send = (openConversationId: string) =>
    company.api('POST', '/v1.0/robot/groupMessages/send', {
      robotCode: DINGTALK.robotCode,
      openConversationId,
      msgKey: 'sampleText',
      msgParam: '{"content":"部署完成"}',
    });

  const sent = await send(GROUP_ID);
  await company.control('say', { from: 'user001', to: '项目一组', text: '好', at: false });
  await company.control('say', { from: '0147', to: '项目一组', text: '好', at: false });
  const query = (nextToken: string) =>
    company.api('POST', '/v1.0/robot/groupMessages/query', {
      robotCode: DINGTALK.robotCode,
      openConversationId: GROUP_ID,
      processQueryKey: sent.body.processQueryKey,
      maxResults: 1,
      nextToken,
    });

  expect(company.inGroup('项目一组')[0]).toMatchObject({ kind: 'text', text: '部署完成', group: true });
  expect((await query('')).body).toMatchObject({ readUserIds: ['user001'], hasMore: true, nextToken: '1' });
  expect((await query('1')).body).toMatchObject({ readUserIds: ['0147'], hasMore: false });
  expect((await send('cidOther==')).body.code).toBe('invalidParameter.robotCode.notExsit');
  expect((await send('cidNone==')).body.code).toBe('invalid.openConversationId');
});

test('throttled calls are refused with 403, on the legacy host with 90018; the month likewise', async () => {
  await using company = await startCompany({}, { dingtalkSwitches: { qps: 0 } });
  await using frugal = await startCompany({}, { dingtalkSwitches: { monthlyCalls: 0 } });
  const send = (where: typeof company) => where.batchSend('sampleText', { content: 'x' });

  const [fast, many] = [await send(company), await send(frugal)];

  expect([fast.status, fast.body.code]).toEqual([403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi']);
  expect((await company.legacy('/topapi/user/listid', { dept_id: 1 })).errcode).toBe(90018);
  expect([many.status, many.body.code]).toEqual([403, 'Forbidden.AccessDenied.ApiCountLimitForOrg']);
  // Look-ups in the contact book do not count.
  expect((await frugal.legacy('/topapi/user/listid', { dept_id: 1 })).errcode).toBe(0);
});

test('the windows: 20 calls a second, 10,000 of an address in 20 s and then five minutes of nothing', () => {
  const throttle = new Throttle(DINGTALK_SWITCHES);
  const calls = Array.from({ length: 21 }, () => throttle.allowsCall('app', 'api', 1000));
  const seen = Array.from({ length: 10_001 }, () => throttle.admits('ip', 1000));

  expect(calls.indexOf(false)).toBe(20);
  expect(throttle.allowsCall('app', 'api', 2000)).toBe(true);
  expect(seen.indexOf(false)).toBe(10_000);
  expect([300_999, 301_000].map((now) => throttle.admits('ip', now))).toEqual([false, true]);
});

test('a custom robot wants its signature and its words, speaks twenty times a minute, then is silent', async () => {
  await using company = await startCompany();
  const send = (content: string, more = '', token = 'token-of-chairs') => {
    const body = { msgtype: 'text', text: { content } };
    return company.call('POST', `/robot/send?access_token=${token}${more}`, body);
  };
  const now = String(Date.now());
  const signed = `&timestamp=${now}&sign=${encodeURIComponent(timestampSign(now, 'SEC-of-chairs'))}`;
  const old = String(Date.now() - 7_200_000);
  const stale = `&timestamp=${old}&sign=${encodeURIComponent(timestampSign(old, 'SEC-of-chairs'))}`;

  expect((await send('x')).body.errcode).toBe(310000);
  expect((await send('x', stale)).body.errmsg).toContain('invalid timestamp');
  expect((await send('x', `&timestamp=${now}&sign=no`)).body.errmsg).toContain('sign not match');
  expect((await send('无关', '', 'token-of-worded')).body.errmsg).toContain('keywords not in content');
  expect((await send('x', '', 'no-token')).body.errcode).toBe(400101);
  for (let nth = 1; nth <= 20; nth += 1) expect((await send(`第${nth}条`, signed)).body.errcode).toBe(0);
  expect((await send('第21条', signed)).body.errcode).toBe(410100);
  await company.control('clock', { advance: 'PT9M' });
  expect((await send('还早', signed)).body.errcode).toBe(410100);
  await company.control('clock', { advance: 'PT2M' });
  expect((await send('又可以', signed)).body.errcode).toBe(0);
  expect(company.inGroup('主席群')).toHaveLength(21);
});

test('faults speak the language of the host', async () => {
  await using company = await startCompany();
  const faults = (fault: string, path: string) =>
    company.call('POST', '/emulator/faults', [{ match: { path }, fault, times: 1 }]);
  await company.token();

  await faults('code:Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', '/v1.0/robot');
  const qps = await company.batchSend('sampleText', { content: 'x' });
  await faults('errcode:90018', '/v1.0/robot');
  const number = await company.batchSend('sampleText', { content: 'x' });
  await faults('punish', '/v1.0/robot');
  const punished = await company.batchSend('sampleText', { content: 'x' });
  await faults('errcode:90018', '/topapi');
  const legacy = await company.legacy('/topapi/v2/user/get', { userid: 'user001' });

  expect([qps.status, qps.body.code]).toEqual([403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi']);
  expect([number.status, number.body.code]).toEqual([403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi']);
  expect(punished.body).toMatchObject({ status: 1111, punish: 'deny' });
  expect(legacy.errcode).toBe(90018);
  expect(company.seen('user001')).toEqual([]);
});
