import { type Database, quoted, type Row, type SqlValue } from './database.ts';
import { badValue, CODES, EngineError } from './engine-error.ts';
import { type Columns, columnValue, partialSql } from './query-plan.ts';
import { type Tree, type TreeObject, valueAt } from './values.ts';
import type { IndexSpec } from './worker-protocol.ts';

const CATALOGUE = 'zhitong_indexes';
const ID_INDEX: IndexSpec = { name: '_id_', keys: { _id: 1 }, unique: false, sparse: false };

/** One collection: a table with `_id`, the document as text, and a column for each indexed path. */
export interface Table {
  name: string;
  columns: Columns;
  indexes: IndexSpec[];
  insertSql: string;
  updateSql: string;
}

/** What every operation works on. */
export interface Store {
  db: Database;
  tables: Tables;
}

/** The tables of the file and what is indexed in them. */
export class Tables {
  readonly #db: Database;
  readonly #tables = new Map<string, Table>();

  constructor(db: Database) {
    this.#db = db;
    db.exec(
      `CREATE TABLE IF NOT EXISTS ${CATALOGUE} (collection TEXT, name TEXT, spec TEXT, PRIMARY KEY (collection, name))`,
    );
    this.reload();
  }

  /** Reads the tables from the file again, after a rollback took some away. */
  reload(): void {
    this.#tables.clear();
    for (const { name } of this.#db.all(
      "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'",
    )) {
      if (name !== CATALOGUE) this.#describe(String(name));
    }
  }

  get(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** The table of a collection, made when it is not there: as in MongoDB, the first document creates it. */
  ensure(name: string): Table {
    const known = this.#tables.get(name);
    if (known) return known;
    if (name === '' || name === CATALOGUE || name.startsWith('sqlite_'))
      throw badValue(`"${name}" is no name of a collection`);
    this.#db.exec(`CREATE TABLE ${quoted(name)} (_id TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL)`);
    return this.#describe(name);
  }

  /** Must run inside a savepoint: it fills columns before SQLite finds a duplicate. */
  createIndex(collection: string, spec: IndexSpec): void {
    const table = this.ensure(collection);
    const same = table.indexes.find(({ name }) => name === spec.name);
    if (same && JSON.stringify(same) === JSON.stringify(spec)) return;
    if (same)
      throw badValue(`index ${spec.name} of ${collection} exists with other keys or options`, CODES.indexConflict);
    if (spec.unique && spec.sparse && Object.keys(spec.keys).length > 1) {
      throw badValue(`index ${spec.name}: sparse and unique over several paths means something else on MongoDB`);
    }
    const paths = [...Object.keys(spec.keys), ...Object.keys(spec.partialFilterExpression ?? {})];
    this.#addColumns(
      table,
      paths.filter((path) => !table.columns.has(path)),
    );
    this.#db.run(`INSERT INTO ${CATALOGUE} VALUES (?, ?, ?)`, [collection, spec.name, JSON.stringify(spec)]);
    const described = this.#describe(collection);
    for (const sql of indexSql(described, spec)) {
      this.guard(described, {}, () => this.#db.exec(sql));
    }
  }

  dropIndex(collection: string, name: string): void {
    for (const suffix of ['', '#null'])
      this.#db.exec(`DROP INDEX IF EXISTS ${quoted(`${collection}.${name}${suffix}`)}`);
    this.#db.run(`DELETE FROM ${CATALOGUE} WHERE collection = ? AND name = ?`, [collection, name]);
    if (this.#tables.has(collection)) this.#describe(collection);
  }

  insert(table: Table, doc: TreeObject): void {
    this.guard(table, doc, () => this.#db.run(table.insertSql, rowOf(table, doc, JSON.stringify(doc))));
  }

  update(table: Table, rowid: number, doc: TreeObject, text: string): void {
    const [, ...row] = rowOf(table, doc, text);
    this.guard(table, doc, () => this.#db.run(table.updateSql, [...row, rowid]));
  }

  /** Runs a write and tells a broken unique index as MongoDB does: code 11000 with pattern and value of the key. */
  guard(table: Table, doc: TreeObject, write: () => void): void {
    try {
      write();
    } catch (error) {
      throw duplicateKey(table, doc, error) ?? error;
    }
  }

  #addColumns(table: Table, paths: string[]): void {
    if (paths.length === 0) return;
    const name = quoted(table.name);
    for (const path of paths) this.#db.exec(`ALTER TABLE ${name} ADD COLUMN ${columnOf(path)}`);
    const set = paths.map((path) => `${columnOf(path)} = ?`).join(', ');
    for (const { rowid, doc } of this.#db.all(`SELECT rowid, doc FROM ${name}`)) {
      const tree = JSON.parse(String(doc)) as TreeObject;
      const values = paths.map((path) => columnValue(valueAt(tree, path.split('.')), path));
      this.#db.run(`UPDATE ${name} SET ${set} WHERE rowid = ?`, [...values, rowid as number]);
    }
  }

  #describe(name: string): Table {
    const specs = this.#db.all(`SELECT spec FROM ${CATALOGUE} WHERE collection = ? ORDER BY rowid`, [name]);
    const paths = this.#db.all(`PRAGMA table_info(${quoted(name)})`).flatMap(pathOf);
    const set = ['doc', ...paths.map(columnOf)];
    const table: Table = {
      name,
      columns: new Map([['_id', '_id'], ...paths.map((path): [string, string] => [path, columnOf(path)])]),
      indexes: [ID_INDEX, ...specs.map(({ spec }) => JSON.parse(String(spec)) as IndexSpec)],
      insertSql: `INSERT INTO ${quoted(name)} (_id, ${set.join(', ')}) VALUES (?${', ?'.repeat(set.length)})`,
      updateSql: `UPDATE ${quoted(name)} SET ${set.map((column) => `${column} = ?`).join(', ')} WHERE rowid = ?`,
    };
    this.#tables.set(name, table);
    return table;
  }
}

/** Columns of indexed paths carry a prefix, so that a field called `doc` has a place. */
const columnOf = (path: string): string => quoted(`ix_${path}`);
const pathOf = ({ name }: Row): string[] => (String(name).startsWith('ix_') ? [String(name).slice(3)] : []);

function rowOf(table: Table, doc: TreeObject, text: string): SqlValue[] {
  const row: SqlValue[] = [idValue(doc._id), text];
  for (const path of table.columns.keys()) {
    if (path !== '_id') row.push(columnValue(valueAt(doc, path.split('.')), `${table.name}.${path}`));
  }
  return row;
}

function idValue(id: Tree | undefined): SqlValue {
  const value = columnValue(id, '_id');
  if (typeof value === 'string') return value;
  throw badValue(`_id must be text or an ObjectId, got ${JSON.stringify(id)}`);
}

/**
 * MongoDB counts a missing value as null, and one null is allowed in a unique index; SQLite allows any number. So a
 * plain unique index gets a second one over the rows with a null, empty in most collections. Sparse and partial: one.
 */
function indexSql(table: Table, spec: IndexSpec): string[] {
  const columns = Object.entries(spec.keys).map(([path, direction]) => ({
    column: table.columns.get(path) as string,
    direction,
  }));
  const on = (name: string, terms: string[], where: string) =>
    `CREATE ${spec.unique ? 'UNIQUE ' : ''}INDEX ${quoted(`${table.name}.${name}`)} ON ${quoted(table.name)} (${terms.join(', ')})${where}`;
  const terms = columns.map(({ column, direction }) => `${column} ${direction < 0 ? 'DESC' : 'ASC'}`);
  const partial = spec.partialFilterExpression
    ? ` WHERE ${partialSql(spec.partialFilterExpression, table.columns)}`
    : '';
  const sql = [on(spec.name, terms, partial)];
  if (spec.unique && !spec.sparse && !partial) {
    const withNull = columns.map(({ column }) => `${column} IS NULL`).join(' OR ');
    sql.push(
      on(
        `${spec.name}#null`,
        columns.map(({ column }) => `ifnull(${column}, x'')`),
        ` WHERE ${withNull}`,
      ),
    );
  }
  return sql;
}

function duplicateKey(table: Table, doc: TreeObject, error: unknown): EngineError | undefined {
  const hit = /UNIQUE constraint failed: (.*)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (hit === undefined) return undefined;
  const index = table.indexes.find((one) => namesOf(table, one).includes(hit)) ?? ID_INDEX;
  const paths = Object.keys(index.keys);
  const keyValue = Object.fromEntries(paths.map((path) => [path, valueAt(doc, path.split('.')) ?? null]));
  return new EngineError({
    code: CODES.duplicateKey,
    message: `E11000 duplicate key error collection: ${table.name} index: ${index.name} dup key: ${JSON.stringify(keyValue)}`,
    keyPattern: index.keys,
    keyValue,
  });
}

/** How SQLite calls an index in its message: by its columns, or by its name when it is over expressions. */
function namesOf(table: Table, { name, keys }: IndexSpec): string[] {
  const columns = Object.keys(keys).map((path) => `${table.name}.${path === '_id' ? '_id' : `ix_${path}`}`);
  return [columns.join(', '), `index '${table.name}.${name}#null'`, `index '${table.name}.${name}'`];
}
