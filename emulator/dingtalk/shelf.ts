import { Ledger } from '../ledger.ts';

interface JournalLine {
  readonly seq: number;
  readonly shelf: string;
  readonly id: string;
  readonly value: unknown;
}

/** Maps that outlive a restart: each change is one line of a journal. */
export class Journal {
  readonly #lines: Ledger<JournalLine>;
  constructor(file: string | null) {
    this.#lines = new Ledger<JournalLine>(file);
  }

  shelf<T>(name: string): Shelf<T> {
    const kept = this.#lines.rows.filter(({ shelf }) => shelf === name);
    return new Shelf<T>(new Map(kept.map(({ id, value }) => [id, value as T])), (id, value) => {
      this.#lines.append({ shelf: name, id, value });
    });
  }
}

export class Shelf<T> {
  readonly #map: Map<string, T>;
  readonly #write: (id: string, value: T) => void;
  constructor(map: Map<string, T>, write: (id: string, value: T) => void) {
    this.#map = map;
    this.#write = write;
  }

  get(id: string): T | undefined {
    return this.#map.get(id);
  }

  set(id: string, value: T): void {
    this.#map.set(id, value);
    this.#write(id, value);
  }

  all(): T[] {
    return [...this.#map.values()];
  }
}
