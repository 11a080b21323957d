import { execFile, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, 'stream-proof.py');
const PACKAGE = 'dingtalk-stream==0.24.3';
/** Kept between runs: the installation takes half a minute, the proof a second. */
const VENV = join(tmpdir(), 'zhitong-dingtalk-stream-0.24.3');
const PYTHON = join(VENV, 'bin', 'python');

const works = (command: string, args: string[], timeout: number): Promise<string | null> =>
  run(command, args, { timeout }).then(
    () => null,
    (error: Error & { stderr?: string }) => (error.stderr || error.message).trim().split('\n').at(-1) ?? 'failed',
  );

/** Null when the Python client is at hand; otherwise why it is not, as the reason of the skip. */
export async function prepareClient(): Promise<string | null> {
  const isThere = () => works(PYTHON, ['-c', 'import dingtalk_stream'], 20_000);
  if ((await isThere()) === null) return null;
  const noPython = await works('python3', ['-c', 'import venv, ensurepip'], 20_000);
  if (noPython) return `python3 with venv and pip is missing: ${noPython}`;
  const noVenv = await works('python3', ['-m', 'venv', '--clear', VENV], 60_000);
  if (noVenv) return `the venv cannot be made: ${noVenv}`;
  const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--retries', '1', PACKAGE];
  const noInstall = await works(PYTHON, pip, 120_000);
  if (noInstall) return `dingtalk-stream cannot be installed here: ${noInstall}`;
  return isThere();
}

/** Starts the Python client against `origin`; `next` reads what it understood, line by line. */
export function startPython(origin: string, clientId: string, clientSecret: string) {
  const env = { ...process.env, DINGTALK_OPENAPI_ENDPOINT: origin, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
  const child = spawn(PYTHON, [SCRIPT, clientId, clientSecret], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    next: async (): Promise<unknown> => {
      const { value, done } = await lines.next();
      if (done) throw new Error('the Python side ended');
      return JSON.parse(value);
    },
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      await ended;
    },
  };
}
