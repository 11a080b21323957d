import { expect, test } from 'vitest';
import { aCard, COMPANY, GROUP_ID, type Loose } from '../emulator/dingtalk/support.ts';
import { openPage } from './dingtalk-page.ts';
import { PHOTO } from './page-phone.ts';

const LI_MING = 'dingtalk:user001';
const GROUP = 'dingtalk:项目一组';

const createAndDeliver = (opened: Awaited<ReturnType<typeof openPage>>, card: object) =>
  opened.api('POST', '/v1.0/card/instances/createAndDeliver', card);

const paramsOf = (body: Loose) => JSON.parse(body.content).cardPrivateData.params;

test('a card is shown, a choice made from the sheet, a button pressed, and the card turns grey', async () => {
  await using opened = await openPage({
    answer: () => ({
      json: { cardData: { cardParamMap: { done: '已立案' } }, cardUpdateOptions: { updateCardDataByKey: true } },
    }),
  });
  await opened.show(LI_MING);
  const phone = opened.phone(LI_MING);
  await createAndDeliver(opened, aCard({}, { note: '请于周五前审查', source: '履职直通' }));
  const card = phone.locator('article.card');
  await card.waitFor();
  const words = card.locator('h3, .card-main p, .card-sub, dt, dd, .card-choice > span, .card-button, .card-from');
  expect(await words.allTextContents()).toEqual([
    ...['审查提案', '请于周五前审查', '第 058 号', '提案人', '李明', '承办单位', '住建局'],
    ...['立案', '不予立案', '履职直通'],
  ]);

  await card.locator('[data-choice="unit"]').click();
  await phone.getByRole('dialog', { name: '承办单位' }).getByRole('radio', { name: '水务局' }).click();
  await expect.poll(() => card.locator('.choice-value').textContent()).toBe('水务局');
  await card.getByRole('button', { name: '立案', exact: true }).click();

  await card.locator('button.settled', { hasText: '已立案' }).waitFor();
  expect(await card.getByRole('button').count()).toBe(1);
  expect(paramsOf(opened.bodies()[0])).toEqual({ token: 't-file', unit: { index: 0, value: 'u1' } });
  expect(await phone.locator('li.pressed').textContent()).toBe('已点「立案」');
  expect(opened.faults).toEqual([]);
});

