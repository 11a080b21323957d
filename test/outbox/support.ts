import { randomUUID } from 'node:crypto';
import type { Deps, LogFields, Outgoing } from '../../src/deps.ts';
import type { Case, Clock, Obligation } from '../../src/domain/case.ts';
import { defaultRules } from '../../src/domain/default-rules.ts';
import type { Calendar } from '../../src/domain/rules.ts';
import { createOutbox } from '../../src/outbox/outbox.ts';
import type { Call, Channel, OutboxDeps, SendOutcome } from '../../src/outbox/ports.ts';
import { liveDirectory } from '../../src/store/live-directory.ts';
import { defineModels } from '../../src/store/models.ts';
import type { MessageRow, PersonRow } from '../../src/store/records.ts';
import { type CommitteeStore, committeeStore } from '../../src/store/store.ts';
import { testConnection } from '../support/test-store.ts';

const COMMITTEE = 'yunchuan';
const OPEN_CALENDAR: Calendar = {
  officialYears: [2026],
  daysOff: new Set(),
  makeUpDays: new Set(),
  provisionalDaysOff: new Set(),
  names: {},
};

/** A clock of two hands that moves when told. Civil 10:00 on a working Tuesday; real time elsewhere on purpose. */
export class HandClock {
  civilAt = new Date('2026-03-03T10:00:00+08:00');
  realAt = new Date('2030-01-01T00:00:00Z');
  monotonicAt = 0;
  readonly clocks = {
    civil: () => this.civilAt,
    real: () => this.realAt,
    monotonic: () => this.monotonicAt,
  };
  /** Real seconds pass in both times; only civil time can also be put forward. */
  pass(seconds: number): void {
    this.civilAt = new Date(this.civilAt.getTime() + seconds * 1000);
    this.realAt = new Date(this.realAt.getTime() + seconds * 1000);
    this.monotonicAt += seconds * 1000;
  }
  civil(iso: string): void {
    this.civilAt = new Date(iso);
  }
}

/** Records what arrives and answers by the script, then `ok`. `hold` stops calls until `letGo`. */
export class FakeChannel implements Channel {
  readonly calls: { call: Call; body: string }[] = [];
  readonly rendered: string[] = [];
  script: SendOutcome[] = [];
  byRecipient = new Map<string, SendOutcome>();
  private gate: Promise<void> = Promise.resolve();
  letGo: () => void = () => {};

  hold(): void {
    this.gate = new Promise((resolve) => {
      this.letGo = resolve;
    });
  }
  /** Later calls are answered again; those under way stay without an answer. */
  answerLater(): void {
    this.gate = Promise.resolve();
  }
  async send(call: Call, body: string): Promise<SendOutcome> {
    this.calls.push({ call, body });
    const { gate } = this;
    const outcome = this.byRecipient.get(call.recipient) ??
      this.script.shift() ?? { class: 'ok', msgid: `x${this.calls.length}` };
    await gate;
    return outcome;
  }
  /** As WeCom: only a group's robot shows a repeat. */
  refusesRepeats(kind: Call['kind']): boolean {
    return kind !== 'robot';
  }
  /** A stamp in the bytes: rendering twice would show. */
  render(outgoing: Outgoing, messageId: string): string {
    this.rendered.push(messageId);
    const say = 'text' in outgoing.say ? outgoing.say.text : `${outgoing.say.card.title}|${outgoing.say.card.body}`;
    return JSON.stringify({ to: outgoing.to.user, id: messageId, stamp: randomUUID(), say });
  }
  said(): string[] {
    return this.calls.map(({ body }) => (JSON.parse(body) as { say: string }).say);
  }
}

export interface Logged {
  level: string;
  event: string;
  fields: LogFields;
}

export interface Station extends AsyncDisposable {
  store: CommitteeStore;
  clock: HandClock;
  channel: FakeChannel;
  deps: Deps;
  logged: Logged[];
  outbox: (
    extra?: Partial<OutboxDeps> & { store?: CommitteeStore; instance?: string; channel?: Channel; clock?: HandClock },
  ) => ReturnType<typeof createOutbox>;
  message: (where?: Record<string, unknown>) => Promise<MessageRow>;
}

const wording: OutboxDeps['wording'] = {
  notice: (obligation) => ({ ...BLANK, title: obligation.text, body: obligation.key }),
  bundle: (items) => ({ ...BLANK, title: '今日待办', body: items.map(({ obligation }) => obligation.key).join(',') }),
};
const BLANK = { title: '', body: '', facts: [], selectors: [], buttons: [], about: null };

const PEOPLE: readonly Omit<PersonRow, 'committee'>[] = [
  person('lin', ['member']),
  person('zhao', ['unitLiaison'], 'u1'),
  person('qian', ['unitLiaison'], 'u1'),
  person('clerk', ['proposalStaff']),
  person('chair', ['chair']),
];

