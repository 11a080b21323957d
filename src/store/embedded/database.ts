import sqlite from 'node-sqlite3-wasm';

export type SqlValue = number | string | null;
export type Row = Record<string, unknown>;

/** Raised with every change of the tables that an older program could not read. */
const FORMAT_VERSION = 1;
const CACHED_STATEMENTS = 300;

/** The SQLite file: durable at every commit, owned by this thread alone. */
export class Database {
  readonly #db: sqlite.Database;
  readonly #statements = new Map<string, sqlite.Statement>();

  /** @throws Error when the file was written by a newer version of the program */
  constructor(file: string) {
    this.#db = new sqlite.Database(file);
    // EXCLUSIVE first: this build has no shared memory, and WAL works without it only for a single owner.
    this.#db.exec('PRAGMA locking_mode=EXCLUSIVE');
    const version = this.#version(file);
    this.#db.exec(
      'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY',
    );
    if (version < FORMAT_VERSION) this.#db.exec(`PRAGMA user_version=${FORMAT_VERSION}`);
  }

  /** Read before anything is written: a file of a newer version stays as it is. */
  #version(file: string): number {
    const version = Number(this.#db.all('PRAGMA user_version')[0]?.user_version);
    if (version > FORMAT_VERSION) {
      this.#db.close();
      throw new Error(
        `数据文件 ${file} 的格式版本是 ${version},本程序只认识 ${FORMAT_VERSION} 及以下:请使用写入它的较新版本程序,或从备份恢复。`,
      );
    }
    return version;
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction;
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  all(sql: string, params: SqlValue[] = []): Row[] {
    return this.#with(sql, (statement) => statement.all(params) as Row[]);
  }

  run(sql: string, params: SqlValue[] = []): void {
    this.#with(sql, (statement) => statement.run(params));
  }

  close(): void {
    for (const statement of this.#statements.values()) discard(statement);
    this.#statements.clear();
    this.#db.close();
  }

  #with<T>(sql: string, use: (statement: sqlite.Statement) => T): T {
    const statement = this.#statements.get(sql) ?? this.#db.prepare(sql);
    // Taken out while in use and put back last: the map is ordered by last use, and a failed statement,
    // which this driver cannot reset, stays out.
    this.#statements.delete(sql);
    try {
      const result = use(statement);
      this.#keep(sql, statement);
      return result;
    } catch (error) {
      discard(statement);
      throw error;
    }
  }

  #keep(sql: string, statement: sqlite.Statement): void {
    this.#statements.set(sql, statement);
    if (this.#statements.size <= CACHED_STATEMENTS) return;
    const [oldestSql, oldest] = this.#statements.entries().next().value as [string, sqlite.Statement];
    this.#statements.delete(oldestSql);
    discard(oldest);
  }
}

/** `finalize` repeats the error of the last step; the statement is gone all the same. */
function discard(statement: sqlite.Statement): void {
  try {
    statement.finalize();
  } catch {
    // Told to the caller when it happened.
  }
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