test('the sheet is worked by keyboard: arrows move, Escape leaves the choice, focus goes back to the row', async () => {
  await using opened = await openPage({ viewport: { width: 390, height: 844 } });
  await opened.show(LI_MING);
  await createAndDeliver(opened, aCard());
  const row = opened.phone(LI_MING).locator('[data-choice="unit"]');
  await row.focus();
  const focused = () => opened.page.evaluate(`document.activeElement.textContent`);

  await opened.page.keyboard.press('Enter');
  expect(await focused()).toBe('住建局');
  await opened.page.keyboard.press('ArrowUp');
  expect(await focused()).toBe('水务局');
  await opened.page.keyboard.press('Escape');
  expect(await row.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
  expect(await row.locator('.choice-value').textContent()).toBe('住建局');

  await opened.page.keyboard.press('Enter');
  await opened.page.keyboard.press('ArrowDown');
  await opened.page.keyboard.press('Enter');

  expect(await row.locator('.choice-value').textContent()).toBe('水务局');
  expect(await opened.page.locator('.sheet').count()).toBe(0);
});

test('a member speaks in a group to the robot, another answers from the same phone, and a picture goes along', async () => {
  await using opened = await openPage();
  await opened.show(GROUP);
  const phone = opened.phone(GROUP);

  await phone.getByLabel('输入消息').fill('本周还有几件没有签收?');
  await phone.getByRole('button', { name: '发送', exact: true }).click();
  await phone.locator('li.own', { hasText: '@履职直通 本周还有几件没有签收?' }).waitFor();
  await phone.getByLabel('以谁的身份发言').selectOption({ label: '王芳' });
  await phone.locator('input[type=file]').setInputFiles(PHOTO);
  await phone.locator('li.own img').waitFor();

  await expect.poll(() => opened.received.length).toBe(2);
  expect(opened.bodies()).toMatchObject([
    { conversationType: '2', conversationId: GROUP_ID, senderStaffId: 'user001', msgtype: 'text' },
    { conversationType: '2', senderStaffId: '0147', msgtype: 'picture' },
  ]);
  expect((opened.bodies()[0] as Loose).text.content.trim()).toBe('本周还有几件没有签收?');
  // The phone is now in the second one's hands: the first one's line has become somebody else's.
  expect(await phone.locator('li.app .sender').textContent()).toBe('李明');
});

test('one id on both platforms is two phones: each gets its own, each is marked, each is counted', async () => {
  await using opened = await openPage();
  await opened.show('dingtalk:0147');
  const { corpId, secret, agentId } = COMPANY;
  const { body } = await opened.call('GET', `/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`);
  await opened.call('POST', `/cgi-bin/message/send?access_token=${body.access_token}`, {
    touser: 'user001',
    msgtype: 'text',
    agentid: agentId,
    text: { content: '来自企业微信' },
  });
  await opened.batchSend('sampleText', { content: '来自钉钉' });
  await opened.batchSend('sampleText', { content: '又一条' });
  const tab = (key: string) => opened.page.locator(`[data-open-person="${key}"]`);

  await expect.poll(() => tab('user001').locator('.badge').textContent()).toBe('1');
  await expect.poll(() => tab(LI_MING).locator('.badge').textContent()).toBe('2');
  await tab('user001').click();
  await tab(LI_MING).click();

  const [wecom, dingtalk] = [opened.phone('user001'), opened.phone(LI_MING)];
  expect(await wecom.locator('.bubble').allTextContents()).toEqual(['来自企业微信']);
  expect(await dingtalk.locator('.bubble').allTextContents()).toEqual(['来自钉钉', '又一条']);
  expect([await wecom.locator('.mark').textContent(), await dingtalk.locator('.mark').textContent()]).toEqual([
    '企业微信',
    '钉钉',
  ]);
  await expect.poll(() => tab(LI_MING).locator('.badge').isVisible()).toBe(false);
  await dingtalk.getByLabel('输入消息').fill('我的');
  await dingtalk.getByRole('button', { name: '发送', exact: true }).click();
  await dingtalk.locator('li.own', { hasText: '我的' }).waitFor();
  expect(await wecom.locator('li.own').count()).toBe(0);
});

test('an ActionCard speaks for the person or opens an address; a work notification has its own frame; a recall is told', async () => {
  await using opened = await openPage();
  await opened.show(LI_MING);
  const phone = opened.phone(LI_MING);
  await opened.batchSend('sampleActionCard2', {
    title: '交办',
    text: '#### 第 058 号  \n  请在**周五**前签收',
    actionTitle1: '签收',
    actionURL1: `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('签收 058')}`,
    actionTitle2: '查看',
    actionURL2: 'https://example.com/58',
  });
  const msg = { msgtype: 'text', text: { content: '今天有两件到期' } };
  await opened.legacy('/topapi/message/corpconversation/asyncsend_v2', {
    agent_id: 123456789,
    userid_list: 'user001',
    msg,
  });
  const { body } = await opened.batchSend('sampleText', { content: '发错了' });
  await phone.getByText('发错了').waitFor();
  await opened.api('POST', '/v1.0/robot/otoMessages/batchRecall', {
    robotCode: 'dingemulator0001',
    processQueryKeys: [body.processQueryKey],
  });

  await phone.getByText('履职直通撤回了一条消息').waitFor();
  expect(await phone.locator('.work-notice').textContent()).toMatch(/履职直通\s*工作通知\s*今天有两件到期/);
  expect(await phone.locator('.kind-actionCard strong').textContent()).toBe('周五');
  expect(await phone.locator('.kind-actionCard a', { hasText: '查看' }).getAttribute('href')).toBe(
    'https://example.com/58',
  );
  await phone.locator('.kind-actionCard').getByRole('button', { name: '签收' }).click();
  await phone.locator('li.own', { hasText: '签收 058' }).waitFor();
  await expect.poll(() => opened.bodies()).toMatchObject([{ msgtype: 'text', text: { content: '签收 058' } }]);
});

test('a press that is not answered within the deadline is told at the card, and can be pressed again', async () => {
  await using opened = await openPage({
    answer: () => null,
    options: { dingtalkSwitches: { cardTimeoutMs: 50 } },
  });
  await opened.show(LI_MING);
  await createAndDeliver(opened, aCard());
  const button = opened.phone(LI_MING).getByRole('button', { name: '不予立案' });

  await button.click();

  await opened.phone(LI_MING).getByRole('alert').getByText('操作失败').waitFor();
  await expect.poll(() => button.isEnabled()).toBe(true);
});

test('a group without the app’s own robot is only read', async () => {
  await using opened = await openPage();
  await opened.control('contacts', { event: 'join', id: 'user009', name: '钱一', groups: ['没有机器人'] });
  await opened.show('dingtalk:没有机器人');

  const phone = opened.phone('dingtalk:没有机器人');

  expect(await phone.getByLabel('输入消息').count()).toBe(0);
  expect(await phone.locator('.group-note').textContent()).toContain('履职直通');
});
