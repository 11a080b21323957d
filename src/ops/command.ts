/** What a command of the operator's tool is: the same function runs in the tool and, over the socket, in the server. */
import type { Config } from '../config.ts';
import type { Deps } from '../deps.ts';
import type { Store } from '../store/store.ts';

export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Everything the commands need of a running program, or of a store that the tool opened itself. */
export interface OperatorParts {
  readonly deps: Deps;
  readonly config: Config;
  readonly engine: Store['engine'];
  /** Port the server listens on; null when no server runs in this process. */
  readonly port: number | null;
  /** Can the platform's access token be had? Sends nothing. */
  readonly checkToken: () => Promise<{ readonly class: string; readonly errcode?: number; readonly errmsg?: string }>;
  /** Looks for due messages at once, after one was put back. */
  readonly wake?: () => void;
  /** What SQLite's own check says about the file; only when the tool owns the store. Empty = whole. */
  readonly integrity?: () => Promise<readonly string[]>;
}

/** Every committee of the installation; most serve one. */
export type Served = readonly [OperatorParts, ...OperatorParts[]];

export interface Io {
  /** One line of the result. */
  readonly line: (text: string) => void;
  /** One line for the person beside the result. */
  readonly complain: (text: string) => void;
  /** Directory that relative paths of the caller start from. */
  readonly cwd: string;
}

export interface Given {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly json: boolean;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Text of `--help`, after the usage lines. */
  readonly usage: readonly string[];
  readonly help: string;
  /** Options with a value, or flags; `--json` and `--help` are known to all. */
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
  /** Looks only: without `--committee` it looks at every committee that is served. */
  readonly looksAtAll?: true;
  readonly run: (given: Given, parts: OperatorParts, io: Io) => Promise<ExitCode>;
}

/** The call was wrong; the message says what to write instead. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The call was right but could not be done; the message is for the operator. Exit code 1. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** One row a line for machines, else what `text` makes of them. */
export function emit<T extends object>(
  io: Io,
  json: boolean,
  rows: readonly T[],
  text: (rows: readonly T[]) => readonly string[],
): void {
  for (const line of json ? rows.map((row) => JSON.stringify(row)) : text(rows)) io.line(line);
}
