import type { Ledger } from './ledger.ts';

interface CallbackAttempt {
  /** HTTP status; 0: no answer in time or no connection. */
  readonly status: number;
  readonly ms: number;
}

/** One callback as the platform remembers it: the plaintext is the same in every attempt. */
export interface CallbackRecord {
  readonly seq: number;
  readonly platform: 'wecom' | 'dingtalk';
  readonly at: string;
  readonly person: string;
  readonly plain: string;
  readonly attempts: CallbackAttempt[];
  /** Status of the last attempt, 0 for none, null while it waits or is held. */
  delivered: number | null;
}

export interface SendRules {
  readonly retries: number;
  readonly retryOnNon200: boolean;
  readonly retrySpacingMs: number;
}

/** Signs, encrypts and posts one attempt; answers the HTTP status or 0. */
export type Attempt = (plain: string, person: string) => Promise<number>;

/** Sends callbacks in order per person, each up to 1 + retries times; different people do not wait for each other. */
export class CallbackSender {
  readonly #records: Ledger<CallbackRecord>;
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #attempt: Attempt;
  readonly #rules: SendRules;
  #open = 0;
  #whenIdle: (() => void)[] = [];

  constructor(records: Ledger<CallbackRecord>, rules: SendRules, attempt: Attempt) {
    this.#records = records;
    this.#rules = rules;
    this.#attempt = attempt;
  }

  /** Remembers a callback without sending it: `repeat` sends it, so tests can reorder. */
  hold(record: Pick<CallbackRecord, 'platform' | 'at' | 'person' | 'plain'>): CallbackRecord {
    return this.#records.append({ ...record, attempts: [], delivered: null });
  }

  /** Sends after everything of this person that was queued before. */
  async send(record: CallbackRecord): Promise<number> {
    this.#open += 1;
    const before = this.#queues.get(record.person) ?? Promise.resolve();
    const turn = before.then(() => this.#deliver(record));
    this.#queues.set(record.person, turn);
    try {
      return await turn;
    } finally {
      this.#open -= 1;
      if (this.#queues.get(record.person) === turn) this.#queues.delete(record.person);
      if (this.#open === 0) for (const tell of this.#whenIdle.splice(0)) tell();
    }
  }

  find(seq: number): CallbackRecord | undefined {
    return this.#records.rows.find((record) => record.seq === seq);
  }

  list(after: number): readonly CallbackRecord[] {
    return this.#records.after(after);
  }

  /** Resolves when no callback is unanswered. */
  idle(): Promise<void> {
    if (this.#open === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  async #deliver(record: CallbackRecord): Promise<number> {
    const { retries, retryOnNon200, retrySpacingMs } = this.#rules;
    for (let tried = 0; ; tried += 1) {
      const startedAt = performance.now();
      const status = await this.#attempt(record.plain, record.person);
      record.attempts.push({ status, ms: Math.round(performance.now() - startedAt) });
      record.delivered = status;
      const failed = status === 0 || (retryOnNon200 && status !== 200);
      if (!failed || tried >= retries) return status;
      await new Promise((resolve) => setTimeout(resolve, retrySpacingMs));
    }
  }
}
