import type { ServerResponse } from 'node:http';

const KEEP_ALIVE_MS = 15_000;

/** Server-sent events for the page: `{type: 'row'|'clock'|'progress', …}` as they happen. */
export class EventStream {
  readonly #listeners = new Set<ServerResponse>();
  readonly #timer = setInterval(() => this.#writeAll(': alive\n\n'), KEEP_ALIVE_MS).unref();

  open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    response.write(': open\n\n');
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  send(event: { readonly type: string } & Readonly<Record<string, unknown>>): void {
    this.#writeAll(`data: ${JSON.stringify(event)}\n\n`);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const response of this.#listeners) response.end();
    this.#listeners.clear();
  }

  #writeAll(text: string): void {
    for (const response of this.#listeners) response.write(text);
  }
}
