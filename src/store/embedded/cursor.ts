/** The part of the official driver's cursor that mongoose uses. The answer is fetched whole, at first use. */
export class EmbeddedCursor {
  readonly #fetch: () => Promise<unknown[]>;
  #rows: Promise<unknown[]> | undefined;
  #next = 0;

  constructor(fetch: () => Promise<unknown[]>) {
    this.#fetch = fetch;
  }

  toArray(): Promise<unknown[]> {
    this.#rows ??= this.#fetch();
    return this.#rows;
  }

  async next(): Promise<unknown> {
    const rows = await this.toArray();
    const row = rows[this.#next];
    this.#next += 1;
    return row ?? null;
  }

  async close(): Promise<void> {
    this.#rows = Promise.resolve([]);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    yield* await this.toArray();
  }
}
