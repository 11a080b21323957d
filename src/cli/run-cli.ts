/** One run of the tool: through the running server when it answers, else with the store opened here. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type Clocks, systemClocks } from '../clock.ts';
import { type Config, ConfigError, type Env } from '../config.ts';
import { type Installation, loadCommittees } from '../load-committees.ts';
import { type Command, EXIT, type ExitCode, type Given, type Io, OperatorError, UsageError } from '../ops/command.ts';
import { guarded, parseCall, runAsked } from '../ops/run-command.ts';
import { callServer, connectTo } from '../ops/socket-client.ts';
import { socketPath } from '../ops/socket-path.ts';
import { openOwnParts } from './own-parts.ts';

export interface CliGiven {
  readonly env: Env;
  /** Its `cwd` is where the person stands: files that are named start from there. */
  readonly io: Io;
  /** Where the server is started too: `.env` and a relative DATA_DIR start from there. */
  readonly root: string;
  readonly clocks?: Clocks;
}

/** @param words of the command line after the program's name */
export function runCli(
  words: readonly string[],
  { env, io, root, clocks = systemClocks }: CliGiven,
): Promise<ExitCode> {
  return guarded(io, async () => {
    const { argv, file } = splitEnv(words);
    const asked = parseCall(argv);
    if (!('command' in asked)) {
      io.line(asked.help);
      return asked.exit;
    }
    const committees = await committeesOf(asked, () => envWith(env, file, io.cwd, root), root, io);
    if (!committees) return EXIT.failed;
    const path = socketPath(committees[0].DATA_DIR);
    const socket = path === null ? null : await connectTo(path);
    if (socket) return callServer(socket, argv, io);
    const own = await openOwnParts(committees, clocks, asked.command.name === 'verify');
    try {
      return await runAsked(asked, own.served, io);
    } finally {
      await own.close();
    }
  });
}

/** `--env` belongs to the tool, not to the command: it may stand anywhere. */
function splitEnv(words: readonly string[]): { argv: readonly string[]; file: string | null } {
  const at = words.findIndex((word) => word === '--env' || word.startsWith('--env='));
  if (at < 0) return { argv: words, file: null };
  const inline = words[at]?.includes('=') ?? false;
  const file = inline ? words[at]?.slice('--env='.length) : words[at + 1];
  if (!file) throw new UsageError('--env:要给出环境文件的路径,如 --env data/demo/demo.env。');
  return { argv: words.filter((_, n) => n !== at && (inline || n !== at + 1)), file };
}

/** A named file decides; the `.env` of the directory only fills in what the environment leaves open, as at start. */
function envWith(env: Env, file: string | null, cwd: string, root: string): Env {
  const path = file ? resolve(cwd, file) : resolve(root, '.env');
  if (!existsSync(path)) {
    if (file) throw new OperatorError(`没有环境文件 ${path}:请检查路径(演示要先 npm run demo)。`);
    return env;
  }
  const fromFile = parseEnv(readFileSync(path, 'utf8'));
  return file ? { ...env, ...fromFile } : { ...fromFile, ...env };
}

/** A configuration that is wrong is the first thing `doctor` has to tell. */
async function committeesOf(
  asked: { command: Command; given: Given },
  readEnv: () => Env,
  root: string,
  io: Io,
): Promise<Installation | null> {
  try {
    const [first, ...others] = await loadCommittees(readEnv(), root);
    const placed = (config: Config): Config => ({ ...config, DATA_DIR: resolve(root, config.DATA_DIR) });
    return [placed(first), ...others.map(placed)];
  } catch (error) {
    if (!(error instanceof ConfigError) || asked.command.name !== 'doctor') throw error;
    const row = {
      id: 'config',
      result: 'fail',
      detail: error.message,
      why: '配置不全时服务不会启动,其余各项也无从检查。',
      todo: '在 .env 或环境变量中逐项改正。',
    };
    io.line(asked.given.json ? JSON.stringify(row) : `[不行] config 配置:${row.detail}\n       怎么办:${row.todo}`);
    return null;
  }
}
