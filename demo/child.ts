import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** One of the demo's processes and the questions put to it over the process channel. */
export interface Child {
  readonly port: number;
  readonly ask: (request: Readonly<Record<string, unknown>>) => Promise<Readonly<Record<string, unknown>>>;
  readonly process: ChildProcess;
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

const START_WAIT_MS = 60_000;

/** Starts a TypeScript process and waits until it says that it is ready. @throws with its own words when it ends before that. */
export async function startChild(
  file: string,
  env: Readonly<Record<string, string>>,
  onMessage: (message: Readonly<Record<string, unknown>>) => void = () => {},
): Promise<Child> {
  const child = fork(file, [], {
    execArgv: ['--import', 'tsx', '--disable-proto=delete'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4_000);
    if (ready) process.stderr.write(chunk);
  });
  let ready = false;
  const waiting = new Map<string, (answer: Readonly<Record<string, unknown>>) => void>();
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${file} 在60秒内没有就绪。\n${said}`)), START_WAIT_MS);
    child.once('exit', (code) => reject(new Error(said.trim() || `${file} 启动时退出,退出码 ${code}`)));
    child.on('message', (message: Readonly<Record<string, unknown>>) => {
      if (message.type === 'ready') {
        clearTimeout(timer);
        ready = true;
        resolve(Number(message.port));
      } else if (typeof message.id === 'string' && waiting.has(message.id)) {
        waiting.get(message.id)?.(message);
        waiting.delete(message.id);
      } else onMessage(message);
    });
  });
  child.removeAllListeners('exit');
  child.once('exit', () => {
    for (const answer of waiting.values()) answer({ error: 'the process ended', quiet: false });
    waiting.clear();
  });
  const ask = (request: Readonly<Record<string, unknown>>) =>
    new Promise<Readonly<Record<string, unknown>>>((resolve) => {
      const id = randomUUID();
      waiting.set(id, resolve);
      if (child.connected) child.send({ ...request, id });
      else resolve({ error: 'the process is not running', quiet: false });
    });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  };
  return { port, ask, process: child, stop };
}
