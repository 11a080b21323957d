/** The platform's side for measurements: seals callbacks as WeCom does and answers every call with success. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aesKeyOf, seal, signatureOf } from '../src/platforms/wecom/crypto.ts';

export const CORP = {
  corpId: 'ww0000000000000bec',
  agentId: '1000002',
  token: 'benchToken',
  aesKey: `${'benchBENCH0123456789'.repeat(3).slice(0, 42)}A`,
} as const;

const KEY = aesKeyOf(CORP.aesKey);
let lastId = 0;

export interface SignedCallback {
  readonly path: string;
  readonly body: string;
}

/** One text message of a person, signed now. */
export function textCallback(user: string, text: string): SignedCallback {
  lastId += 1;
  const seconds = Math.floor(Date.now() / 1000);
  const id = `${Date.now()}${String(lastId).padStart(7, '0')}`;
  const inner = `<xml><ToUserName><![CDATA[${CORP.corpId}]]></ToUserName><FromUserName><![CDATA[${user}]]></FromUserName><CreateTime>${seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>${id}</MsgId><AgentID>${CORP.agentId}</AgentID></xml>`;
  const encrypt = seal(KEY, inner, CORP.corpId);
  const nonce = randomBytes(6).toString('hex');
  const signature = signatureOf(CORP.token, String(seconds), nonce, encrypt);
  return {
    path: `/wecom/callback?msg_signature=${signature}&timestamp=${seconds}&nonce=${nonce}`,
    body: `<xml><ToUserName><![CDATA[${CORP.corpId}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt><AgentID><![CDATA[${CORP.agentId}]]></AgentID></xml>`,
  };
}

export interface Platform {
  readonly base: string;
  /** How many messages were sent to people. */
  readonly sent: () => number;
  readonly close: () => void;
}

export async function startPlatform(): Promise<Platform> {
  let sent = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const isToken = request.url?.startsWith('/cgi-bin/gettoken');
      if (!isToken) sent += 1;
      const more = isToken ? { access_token: 'bench', expires_in: 7200 } : { msgid: `m${sent}` };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errcode: 0, errmsg: 'ok', ...more }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => sent,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