function person(id: string, roles: PersonRow['roles'], unit: string | null = null): Omit<PersonRow, 'committee'> {
  return {
    _id: `${COMMITTEE}:${id}`,
    id,
    name: `${id}同志`,
    title: '',
    roles,
    unit,
    wecomId: id,
    dingtalkId: '',
    state: 'active',
  };
}

export async function startStation(): Promise<Station> {
  const { connection, close } = await testConnection();
  const store = committeeStore(await defineModels(connection), COMMITTEE);
  await store.people.insertMissing(PEOPLE);
  await store.groups.insert({ _id: `${COMMITTEE}:chairs`, name: '主席群', platform: 'wecom', robot: 'chairs' });
  const clock = new HandClock();
  const channel = new FakeChannel();
  const logged: Logged[] = [];
  const log =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      void logged.push({ level, event, fields });
  const deps: Deps = {
    committee: COMMITTEE,
    store,
    clocks: clock.clocks,
    rules: defaultRules(OPEN_CALENDAR),
    directory: await liveDirectory(store),
    platforms: ['wecom'],
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    secretKey: Buffer.alloc(32),
    instance: 'one',
    dataDir: '',
    newId: randomUUID,
  };
  const boxes: ReturnType<typeof createOutbox>[] = [];
  return {
    store,
    clock,
    channel,
    deps,
    logged,
    outbox: ({ clock: own, ...extra } = {}) => {
      const box = createOutbox({
        ...deps,
        channel,
        wording,
        random: () => 0.5,
        ...(own ? { clocks: own.clocks } : {}),
        ...extra,
      });
      boxes.push(box);
      return box;
    },
    message: async (where = {}) => {
      const [row] = await store.messages.find(where);
      if (!row) throw new Error(`no message where ${JSON.stringify(where)}`);
      return row;
    },
    async [Symbol.asyncDispose]() {
      channel.letGo();
      for (const box of boxes) await box.stop();
      await close();
    },
  };
}

export const aText = (to: string, text = '已收到', key: string = randomUUID()): Outgoing => ({
  key,
  to: { person: to, platform: 'wecom', user: to },
  say: { text },
});

export function aClock(change: Partial<Clock> = {}): Clock {
  const at = new Date('2026-03-01T00:00:00Z');
  return {
    ruleId: 'C-10',
    ruleVersion: '1',
    subject: 'a1',
    ordinal: 1,
    startAt: at,
    dueAt: at,
    originalDueAt: at,
    extendedBy: null,
    stoppedAt: null,
    provisional: false,
    told: [],
    ...change,
  };
}

export const anAssignment = (id: string, unit: string): Case['assignments'][number] => ({
  id,
  unit,
  unitName: unit,
  kind: 'host',
  state: 'handling',
  round: 1,
  assignedAt: new Date('2026-03-01T00:00:00Z'),
  returns: 0,
  settled: false,
  meetings: [],
  progress: [],
  replies: [],
});

export function aCase(id: string, change: Partial<Case> = {}): Omit<Case, 'committee'> & { _id: string } {
  const at = new Date('2026-03-01T00:00:00Z');
  return {
    _id: id,
    id,
    kind: 'proposal',
    version: 1,
    state: 'underHandling',
    title: '关于改造老旧小区的提案',
    serialNo: null,
    publicNo: '058',
    form: {},
    edited: null,
    files: [],
    authors: [{ person: 'lin', name: 'lin同志', role: 'first' }],
    assignments: [anAssignment('a1', 'u1')],
    commitments: [],
    feedbacks: [],
    verifications: [],
    outcomes: [],
    clocks: [aClock()],
    flags: [],
    reason: null,
    links: [],
    createdAt: at,
    updatedAt: at,
    auditHead: { seq: 1, hash: '' },
    effects: [],
    effectsPending: false,
    nextDueAt: null,
    ...change,
  };
}

let serial = 0;
/** Puts an open obligation in the store. */
export async function given(store: CommitteeStore, change: Partial<Obligation> = {}): Promise<string> {
  serial += 1;
  const key = `${COMMITTEE}:k1:G-18:${serial}:${change.recipient ?? 'zhao'}`;
  await store.obligations.insert({
    _id: key,
    key,
    case: 'k1',
    kind: 'C-10/R3',
    text: 'G-18',
    ordinal: String(serial),
    recipient: 'zhao',
    dueAt: new Date('2026-03-03T08:30:00+08:00'),
    urgency: 'reminder',
    subject: 'a1',
    clock: { ruleId: 'C-10', subject: 'a1', ordinal: 1 },
    facts: {},
    state: 'open',
    message: null,
    ...change,
  });
  return key;
}
