import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';

/**
 * One owner per data directory. The lock is a listening socket, so it dies with the process, whatever kills it:
 * on Linux in the abstract namespace, elsewhere one of a few loopback ports. It guards one machine (one network
 * namespace): a directory shared between machines or containers is not protected by it.
 */
export interface Ownership {
  release(): Promise<void>;
}

interface Owner {
  lock: string;
  pid: number;
  directory: string;
}

/** Other programs may sit on a port: a few are tried, and all are asked who listens there. */
const PORTS_TRIED = 5;
const ANSWER_WITHIN_MS = 1_000;

/**
 * @param directory real path of the data directory
 * @throws Error, in words for the operator, when another process (or this one) has it open
 */
export async function takeOwnership(
  directory: string,
  platform: NodeJS.Platform = process.platform,
): Promise<Ownership> {
  const lock = createHash('sha256').update(directory).digest('hex').slice(0, 32);
  const me: Owner = { lock, pid: process.pid, directory };
  const addresses = platform === 'linux' ? [{ path: `\0zhitong-${lock}` }] : portsOf(lock);
  for (const address of addresses) {
    const server = await listen(address, me);
    if (server) return ownershipOf(server);
    const owner = await ask(address);
    if (owner?.lock === lock || 'path' in address) throw refusal(directory, owner);
  }
  throw new Error(`数据目录 ${directory} 无法加锁:本机端口 ${JSON.stringify(addresses)} 都被其他程序占用。`);
}

/** The driver's own lock is a directory that a killed process leaves behind; only the owner may clear it away. */
export function clearStaleLock(file: string): void {
  rmSync(`${file}.lock`, { recursive: true, force: true });
}

type Address = { path: string } | { host: string; port: number };

function portsOf(lock: string): Address[] {
  const first = 20_000 + (Number.parseInt(lock.slice(0, 8), 16) % 28_000);
  return Array.from({ length: PORTS_TRIED }, (_, step) => ({ host: '127.0.0.1', port: first + step }));
}

function listen(address: Address, me: Owner): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(JSON.stringify(me));
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    // Exclusive: a cluster's primary would otherwise lend the address to its workers.
    server.listen({ ...address, exclusive: true }, () => {
      server.unref();
      resolve(server);
    });
  });
}

function ask(address: Address): Promise<Owner | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(address);
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(parseOwner(text)));
  });
}

function parseOwner(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return undefined;
  }
}

function refusal(directory: string, owner: Owner | undefined): Error {
  const holder = owner ? `进程 ${owner.pid}` : '另一个进程(没有应答)';
  return new Error(
    `数据目录 ${directory} 已被${holder}打开,同一目录只能由一个进程使用:请先停止它,或为本进程设置另一个 DATA_DIR。`,
  );
}

function ownershipOf(server: Server): Ownership {
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}
