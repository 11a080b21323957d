/**
 * The door for the operator's tool while the server runs (decisions.md 13): a socket in DATA_DIR that only its owner
 * can open. One connection is one call: a JSON line `{argv, cwd}` comes, JSON lines `{out}` and `{err}` go, the last
 * is `{exit}`.
 */
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import * as z from 'zod';
import { EXIT, type Io, type OperatorParts, type Served } from './command.ts';
import { runCall } from './run-command.ts';
import { connectTo } from './socket-client.ts';
import { socketPath } from './socket-path.ts';

const MAX_REQUEST = 64 * 1024;
const REQUEST_WITHIN_MS = 5_000;
const OWNER_ONLY = 0o600;

const requestSchema = z.object({ argv: z.array(z.string()), cwd: z.string() });

export interface OperatorSocket {
  readonly close: () => Promise<void>;
}

/** Resolves when the tool can connect. A server without this door still serves: then there is a warning and no door. */
export async function startOperatorSocket(served: OperatorParts | Served): Promise<OperatorSocket> {
  const parts: Served = 'deps' in served ? [served] : served;
  const [{ deps, config }] = parts;
  const { log } = deps;
  const path = socketPath(config.DATA_DIR);
  const refuse = (reason: string): OperatorSocket => {
    log.warn('operator.socket', { reason });
    return { close: async () => undefined };
  };
  if (path === null) return refuse('DATA_DIR is too long for a socket, or this system has none');
  const other = await connectTo(path);
  if (other) {
    other.destroy();
    return refuse('another instance on this machine answers in the same DATA_DIR');
  }
  // A killed process leaves its socket behind; nobody answers there, so it is nobody's.
  await rm(path, { force: true });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    serve(socket, parts);
  });
  await listen(server, path);
  return { close: () => close(server, open, path) };
}

/** The mask is set while the address is made, so that there is no moment in which others could open it. */
async function listen(server: Server, path: string): Promise<void> {
  const before = process.umask(0o177);
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  process.umask(before);
  await listening;
  await chmod(path, OWNER_ONLY);
}

async function close(server: Server, open: ReadonlySet<Socket>, path: string): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of open) socket.destroy();
  await closed;
  await rm(path, { force: true });
}

function serve(socket: Socket, parts: Served): void {
  let text = '';
  const timer = setTimeout(() => socket.destroy(), REQUEST_WITHIN_MS).unref();
  socket.setEncoding('utf8');
  // The caller may go away at any time; what he began is done to its end all the same.
  socket.on('error', () => socket.destroy());
  const onData = (piece: string) => {
    text += piece;
    if (text.length > MAX_REQUEST) socket.destroy();
    const end = text.indexOf('\n');
    if (end < 0) return;
    clearTimeout(timer);
    socket.off('data', onData);
    void answer(socket, text.slice(0, end), parts);
  };
  socket.on('data', onData);
}

async function answer(socket: Socket, line: string, parts: Served): Promise<void> {
  const say = (message: object) => {
    if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
  };
  const request = requestSchema.safeParse(jsonOf(line));
  if (!request.success) {
    say({ err: '服务看不懂运维工具的请求:两者的版本可能不同,请用同一版本。' });
    say({ exit: EXIT.usage });
    return void socket.end();
  }
  const { argv, cwd } = request.data;
  const io: Io = { line: (out) => say({ out }), complain: (err) => say({ err }), cwd };
  const exit = await runCall(argv, parts, io);
  parts[0].deps.log.info('operator.command', { job: argv[0] ?? '', code: exit });
  say({ exit });
  socket.end();
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
