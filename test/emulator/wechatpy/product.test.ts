import { beforeAll, expect, test } from 'vitest';
import { startBot } from '../../support/bot.ts';
import { shown } from '../../support/hand.ts';
import { prepareWechatpy, startPython } from './python-client.ts';

let missing: string | null = null;
beforeAll(async () => {
  missing = await prepareWechatpy();
}, 240_000);

test('decision 37: a client that nobody here wrote drives the server: its encryption is read, its message is answered', async ({
  skip,
}) => {
  skip(missing !== null, missing ?? '');
  await using bot = await startBot();
  const { token, encodingAesKey, corpId, agentId, callbackUrl } = bot.company;
  await using python = await startPython(token, encodingAesKey, corpId);
  const xml = (id: string, text: string) =>
    `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><FromUserName><![CDATA[linzhiyuan]]></FromUserName>` +
    `<CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgType><![CDATA[text]]></MsgType>` +
    `<Content><![CDATA[${text}]]></Content><MsgId>${id}</MsgId><AgentID>${agentId}</AgentID></xml>`;

  // Every length up to 40 bytes: all 32 paddings of another library occur.
  const lines = Array.from({ length: 40 }, (_, n) => `${'x'.repeat(n)}案`);
  await bot.say('linzhiyuan', '写提案');
  for (const [n, text] of lines.entries()) {
    expect(await python.tell({ do: 'post', url: callbackUrl, xml: xml(`730000000000001${100 + n}`, text) })).toEqual({
      kind: 'posted',
      status: 200,
      body: '',
    });
  }
  await bot.settle();

  expect((await bot.draft('linzhiyuan')).split('\n')).toEqual(lines);

  await using stranger = await startPython('anotherToken', encodingAesKey, corpId);
  const refused = await stranger.tell({ do: 'post', url: callbackUrl, xml: xml('7300000000000019999', '伪造') });
  expect(refused).toMatchObject({ kind: 'failed', error: expect.stringContaining('401') });
  expect(shown(await bot.screen('linzhiyuan'))).not.toContain('伪造');
});
