import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CallbackRecord, CallbackSender } from './callback-sender.ts';
import { DEFAULT_SWITCHES, type EmulatorConfig, type EmulatorOptions, type ServerHooks } from './config.ts';
import { answerControl } from './controls.ts';
import { DINGTALK_SWITCHES } from './dingtalk/config.ts';
import { DingtalkState } from './dingtalk/state.ts';
import { attachStreamGateway, type StreamGatewayControls } from './dingtalk/stream-gateway.ts';
import { EventStream } from './event-stream.ts';
import { FaultList } from './faults.ts';
import { type Call, ControlError, json, readCall, writeAnswer } from './http.ts';
import { Ledger } from './ledger.ts';
import { MediaStore } from './media-store.ts';
import { pageFile } from './page-files.ts';
import { answerPlatform } from './platform-call.ts';
import { type RowFilter, Screen, type VisibleRow } from './screen.ts';
import { idle, NO_SERVER } from './travel.ts';
import { VirtualClock } from './virtual-clock.ts';
import { postCallback, type UrlVerification, verifyCallbackUrl } from './wecom/callback.ts';
import { isContactChange, postContactChange } from './wecom/contacts.ts';
import { WecomState } from './wecom/state.ts';
import { Tokens } from './wecom/tokens.ts';
import { readElement } from './wecom/xml.ts';
import type { RawRow, World } from './world.ts';

export interface Emulator {
  readonly port: number;
  readonly url: string;
  /** Follows the server's travelling time, step by step; backwards is ignored. */
  followClock(now: Date): void;
  now(): Date;
  visible(filter?: RowFilter): readonly VisibleRow[];
  raw(after?: number): readonly RawRow[];
  callbacks(after?: number): readonly CallbackRecord[];
  verifyUrl(): Promise<UrlVerification>;
  /** Resolves when no callback is unanswered. */
  idle(): Promise<void>;
  /** DingTalk's Stream connections; null: the company is not on DingTalk. */
  readonly gateway: StreamGatewayControls | null;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const PAGE_DIR = fileURLToPath(new URL('./page', import.meta.url));
const LOOPBACK = new Set(['127.0.0.1', '::1']);

/** Starts the emulated platforms on one port. Nothing of the product is used: the wire is the only contact. */
export async function startEmulator(config: EmulatorConfig, options: EmulatorOptions = {}): Promise<Emulator> {
  let origin = '';
  const world = buildWorld(config, options, () => origin);
  const hooks = options.hooks ?? NO_SERVER;
  const server = createServer((request, response) => {
    void handle(world, hooks, options.pageDir ?? PAGE_DIR, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else writeAnswer(response, json({ error: String(error) }, error instanceof ControlError ? error.status : 500));
    });
  });
  const gateway = attachStream(world, server, options);
  const port = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  origin = `http://127.0.0.1:${port}`;

  const close = async () => {
    gateway?.close();
    world.stream.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    port,
    url: origin,
    followClock: (now) => {
      world.clock.follow(now);
      world.stream.send({ type: 'clock', now: world.clock.now().toISOString() });
    },
    now: () => world.clock.now(),
    visible: (filter) => world.screen.list(filter),
    raw: (after = 0) => world.raw.after(after),
    callbacks: (after = 0) => world.callbacks.list(after),
    verifyUrl: () => verifyCallbackUrl(config),
    idle: () => idle(world),
    gateway,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function attachStream(world: World, server: Server, options: EmulatorOptions): StreamGatewayControls | null {
  const { dingtalk, origin } = world;
  if (!dingtalk) return null;
  const { appKey, appSecret } = dingtalk.config;
  dingtalk.gateway = attachStreamGateway(server, {
    appKey,
    appSecret,
    origin,
    now: () => world.clock.now(),
    note: (text) => world.notes.push(text),
    ...(options.streamSwitches ? { switches: options.streamSwitches } : {}),
  });
  return dingtalk.gateway;
}

function buildWorld(given: EmulatorConfig, options: EmulatorOptions, origin: () => string): World {
  const people = [...given.people];
  const config: EmulatorConfig = { ...given, people };
  const switches = { ...DEFAULT_SWITCHES, ...options.switches };
  const fileOf = (name: string) => (options.ledgerDir ? join(options.ledgerDir, name) : null);
  const clock = new VirtualClock(options.startAt);
  const stream = new EventStream();
  const screen = new Screen(
    fileOf('visible.jsonl'),
    () => clock.now(),
    (row) => stream.send({ type: 'row', row }),
  );
  const attempt = async (plain: string, person: string) => {
    if (isContactChange(plain)) return postContactChange(config, switches, plain);
    const { status, reply } = await postCallback(config, switches, plain);
    if (status === 200 && reply) showReply(world, person, reply);
    return status;
  };
  const records = new Ledger<CallbackRecord>(null);
  const world: World = {
    config,
    people,
    switches,
    clock,
    stream,
    screen,
    origin,
    raw: new Ledger<RawRow>(fileOf('raw.jsonl')),
    faults: new FaultList(),
    media: new MediaStore(fileOf('media')),
    callbacks: new CallbackSender(records, switches, attempt),
    wecom: new WecomState(new Tokens(config), fileOf('wecom.jsonl')),
    dingtalk: config.dingtalk
      ? new DingtalkState({
          config: config.dingtalk,
          switches: { ...DINGTALK_SWITCHES, ...options.dingtalkSwitches },
          records,
          journalFile: fileOf('dingtalk.jsonl'),
          world: () => world,
        })
      : null,
    notes: [],
  };
  return world;
}

/** Passive text replies are shown; passive card updates are ignored, as the platform does by default (wecom.md 4). */
function showReply(world: World, person: string, reply: string): void {
  const text = readElement(reply, 'MsgType') === 'text' ? readElement(reply, 'Content') : null;
  if (!text) return;
  world.screen.show({ platform: 'wecom', to: person, kind: 'text', text, message: world.wecom.nextOutboundMsgId() });
}

async function handle(
  world: World,
  hooks: ServerHooks,
  pageDir: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await readCall(request);
  const isControl = call.path.startsWith('/emulator/');
  if (isControl && !mayControl(call)) {
    writeAnswer(
      response,
      json({ error: `emulator: the controls answer to this machine only, not to ${call.ip}` }, 403),
    );
    return;
  }
  if (isControl && call.path === '/emulator/events' && call.method === 'GET') {
    world.stream.open(response);
    return;
  }
  const file = call.method === 'GET' ? await pageFile(pageDir, call.path) : null;
  if (file) writeAnswer(response, file);
  else if (isControl) writeAnswer(response, await answerControl(world, call, hooks));
  else await answerPlatform(world, call, response);
}

/** This machine only, and no page of another site that the browser of this machine happens to show. */
function mayControl({ ip, headers }: Call): boolean {
  return LOOPBACK.has(ip) && (headers.origin === undefined || headers.origin === `http://${headers.host}`);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken
          ? new Error(`emulator: port ${port} is taken; set EMULATOR_PORT to a free one`, { cause: error })
          : error,
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
