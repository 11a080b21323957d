import type { Model } from 'mongoose';

/** Closed list of what the portable store can do (store.md); anything else is refused by the embedded engine. */
type Filter = Readonly<Record<string, unknown>>;
type Update = Readonly<Record<string, unknown>>;
export interface ReadOptions {
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  readonly limit?: number;
}

const isDuplicateKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 11000;

/**
 * One committee's view of one collection. The only place where queries are made:
 * whatever is asked or written, the committee is part of it, so no caller can forget it.
 */
export class Scoped<T extends { _id: string; committee: string }> {
  private readonly model: Model<T>;
  private readonly committee: string;

  constructor(model: Model<T>, committee: string) {
    this.model = model;
    this.committee = committee;
  }

  private scope(filter: Filter): never {
    return { ...filter, committee: this.committee } as never;
  }

  async get(id: string): Promise<T | null> {
    return this.findOne({ _id: id });
  }

  async findOne(filter: Filter, options: ReadOptions = {}): Promise<T | null> {
    return (await this.model.findOne(this.scope(filter), null, { lean: true, ...options }).exec()) as T | null;
  }

  async find(filter: Filter, options: ReadOptions = {}): Promise<T[]> {
    return (await this.model.find(this.scope(filter), null, { lean: true, ...options }).exec()) as T[];
  }

  /** @returns false when the key is already there: the unique index is the duplicate check. */
  async insert(doc: Omit<T, 'committee'>): Promise<boolean> {
    try {
      await this.model.collection.insertOne({ ...doc, committee: this.committee } as never);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Inserts what is not there yet; keys already known are passed over. */
  async insertMissing(docs: readonly Omit<T, 'committee'>[]): Promise<void> {
    if (docs.length === 0) return;
    try {
      await this.model.collection.insertMany(docs.map((doc) => ({ ...doc, committee: this.committee })) as never, {
        ordered: false,
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** @returns true when a document matched. */
  async update(filter: Filter, update: Update): Promise<boolean> {
    const done = await this.model.updateOne(this.scope(filter), update as never).exec();
    return done.matchedCount > 0;
  }

  async updateMany(filter: Filter, update: Update): Promise<number> {
    return (await this.model.updateMany(this.scope(filter), update as never).exec()).matchedCount;
  }

  /** Compare-and-set returning the new document, or null when the filter no longer holds. */
  async take(filter: Filter, update: Update, options: ReadOptions & { upsert?: boolean } = {}): Promise<T | null> {
    const { upsert, ...rest } = options;
    return (await this.model
      .findOneAndUpdate(this.scope(filter), update as never, {
        lean: true,
        returnDocument: 'after',
        ...(upsert ? { upsert: true } : {}),
        ...rest,
      })
      .exec()) as T | null;
  }

  /** @returns false when the filter no longer holds (somebody was faster). */
  async replace(filter: Filter, doc: Omit<T, 'committee'>): Promise<boolean> {
    const before = await this.model
      .findOneAndReplace(this.scope(filter), { ...doc, committee: this.committee } as never, { lean: true })
      .exec();
    return before !== null;
  }

  async remove(filter: Filter): Promise<number> {
    return (await this.model.deleteMany(this.scope(filter)).exec()).deletedCount;
  }

  async count(filter: Filter): Promise<number> {
    return this.model.countDocuments(this.scope(filter)).exec();
  }

  /** `$match` then `$group` with sums: all that figures need. */
  async sums(filter: Filter, by: string, of: string): Promise<Map<string, number>> {
    const rows = await this.model
      .aggregate<{ _id: string; total: number }>([
        { $match: this.scope(filter) },
        { $group: { _id: `$${by}`, total: { $sum: `$${of}` } } },
      ])
      .exec();
    return new Map(rows.map((row) => [row._id, row.total]));
  }
}
