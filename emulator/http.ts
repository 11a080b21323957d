import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request that arrived, body read. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly ip: string;
}

export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by the controls; the text goes to the caller. */
export class ControlError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** 20 MB of media and its multipart frame; more is cut off at the socket. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

export async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://emulator');
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new ControlError(413, `body: more than ${MAX_BODY_BYTES} bytes`);
    parts.push(part);
  }
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(parts),
    ip: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
}

export const json = (value: unknown, status = 200): Answer => ({ status, json: value });

export function bytesOf(answer: Answer): Buffer {
  return answer.bytes ?? Buffer.from(answer.json === undefined ? '' : JSON.stringify(answer.json), 'utf8');
}

export function writeAnswer(response: ServerResponse, answer: Answer): void {
  const body = bytesOf(answer);
  const type = answer.bytes ? 'application/octet-stream' : 'application/json; charset=UTF-8';
  response.writeHead(answer.status, { 'content-type': type, 'content-length': body.length, ...answer.headers });
  response.end(body);
}

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON object of a body, or null: broken, or not an object. */
export function jsonBody(call: Call): Json | null {
  try {
    const value: unknown = JSON.parse(call.body.toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
