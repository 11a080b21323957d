import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallbackRecord } from '../../emulator/callback-sender.ts';
import type { EmulatorConfig } from '../../emulator/config.ts';

/** Where a frame of a Stream connection is said to go. */
const STREAM_PATH = '/dingtalk/stream';

/** One request on its way through a gate. */
export interface Passage {
  readonly path: string;
  readonly body: Buffer;
}

/** What happens at a gate. A promise holds the request (or its answer) until it resolves. */
export interface GateWatch {
  /** It has come in, whole; nothing of it has gone on. */
  readonly arrived?: (passage: Passage) => Promise<void> | void;
  /** It has gone on, whole. */
  readonly passed?: (passage: Passage) => void;
  /** The other side has answered; nothing of the answer has gone back. */
  readonly answered?: (passage: Passage, status: number) => Promise<void> | void;
}

export interface Gate {
  readonly url: string;
  /** Requests that came in and whose answer has not gone back. */
  readonly open: () => readonly Passage[];
  readonly close: () => Promise<void>;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/**
 * A wire between program and platform that can be looked at: every request passes through unchanged, and a kill can be
 * aimed at the instant before or after it. Neither side knows of it, so nothing in the product is there for the test.
 */
export async function openGate(target: () => string, watch: GateWatch): Promise<Gate> {
  const open = new Set<Passage>();

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const passage = { path: incoming.url ?? '/', body: await wholeOf(incoming) };
    open.add(passage);
    try {
      await watch.arrived?.(passage);
      // Whoever was killed meanwhile has never sent it.
      if (outgoing.destroyed) return;
      const answer = await forward(new URL(passage.path, target()), incoming, passage, () => watch.passed?.(passage));
      await watch.answered?.(passage, answer.status);
      outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
      outgoing.end(answer.body);
    } catch {
      // The other side is not there, or went in the middle: the connection breaks, as it would without us.
      outgoing.destroy();
    } finally {
      open.delete(passage);
    }
  }

  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing).catch(() => outgoing.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => [...open],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const LOOK_MS = 2;

/**
 * The same instants where callbacks come by a Stream connection: seen at the emulator, which notes every callback and
 * its acknowledgement. Nothing can be held there.
 */
export function watchStream(callbacks: (after: number) => readonly CallbackRecord[], watch: GateWatch): Gate {
  const open = new Map<number, Passage>();
  let seen = 0;
  const timer = setInterval(() => {
    const records = callbacks(Math.min(seen, ...[...open.keys()].map((seq) => seq - 1)));
    for (const { seq, plain } of records.filter((record) => record.seq > seen)) {
      const passage = { path: STREAM_PATH, body: Buffer.from(plain) };
      open.set(seq, passage);
      seen = seq;
      watch.passed?.(passage);
    }
    for (const { seq, delivered } of records) {
      const passage = open.get(seq);
      if (!passage || delivered !== 200) continue;
      open.delete(seq);
      void watch.answered?.(passage, delivered);
    }
  }, LOOK_MS);
  return { url: '', open: () => [...open.values()], close: async () => clearInterval(timer) };
}

/** Callbacks of either platform go through the gate; where presses of DingTalk go is said by PUBLIC_URL. */
export const throughGate = (company: EmulatorConfig, gate: string): EmulatorConfig => ({
  ...company,
  callbackUrl: `${gate}/wecom/callback`,
  ...(company.dingtalk
    ? {
        dingtalk: { ...company.dingtalk, robotUrl: `${gate}/dingtalk/robot`, eventUrl: `${gate}/dingtalk/events` },
      }
    : {}),
});

/** Headers that belong to one connection, not to the message. */
const OF_THE_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'expect'];

function forward(to: URL, incoming: IncomingMessage, { body }: Passage, passed: () => void): Promise<Answered> {
  const kept = Object.entries(incoming.headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
  const headers = { ...Object.fromEntries(kept), 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const onward = request(to, { method: incoming.method ?? 'GET', headers, agent: false }, (answer) => {
      const own = Object.entries(answer.headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
      wholeOf(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 502, headers: Object.fromEntries(own), body: bytes }),
        reject,
      );
    });
    onward.once('error', reject);
    onward.end(body, passed);
  });
}

async function wholeOf(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
