import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Append-only rows, one JSON line each, on disk before the caller goes on (oracles read them after a kill). */
export class Ledger<Row extends { readonly seq: number }> {
  readonly rows: Row[] = [];
  readonly #file: string | null;

  constructor(file: string | null) {
    this.#file = file;
    if (!file) return;
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file)) this.rows.push(...readLines<Row>(file));
    // A torn last line of a killed process must not swallow the next row.
    if (this.rows.length > 0) appendFileSync(file, '\n');
  }

  append(row: Omit<Row, 'seq'>): Row {
    const full = { seq: (this.rows.at(-1)?.seq ?? 0) + 1, ...row } as Row;
    this.rows.push(full);
    if (this.#file) appendFileSync(this.#file, `${JSON.stringify(full)}\n`);
    return full;
  }

  after(seq: number): Row[] {
    return this.rows.filter((row) => row.seq > seq);
  }
}

function readLines<Row>(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => parseLine<Row>(line));
}

function parseLine<Row>(line: string): Row[] {
  if (line.trim() === '') return [];
  try {
    return [JSON.parse(line) as Row];
  } catch {
    return []; // torn by a kill in the middle of a write: it was never visible to anybody
  }
}
