import { expect, test } from 'vitest';
import { DINGTALK, startCompany } from './support.ts';

const WORK = '/topapi/message/corpconversation';
const { agentId: agent_id } = DINGTALK;
const textOf = (content: string) => ({ msgtype: 'text', text: { content } });

test('a work notification is shown, the same words on the same day are silently not, and the result says so', async () => {
  await using company = await startCompany({}, { startAt: new Date('2026-03-02T10:00:00+08:00') });
  const send = (content: string) =>
    company.legacy(`${WORK}/asyncsend_v2`, { agent_id, userid_list: 'user001,nosuchuser', msg: textOf(content) });

  const first = await send('请提交');
  const second = await send('请提交');
  await company.control('clock', { to: '2026-03-03T00:00:01+08:00' });
  await send('请提交');

  expect([first.errcode, second.errcode]).toEqual([0, 0]);
  expect(company.seen('user001')).toMatchObject([
    { kind: 'work', text: '请提交' },
    { kind: 'work', text: '请提交' },
  ]);
  const result = async (task_id: number) =>
    (await company.legacy(`${WORK}/getsendresult`, { agent_id, task_id })).send_result;
  expect(await result(first.task_id)).toMatchObject({
    invalid_user_id_list: ['nosuchuser'],
    unread_user_id_list: ['user001'],
    forbidden_list: [],
  });
  expect(await result(second.task_id)).toMatchObject({
    forbidden_list: [{ code: '143106', count: 1, userid: 'user001' }],
  });
});

test('progress ends at 100, recall takes it from the phone, a department includes those below', async () => {
  await using company = await startCompany();

  const { task_id } = await company.legacy(`${WORK}/asyncsend_v2`, {
    agent_id,
    dept_id_list: '42',
    msg: textOf('通知'),
  });
  const progress = await company.legacy(`${WORK}/getsendprogress`, { agent_id, task_id });
  const recalled = await company.legacy(`${WORK}/recall`, { agent_id, msg_task_id: task_id });

  expect(progress.progress).toEqual({ progress_in_percent: 100, status: 2 });
  expect(recalled.errcode).toBe(0);
  for (const id of ['0147', 'user003']) expect(company.seen(id)).toMatchObject([{ state: 'recalled' }]);
  expect(company.seen('user001')).toEqual([]);
});

test('everybody at once three times a day, then 41045', async () => {
  await using company = await startCompany();
  const send = (nth: number) =>
    company.legacy(`${WORK}/asyncsend_v2`, { agent_id, to_all_user: true, msg: textOf(`第${nth}次`) });

  const codes: number[] = [];
  for (let nth = 1; nth <= 4; nth += 1) codes.push((await send(nth)).errcode);

  expect(codes).toEqual([0, 0, 0, 41045]);
  expect(company.seen('user003')).toHaveLength(3);
});

test('above the number of a day a person gets nothing more, and the call succeeds', async () => {
  await using company = await startCompany({}, { dingtalkSwitches: { workADay: 2 } });
  const send = (words: string) =>
    company.legacy(`${WORK}/asyncsend_v2`, { agent_id, userid_list: 'user001', msg: textOf(words) });
  await send('一');
  await send('二');

  const { errcode, task_id } = await send('三');

  const { send_result } = await company.legacy(`${WORK}/getsendresult`, { agent_id, task_id });
  expect(errcode).toBe(0);
  expect(send_result.forbidden_list).toEqual([{ code: '143105', count: 2, userid: 'user001' }]);
  expect(company.seen('user001').map(({ text }) => text)).toEqual(['一', '二']);
});

const refusals: [string, object, number][] = [
  ['another agent', { agent_id: 1 }, 40056],
  ['nobody', { userid_list: '' }, 40035],
  ['101 users', { userid_list: Array.from({ length: 101 }, (_, n) => `u${n}`).join() }, 400002],
  ['2,049 bytes', { msg: textOf('x'.repeat(2049)) }, 34016],
  ['the robot’s spelling', { msg: { msgtype: 'actionCard', actionCard: {} } }, 400002],
];

test.each(refusals)('a work notification with %s is refused', async (_what, more, errcode) => {
  await using company = await startCompany();

  const answer = await company.legacy(`${WORK}/asyncsend_v2`, {
    agent_id,
    userid_list: 'user001',
    msg: textOf('x'),
    ...more,
  });

  expect(answer.errcode).toBe(errcode);
  expect(company.seen('user001')).toEqual([]);
});

test('a form post carries msg as a JSON text', async () => {
  await using company = await startCompany();
  const card = { title: '交办', markdown: '第 058 号', single_title: '查看', single_url: 'https://example.com' };
  const msg = JSON.stringify({ msgtype: 'action_card', action_card: card });
  const body = new URLSearchParams({ agent_id: String(agent_id), userid_list: 'user001', msg });
  const url = `${company.emulator.url}${WORK}/asyncsend_v2?access_token=${await company.token()}`;

  const answer = (await (await fetch(url, { method: 'POST', body })).json()) as { errcode: number };

  expect(answer.errcode).toBe(0);
  expect(company.seen('user001')).toMatchObject([
    { kind: 'work', text: '第 058 号', card: { buttons: [{ text: '查看', url: 'https://example.com' }] } },
  ]);
});
