import { expect, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import { COMPANY, DINGTALK } from '../emulator/dingtalk/support.ts';
import { phoneOf } from './dingtalk-page.ts';
import { openTab } from './tab.ts';

const LI_MING = 'dingtalk:user001';
/** By id: both platforms; with the platform's name: that one. */
const SUGGESTIONS = [
  {
    person: [LI_MING],
    when: '已签收',
    suggest: [
      { label: '看王芳的手机', open: '0147' },
      { label: '看企业微信', open: 'wecom:user001' },
    ],
  },
  { person: ['user001'], when: 'empty', suggest: [{ label: '写提案', text: '写提案' }] },
];

test('suggestions are for one phone, are said on its platform, and lead to somebody of the same platform first', async () => {
  const people = [...COMPANY.people, { id: '0147', name: '王芳在企业微信' }];
  const config = { ...COMPANY, people, dingtalk: DINGTALK, suggestions: SUGGESTIONS };
  await using emulator = await startEmulator(config);
  await using tab = await openTab(`${emulator.url}/#phones=${encodeURIComponent(LI_MING)}`);
  const { page } = tab;
  const keys = () => page.locator('section.phone').evaluateAll((nodes) => nodes.map((node) => node.dataset.person));
  const phone = phoneOf(page, LI_MING);
  await phone.getByRole('button', { name: '写提案' }).click();
  await phone.locator('li.own', { hasText: '写提案' }).waitFor();
  expect(emulator.visible({ platform: 'dingtalk' })).toMatchObject([{ from: 'user001', text: '写提案' }]);
  expect(emulator.visible({ platform: 'wecom' })).toEqual([]);

  const token = await post(emulator.url, '/v1.0/oauth2/accessToken', {
    appKey: DINGTALK.appKey,
    appSecret: DINGTALK.appSecret,
  });
  await post(
    emulator.url,
    '/v1.0/robot/oToMessages/batchSend',
    {
      robotCode: DINGTALK.robotCode,
      userIds: ['user001'],
      msgKey: 'sampleText',
      msgParam: JSON.stringify({ content: '已签收' }),
    },
    { 'x-acs-dingtalk-access-token': String(token.accessToken) },
  );
  await phone.getByRole('button', { name: '看王芳的手机' }).click();
  await phoneOf(page, 'dingtalk:0147').waitFor();
  await phone.getByRole('button', { name: '看企业微信' }).click();
  await phoneOf(page, 'user001').waitFor();

  expect(await keys()).toEqual([LI_MING, 'dingtalk:0147', 'user001']);
  // The desk stands in the address: a reload shows the same phones.
  await page.reload();
  await expect.poll(keys).toEqual([LI_MING, 'dingtalk:0147', 'user001']);
});

async function post(url: string, path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}
