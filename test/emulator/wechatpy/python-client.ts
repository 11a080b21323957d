import { execFile, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, '../../../scripts/wechatpy-proof.py');
const PACKAGES = ['wechatpy==1.8.18', 'cryptography', 'xmltodict'];
/** Kept between runs: the installation takes half a minute, the proof a second. */
const VENV = join(tmpdir(), 'zhitong-wechatpy-1.8.18');
const PYTHON = join(VENV, 'bin', 'python');

const works = (command: string, args: string[], timeout: number): Promise<string | null> =>
  run(command, args, { timeout }).then(
    () => null,
    (error: Error & { stderr?: string }) => (error.stderr || error.message).trim().split('\n').at(-1) ?? 'failed',
  );

/** Null when wechatpy is at hand; otherwise why it is not, as the reason of the skip. */
export async function prepareWechatpy(): Promise<string | null> {
  const isThere = () => works(PYTHON, ['-c', 'import wechatpy.enterprise.crypto, cryptography, xmltodict'], 20_000);
  if ((await isThere()) === null) return null;
  const noPython = await works('python3', ['-c', 'import venv, ensurepip'], 20_000);
  if (noPython) return `python3 with venv and pip is missing: ${noPython}`;
  const noVenv = await works('python3', ['-m', 'venv', '--clear', VENV], 60_000);
  if (noVenv) return `the venv cannot be made: ${noVenv}`;
  const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--retries', '1', ...PACKAGES];
  const noInstall = await works(PYTHON, pip, 120_000);
  if (noInstall) return `wechatpy cannot be installed here: ${noInstall}`;
  return isThere();
}

export interface Line {
  readonly kind: string;
  readonly port?: number;
  readonly status?: number;
  readonly type?: string;
  readonly source?: string;
  readonly error?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly answer?: Readonly<Record<string, unknown>>;
}

/** Starts the Python side; `next` reads what it understood, line by line. */
export async function startPython(token: string, aesKey: string, corpId: string) {
  const child = spawn(PYTHON, [SCRIPT, token, aesKey, corpId], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Line> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the Python side ended');
    return JSON.parse(value) as Line;
  };
  const ready = await next();
  return {
    url: `http://127.0.0.1:${ready.port}/wecom/callback`,
    next,
    tell: (command: object): Promise<Line> => {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      return next();
    },
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      await ended;
    },
  };
}
