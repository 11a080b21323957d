import { Ledger } from './ledger.ts';

/**
 * One line on somebody's phone: the visible ledger.
 *
 * A message that is updated or recalled keeps its `message` id and its place in time (`at`) and gets a new `seq`,
 * so that `after=<seq>` brings every change and the whole list has each message once.
 * What a person did himself stands here too: kind `said`, `from` set, `to` himself (or the group he wrote in);
 * a pressed button has `pressed: true` and its words as text. Rows of the platform never have `from`.
 */
export interface VisibleRow {
  readonly seq: number;
  readonly at: string;
  readonly platform: 'wecom' | 'dingtalk';
  /** A person's id or a group's name. */
  readonly to: string;
  readonly group?: true;
  readonly kind: string;
  readonly text?: string;
  /** The card's JSON exactly as it was received. */
  readonly card?: Readonly<Record<string, unknown>>;
  readonly state: 'shown' | 'updated' | 'recalled';
  readonly message: string;
  readonly from?: string;
  readonly pressed?: true;
  readonly image?: string;
  readonly file?: { readonly name: string; readonly url: string };
  /** Words on the button that update_template_card greyed out with `button.replace_name`. */
  readonly replaced?: string;
  readonly changedAt?: string;
}

export type NewRow = Omit<VisibleRow, 'seq' | 'at' | 'state'>;

export interface RowFilter {
  readonly after?: number;
  readonly platform?: string | null;
  readonly person?: string | null;
  readonly group?: string | null;
}

const keyOf = (message: string, to: string) => `${message}\n${to.toLowerCase()}`;

export class Screen {
  readonly #ledger: Ledger<VisibleRow>;
  /** Every state of each message at each person, oldest first. The map's order is the order of the last change. */
  readonly #versions = new Map<string, VisibleRow[]>();
  readonly #now: () => Date;
  readonly #changed: (row: VisibleRow) => void;

  constructor(file: string | null, now: () => Date, changed: (row: VisibleRow) => void) {
    this.#ledger = new Ledger<VisibleRow>(file);
    this.#now = now;
    this.#changed = changed;
    for (const row of this.#ledger.rows) this.#remember(row);
  }

  show(row: NewRow): VisibleRow {
    return this.#write({ ...row, at: this.#now().toISOString(), state: 'shown' });
  }

  /** Null when this person has no such message (never sent, or silently dropped by the platform). */
  change(message: string, to: string, patch: Partial<NewRow> & { state: 'updated' | 'recalled' }): VisibleRow | null {
    const present = this.find(message, to);
    if (!present) return null;
    const { seq: _seq, ...rest } = present;
    return this.#write({ ...rest, ...patch, changedAt: this.#now().toISOString() });
  }

  find(message: string, to: string): VisibleRow | undefined {
    return this.#versions.get(keyOf(message, to))?.at(-1);
  }

  /** All states, the present one first: a phone that has not refreshed can still press an old button. */
  versions(message: string, to: string): readonly VisibleRow[] {
    return [...(this.#versions.get(keyOf(message, to)) ?? [])].reverse();
  }

  list({ after = 0, platform, person, group }: RowFilter = {}): VisibleRow[] {
    const wanted: VisibleRow[] = [];
    for (const versions of this.#versions.values()) {
      const row = versions.at(-1);
      if (!row || row.seq <= after) continue;
      if (platform && row.platform !== platform) continue;
      if (person && (row.group || row.to.toLowerCase() !== person.toLowerCase())) continue;
      if (group && !(row.group && row.to === group)) continue;
      wanted.push(row);
    }
    return wanted;
  }

  #write(row: Omit<VisibleRow, 'seq'>): VisibleRow {
    const full = this.#ledger.append(row);
    this.#remember(full);
    this.#changed(full);
    return full;
  }

  #remember(row: VisibleRow): void {
    const key = keyOf(row.message, row.to);
    const versions = this.#versions.get(key) ?? [];
    this.#versions.delete(key);
    this.#versions.set(key, [...versions, row]);
  }
}
