import { EmbeddedCursor } from './cursor.ts';
import { notSupported } from './engine-error.ts';
import { decode, encodeDocument, encodeFilter } from './extended-json.ts';
import type { Tree } from './values.ts';
import { serverError, type WorkerClient } from './worker-client.ts';
import type {
  Change,
  FindOneAndAnswer,
  FindOneAndBody,
  IndexSpec,
  Keys,
  Operation,
  WriteAnswer,
  WriteBody,
  WriteStep,
} from './worker-protocol.ts';
import {
  bulkError,
  bulkResult,
  type Doc,
  newId,
  type Options,
  refuseOptions,
  step,
  stepOf,
  updateTree,
  withId,
} from './write-steps.ts';

/** What mongoose calls of the official driver's Collection, answered by the worker. */
export class EmbeddedCollection {
  readonly collectionName: string;
  readonly #worker: WorkerClient;

  constructor(name: string, worker: WorkerClient) {
    this.collectionName = name;
    this.#worker = worker;
  }

  find(filter: object = {}, options: Options = {}): EmbeddedCursor {
    return new EmbeddedCursor(() => this.#find(filter, options));
  }

  async findOne(filter: object = {}, options: Options = {}): Promise<unknown> {
    const [doc] = await this.#find(filter, { ...options, limit: 1 });
    return doc ?? null;
  }

  async countDocuments(filter: object = {}, options: Options = {}): Promise<number> {
    refuseOptions(options, 'countDocuments');
    const { limit } = options;
    return Number(await this.#ask('count', { filter: encodeFilter(filter), ...(limit && { limit }) }));
  }

  async estimatedDocumentCount(): Promise<number> {
    return this.countDocuments();
  }

  aggregate(pipeline: object[], options: Options = {}): EmbeddedCursor {
    return new EmbeddedCursor(async () => {
      refuseOptions(options, 'aggregate');
      return (await this.#ask('aggregate', pipeline.map(encodeFilter))) as unknown[];
    });
  }

  async insertOne(doc: Doc): Promise<object> {
    const _id = withId(doc);
    await this.#writeOne({ insert: encodeDocument(doc) });
    return { acknowledged: true, insertedId: _id };
  }

  async insertMany(docs: Doc[], options: Options = {}): Promise<object> {
    const insertedIds = { ...docs.map(withId) };
    const answer = await this.#writeMany(
      docs.map((doc) => ({ insert: encodeDocument(doc) })),
      options,
    );
    return { acknowledged: true, insertedCount: answer.inserted, insertedIds };
  }

  async updateOne(filter: object, update: object, options: Options = {}): Promise<object> {
    return this.#update(filter, { update: updateTree(update) }, options, false);
  }

  async updateMany(filter: object, update: object, options: Options = {}): Promise<object> {
    return this.#update(filter, { update: updateTree(update) }, options, true);
  }

  async replaceOne(filter: object, replacement: object, options: Options = {}): Promise<object> {
    return this.#update(filter, { replacement: encodeDocument(replacement) }, options, false);
  }

  async deleteOne(filter: object, options: Options = {}): Promise<object> {
    return this.#delete(filter, options, false);
  }

  async deleteMany(filter: object, options: Options = {}): Promise<object> {
    return this.#delete(filter, options, true);
  }

  async findOneAndUpdate(filter: object, update: object, options: Options = {}): Promise<unknown> {
    return this.#findOneAnd(filter, { update: updateTree(update) }, options);
  }

  async findOneAndReplace(filter: object, replacement: object, options: Options = {}): Promise<unknown> {
    return this.#findOneAnd(filter, { replacement: encodeDocument(replacement) }, options);
  }

  async findOneAndDelete(filter: object, options: Options = {}): Promise<unknown> {
    return this.#findOneAnd(filter, { remove: true }, options);
  }

  async bulkWrite(operations: object[], options: Options = {}): Promise<object> {
    const answer = await this.#writeMany(operations.map(stepOf), options);
    return bulkResult(answer);
  }

  async createIndex(keys: Keys, options: Options = {}): Promise<string> {
    refuseOptions(options, 'createIndex');
    for (const [path, direction] of Object.entries(keys)) {
      if (direction !== 1 && direction !== -1)
        throw notSupported(`index type ${String(direction)} on ${path}`, 'createIndex');
    }
    const partial = options.partialFilterExpression as object | undefined;
    const spec: IndexSpec = {
      name: (options.name as string | undefined) ?? Object.entries(keys).flat().join('_'),
      keys: { ...keys },
      unique: options.unique === true,
      sparse: options.sparse === true,
      ...(partial && { partialFilterExpression: encodeFilter(partial) }),
    };
    return (await this.#ask('createIndex', spec)) as string;
  }

  async createIndexes(specs: { key: Keys; [option: string]: unknown }[]): Promise<string[]> {
    return Promise.all(specs.map(({ key, ...options }) => this.createIndex(key, options)));
  }

  async dropIndex(name: string): Promise<void> {
    await this.#ask('dropIndex', name);
  }

  async indexes(): Promise<object[]> {
    const specs = (await this.#ask('listIndexes', null)) as IndexSpec[];
    return specs.map(({ name, keys, unique, sparse, partialFilterExpression }) => ({
      v: 2,
      name,
      key: keys,
      ...(unique && { unique }),
      ...(sparse && { sparse }),
      ...(partialFilterExpression && { partialFilterExpression }),
    }));
  }

  listIndexes(): EmbeddedCursor {
    return new EmbeddedCursor(() => this.indexes());
  }

  async #ask(op: Operation, body: unknown): Promise<unknown> {
    return decode(JSON.parse(await this.#worker.request(this.collectionName, op, body)) as Tree);
  }

  async #find(filter: object, options: Options): Promise<unknown[]> {
    refuseOptions(options, 'find');
    const { sort, limit, projection } = options;
    const body = {
      filter: encodeFilter(filter),
      ...(limit && { limit }),
      ...sorting(sort),
      ...(projection && { projection }),
    };
    return (await this.#ask('find', body)) as unknown[];
  }

  async #findOneAnd(filter: object, change: Change, options: Options): Promise<unknown> {
    refuseOptions(options, 'findOneAnd…');
    const { upsert, sort, projection, returnDocument } = options;
    const body: FindOneAndBody = {
      filter: encodeFilter(filter),
      change,
      returnAfter: returnDocument === 'after',
      ...(upsert && { upsert, newId: newId() }),
      ...sorting(sort),
      ...(projection && { projection }),
    };
    const { value, matched, upserted } = (await this.#ask('findOneAnd', body)) as FindOneAndAnswer;
    if (!options.includeResultMetadata) return value;
    const lastErrorObject = {
      n: matched || Number(upserted !== undefined),
      updatedExisting: matched > 0,
      ...(upserted !== undefined && { upserted }),
    };
    return { ok: 1, value, lastErrorObject };
  }

  async #update(filter: object, change: Change, options: Options, many: boolean): Promise<object> {
    refuseOptions(options, 'update');
    const { matched, modified, upserted } = await this.#writeOne(step(filter, change, many, options.upsert));
    return {
      acknowledged: true,
      matchedCount: matched,
      modifiedCount: modified,
      upsertedCount: upserted.length,
      upsertedId: upserted[0]?._id ?? null,
    };
  }

  async #delete(filter: object, options: Options, many: boolean): Promise<object> {
    refuseOptions(options, 'delete');
    const { deleted } = await this.#writeOne(step(filter, { remove: true }, many));
    return { acknowledged: true, deletedCount: deleted };
  }

  async #writeOne(one: WriteStep): Promise<WriteAnswer> {
    const answer = (await this.#ask('write', { steps: [one], ordered: true } satisfies WriteBody)) as WriteAnswer;
    const [error] = answer.errors;
    if (error) throw serverError(error.failure);
    return answer;
  }

  /** @throws MongoBulkWriteError listing the failed steps; the others stand */
  async #writeMany(steps: WriteStep[], options: Options): Promise<WriteAnswer> {
    const answer = (await this.#ask('write', { steps, ordered: options.ordered !== false })) as WriteAnswer;
    if (answer.errors.length > 0) throw bulkError(answer);
    return answer;
  }
}

/** mongoose hands a sort over as a Map (it keeps numeric-looking paths in order) or as an object. */
function sorting(sort: Keys | Map<string, 1 | -1> | undefined): { sort?: Keys } {
  const entries = sort instanceof Map ? [...sort] : Object.entries(sort ?? {});
  return entries.length === 0 ? {} : { sort: Object.fromEntries(entries) };
}
