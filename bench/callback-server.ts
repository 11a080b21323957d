/**
 * One of the servers that the callback is compared on, as a process of its own:
 * `bare` checks and decrypts and answers; `callback` is the product's callback with its durable write, nothing after it;
 * `program` is the whole program, which also works and answers every line.
 * Over the process channel it tells its port, and its CPU time when asked. The CPU is the whole process's: all threads.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa, { type Middleware } from 'koa';
import { startApp } from '../src/app.ts';
import { systemClocks } from '../src/clock.ts';
import { parseConfig } from '../src/config.ts';
import { accept } from '../src/inbox/accept.ts';
import { openSpool } from '../src/inbox/spool.ts';
import { wecomCallback } from '../src/platforms/wecom/callback.ts';
import { aesKeyOf, open, sameSignature, signatureOf } from '../src/platforms/wecom/crypto.ts';
import { liveDirectory } from '../src/store/live-directory.ts';
import { openStore } from '../src/store/store.ts';
import { COMMITTEE, serverEnv, silentLog } from './environment.ts';
import { CORP } from './wecom-side.ts';

export type ServerKind = 'bare' | 'callback' | 'program';

/** The least that a receiver of WeCom must do: read, verify, decrypt, answer. */
function bareHandler(): Middleware {
  const key = aesKeyOf(CORP.aesKey);
  return async (ctx) => {
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
    const encrypt = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(Buffer.concat(chunks).toString())?.[1] ?? '';
    const { msg_signature, timestamp, nonce } = ctx.query;
    const expected = signatureOf(CORP.token, String(timestamp), String(nonce), encrypt);
    const isGood = sameSignature(expected, String(msg_signature)) && open(key, encrypt, CORP.corpId).kind === 'opened';
    ctx.status = isGood ? 200 : 401;
    ctx.body = '';
  };
}

/** The product's callback over the embedded store; nobody works the rows. */
export async function callbackOnly(dataDir: string): Promise<{ handler: Middleware; close: () => Promise<void> }> {
  const opened = await openStore({ dataDir });
  const store = opened.forCommittee(COMMITTEE);
  const spool = await openSpool(dataDir, Buffer.alloc(32, 7));
  const deps = {
    committee: COMMITTEE,
    store,
    directory: await liveDirectory(store),
    log: silentLog,
    instance: 'bench',
    stored: () => {},
    spool,
  };
  const handler = wecomCallback({
    token: CORP.token,
    encodingAesKey: CORP.aesKey,
    corpId: CORP.corpId,
    agentId: CORP.agentId,
    clocks: systemClocks,
    accept: (record) => accept(deps, { platform: 'wecom', source: 'app', ...record }),
    log: () => {},
  });
  const close = async () => {
    await spool.close();
    await opened.close();
  };
  return { handler, close };
}

export async function listen(handler: Middleware): Promise<Server> {
  const koa = new Koa();
  koa.use(handler);
  const server = createServer(koa.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function serve(kind: ServerKind, dataDir: string, apiBase: string): Promise<number> {
  if (kind === 'program') {
    const config = parseConfig(serverEnv(dataDir, apiBase));
    return (await startApp(config, { clocks: systemClocks, log: silentLog })).port;
  }
  const server = await listen(kind === 'bare' ? bareHandler() : (await callbackOnly(dataDir)).handler);
  return (server.address() as AddressInfo).port;
}

const [kind, dataDir = '', apiBase = ''] = process.argv.slice(2);
if (process.send && kind) {
  process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
  process.on('disconnect', () => process.exit(0));
  process.send({ port: await serve(kind as ServerKind, dataDir, apiBase) });
}
