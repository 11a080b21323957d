import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { aCard, DINGTALK, type Loose, startCompany } from './support.ts';

const TOPICS = { robot: '/v1.0/im/bot/messages/get', card: '/v1.0/card/instances/callback' } as const;

type Company = Awaited<ReturnType<typeof startCompany>>;

/** A bare client: connects, keeps the frames, acknowledges each with what `answer` says. */
async function connect(company: Company, answer: (topic: string) => object = () => ({})) {
  const asked = {
    clientId: DINGTALK.appKey,
    clientSecret: DINGTALK.appSecret,
    subscriptions: [
      { type: 'EVENT', topic: '*' },
      { type: 'CALLBACK', topic: TOPICS.robot },
      { type: 'CALLBACK', topic: TOPICS.card },
    ],
  };
  // Without it the gateway answers XML.
  const accept = { accept: 'application/json' };
  const { body } = await company.call('POST', '/v1.0/gateway/connections/open', asked, accept);
  const frames: { type: string; headers: Record<string, string>; data: Loose }[] = [];
  const socket = new WebSocket(`${body.endpoint}?ticket=${encodeURIComponent(body.ticket)}`);
  socket.on('message', (raw) => {
    const frame = JSON.parse(String(raw)) as { type: string; headers: Record<string, string>; data: string };
    const isSystem = frame.type === 'SYSTEM';
    if (!isSystem) frames.push({ ...frame, data: JSON.parse(frame.data) });
    const data = isSystem ? frame.data : JSON.stringify(answer(frame.headers.topic ?? ''));
    const { messageId } = frame.headers;
    socket.send(JSON.stringify({ code: 200, headers: { messageId }, message: 'OK', data }));
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { frames, [Symbol.dispose]: () => socket.terminate() };
}

test('in Stream mode words and contact changes come over the connection, nothing by HTTP', async () => {
  await using company = await startCompany({ mode: 'stream' });
  using client = await connect(company);

  const said = await company.control('say', { from: 'user001', text: '你好' });
  const left = await company.control('contacts', { event: 'leave', id: '0147' });

  expect([said.delivered, left.delivered]).toEqual([200, 200]);
  const [robot, event] = client.frames;
  expect(robot).toMatchObject({ type: 'CALLBACK', headers: { topic: TOPICS.robot }, data: { msgId: said.msgId } });
  expect(event).toMatchObject({ type: 'EVENT', headers: { topic: '*', eventType: 'user_leave_org' } });
  expect(event?.data).toMatchObject({ userId: ['0147'] });
  expect(event?.data.EventType).toBeUndefined();
});

test('a card made with STREAM is pressed over the connection, and the wrapped answer changes the view', async () => {
  const done = { cardData: { cardParamMap: { done: '已立案' } }, cardUpdateOptions: { updateCardDataByKey: true } };
  await using company = await startCompany();
  using client = await connect(company, (topic) => (topic === TOPICS.card ? { response: done } : {}));
  const card = aCard({ callbackType: 'STREAM', callbackRouteKey: undefined });
  await company.api('POST', '/v1.0/card/instances/createAndDeliver', card);
  const [{ message }] = company.seen('user001');

  const pressed = await company.control('press', { from: 'user001', message, button: '立案' });

  expect(pressed.delivered).toBe(200);
  expect(client.frames).toMatchObject([{ headers: { topic: TOPICS.card }, data: { outTrackId: 'task-1' } }]);
  expect(company.seen('user001')[0].card.view.done).toBe('已立案');
});

test('without a connection a press fails on the phone', async () => {
  await using company = await startCompany({ mode: 'stream' });
  await company.api('POST', '/v1.0/card/instances/createAndDeliver', aCard({ callbackType: 'STREAM' }));
  const [{ message }] = company.seen('user001');

  const pressed = await company.control('press', { from: 'user001', message, button: '立案' });

  expect(pressed).toMatchObject({ delivered: 0, failed: true });
});
