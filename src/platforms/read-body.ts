import type { IncomingMessage } from 'node:http';

export type Body = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly status: 408 | 413 };

/** Reads the raw bytes of a request, never more than `maxBytes` and never longer than `maxMs`. */
export function readBody(request: IncomingMessage, maxBytes: number, maxMs: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve({ ok: false, status: 413 });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
      settle();
    };
    const stop = (status: 408 | 413) =>
      finish(() => {
        request.pause();
        resolve({ ok: false, status });
      });
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) stop(413);
      else chunks.push(chunk);
    };
    const onEnd = () => finish(() => resolve({ ok: true, bytes: Buffer.concat(chunks, size) }));
    // Nobody is left to answer; for the log it counts as too slow.
    const onBroken = () => stop(408);
    const timer = setTimeout(() => stop(408), maxMs);
    request.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}
