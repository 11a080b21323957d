import { randomBytes } from 'node:crypto';
import { Ledger } from '../ledger.ts';
import { RateWindow } from '../rate-window.ts';
import type { Tokens } from './tokens.ts';

const MINUTE_MS = 60_000;

export interface SentMessage {
  readonly msgId: string;
  readonly agentId: number;
  readonly recipients: readonly string[];
  /** Virtual time in ms. */
  readonly sentAt: number;
  readonly cardType?: string;
}

interface JournalLine {
  readonly seq: number;
  readonly message?: SentMessage;
  readonly code?: { readonly value: string; readonly msgId: string; readonly issuedAt: number };
  readonly used?: string;
  readonly taskId?: string;
}

/** What the platform remembers about messages and card codes; kept on disk, so that a restart forgets nothing. */
export class WecomState {
  readonly tokens: Tokens;
  readonly messages = new Map<string, SentMessage>();
  readonly codes = new Map<string, { readonly msgId: string; readonly issuedAt: number }>();
  readonly usedCodes = new Set<string>();
  readonly taskIds = new Set<string>();
  /** Canonical body → first answer, for enable_duplicate_check. */
  readonly duplicates = new Map<string, { readonly at: number; readonly answer: Readonly<Record<string, unknown>> }>();
  /** Above these the platform drops silently (wecom.md 7.1); in virtual time, which is never slower than real time. */
  readonly memberRate = new RateWindow([
    { ms: MINUTE_MS, max: 30 },
    { ms: 60 * MINUTE_MS, max: 1000 },
  ]);
  readonly robotRate = new RateWindow([{ ms: MINUTE_MS, max: 20 }]);
  readonly #journal: Ledger<JournalLine>;
  #lastMsgId = 0n;

  constructor(tokens: Tokens, journalFile: string | null) {
    this.tokens = tokens;
    this.#journal = new Ledger<JournalLine>(journalFile);
    for (const line of this.#journal.rows) this.#apply(line);
  }

  remember(message: SentMessage): void {
    this.#write({ message });
  }

  rememberTask(taskId: string): void {
    this.#write({ taskId });
  }

  issueCode(msgId: string, issuedAt: number): string {
    const value = randomBytes(32).toString('base64url');
    this.#write({ code: { value, msgId, issuedAt } });
    return value;
  }

  useCode(value: string): void {
    this.#write({ used: value });
  }

  /** 64 bits, above 2^53, growing over restarts as well. */
  nextInboundMsgId(): string {
    const fromTime = BigInt(Date.now()) * 1_000_000n;
    this.#lastMsgId = fromTime > this.#lastMsgId ? fromTime : this.#lastMsgId + 1n;
    return this.#lastMsgId.toString();
  }

  nextOutboundMsgId(): string {
    return `emu${randomBytes(24).toString('base64url')}`;
  }

  #write(line: Omit<JournalLine, 'seq'>): void {
    this.#apply(this.#journal.append(line));
  }

  #apply({ message, code, used, taskId }: JournalLine): void {
    if (message) this.messages.set(message.msgId, message);
    if (code) this.codes.set(code.value, { msgId: code.msgId, issuedAt: code.issuedAt });
    if (used) this.usedCodes.add(used);
    if (taskId) this.taskIds.add(taskId);
  }
}
