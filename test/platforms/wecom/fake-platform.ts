import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export type Reply = (response: ServerResponse, socket: Socket, seen: Seen) => void;

export const json =
  (value: object, status = 200, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

/** Answers what it is told to, per path, in order; the last reply of a path stays. Remembers what came. */
export async function fakePlatform(replies: Record<string, Reply[]>) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void collect(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://x');
      const one = { method: request.method ?? '', path: url.pathname, query: url.searchParams, body };
      seen.push(one);
      const queue = replies[url.pathname] ?? [];
      const reply = queue.length > 1 ? queue.shift() : queue[0];
      if (reply) reply(response, request.socket, one);
      else response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    count: (path: string) => seen.filter((one) => one.path === path).length,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
