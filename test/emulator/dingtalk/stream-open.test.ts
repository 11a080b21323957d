import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { EVERYTHING, openBody, postOpen, startGateway, ticketAddress } from './stream-support.ts';

/** What the upgrade is answered with: `open`, or the HTTP status of the refusal. */
function upgradeOf(address: string): Promise<'open' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(address);
    socket.once('open', () => {
      resolve('open');
      socket.terminate();
    });
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.on('error', () => {});
  });
}

test('open answers an address on this machine that names its port and ends in /connect, and a new ticket each time', async () => {
  await using world = await startGateway();

  const answers = [await postOpen(world.origin, openBody()), await postOpen(world.origin, openBody())];
  const [first, second] = (await Promise.all(answers.map((answer) => answer.json()))) as [
    Record<string, string>,
    Record<string, string>,
  ];

  expect(first.endpoint).toBe(`${world.origin.replace('http:', 'ws:')}/connect`);
  expect(first.ticket).toMatch(/^[A-Za-z0-9-]{20,}$/); // the Node SDK puts it into the address as it is
  expect(second.ticket).not.toBe(first.ticket);
});

test('an emulator behind TLS gives a wss address with the port in it', async () => {
  await using world = await startGateway({ origin: () => 'https://emulator.test' });

  expect(await (await postOpen(world.origin, openBody())).json()).toMatchObject({
    endpoint: 'wss://emulator.test:443/connect',
  });
});

test.each([
  ['a wrong secret', openBody({ clientSecret: 'wrong' }), 401, 'authFailed'],
  ['another app', openBody({ clientId: 'dinganother0001' }), 401, 'authFailed'],
  ['no credentials', { subscriptions: EVERYTHING }, 401, 'authFailed'],
  ['no subscriptions', openBody({ subscriptions: undefined }), 400, 'invalidParameter.subscriptions'],
  [
    'a subscription without a topic',
    openBody({ subscriptions: [{ type: 'EVENT' }] }),
    400,
    'invalidParameter.subscriptions',
  ],
  ['no JSON', 'clientId=x', 400, 'invalidParameter'],
])('open with %s is refused in the shape of the new API', async (_, body, status, code) => {
  await using world = await startGateway();
  const answer = await postOpen(world.origin, body);

  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({
    code,
    message: expect.any(String),
    requestid: expect.stringMatching(/^[0-9A-F-]{36}$/),
  });
});

test('SYSTEM subscriptions, unknown topics and extras: null of the Go client are let in', async () => {
  await using world = await startGateway();
  const subscriptions = [
    { type: 'SYSTEM', topic: 'ping' },
    { type: 'SYSTEM', topic: 'disconnect' },
    { type: 'CALLBACK', topic: '/v1.0/graph/api/invoke' },
  ];

  expect(await upgradeOf(await ticketAddress(world.origin, { subscriptions, extras: null, localIp: '' }))).toBe('open');
});

test('whoever does not ask for JSON gets XML', async () => {
  await using world = await startGateway();
  const answer = await postOpen(world.origin, openBody(), { accept: '*/*' });

  expect(answer.headers.get('content-type')).toContain('application/xml');
  expect(await answer.text()).toMatch(/^<\?xml.*<endpoint>ws:.*<ticket>[^<]+<\/ticket>/);
});

test('a ticket opens one connection; the second time, and a made-up one, are refused on the upgrade', async () => {
  await using world = await startGateway();
  const address = await ticketAddress(world.origin);

  expect(await upgradeOf(address)).toBe('open');
  expect(await upgradeOf(address)).toBe(401);
  expect(await upgradeOf(address.replace(/ticket=.*/, 'ticket=made-up'))).toBe(401);
  expect(await upgradeOf(address.replace(/\?.*/, ''))).toBe(401);
  expect(await upgradeOf(address.replace('/connect', '/elsewhere'))).toBe(404);
});

test('a ticket is good for 90 seconds, and the status of its refusal is a switch', async () => {
  let realMs = 1000;
  await using world = await startGateway({ monotonicMs: () => realMs, switches: { badTicketStatus: 400 } });
  const [inTime, late] = [await ticketAddress(world.origin), await ticketAddress(world.origin)];

  realMs += 90_000;
  expect(await upgradeOf(inTime)).toBe('open');
  realMs += 1;
  expect(await upgradeOf(late)).toBe(400);
});
