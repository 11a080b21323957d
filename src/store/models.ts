import mongoose, { type Connection, type Model, type SchemaDefinition } from 'mongoose';
import type { Case } from '../domain/case.ts';
import type * as R from './records.ts';

const { Schema } = mongoose;
const { Mixed } = Schema.Types;

type Keys = Record<string, 1 | -1>;
interface Shape {
  readonly name: string;
  readonly fields: SchemaDefinition;
  readonly indexes: readonly { readonly keys: Keys; readonly unique?: true }[];
}

const text = { type: String, required: false };
const date = { type: Date, required: false };
const number = { type: Number, required: false };
const flag = { type: Boolean, required: false };
const any = { type: Mixed, required: false };
const lease = { owner: text, fence: number, until: date };

/** Every collection, its fields and its indexes. Each index starts with the committee (the shard key). */
const SHAPES = {
  cases: {
    name: 'cases',
    fields: {
      id: text,
      kind: text,
      version: number,
      state: text,
      title: text,
      serialNo: text,
      publicNo: text,
      form: any,
      edited: any,
      files: any,
      authors: any,
      assignments: any,
      commitments: any,
      feedbacks: any,
      verifications: any,
      outcomes: any,
      clocks: any,
      flags: any,
      reason: any,
      links: any,
      createdAt: date,
      updatedAt: date,
      auditHead: any,
      effects: any,
      effectsPending: flag,
      nextDueAt: date,
    },
    indexes: [
      { keys: { committee: 1, nextDueAt: 1 } },
      { keys: { committee: 1, effectsPending: 1 } },
      { keys: { committee: 1, serialNo: 1 } },
      { keys: { committee: 1, kind: 1, publicNo: 1 } },
      { keys: { committee: 1, kind: 1, state: 1 } },
    ],
  },
  inbox: {
    name: 'inbox',
    fields: {
      platform: text,
      source: text,
      user: text,
      mailbox: text,
      order: text,
      receivedAt: date,
      body: text,
      encoding: text,
      classified: flag,
      state: text,
      outcome: text,
      attempts: number,
    },
    indexes: [{ keys: { committee: 1, state: 1, mailbox: 1, order: 1 } }],
  },
  mailboxes: {
    name: 'mailboxes',
    fields: { platform: text, user: text, lease, doneRows: any, dialogue: any },
    indexes: [],
  },
  obligations: {
    name: 'obligations',
    fields: {
      key: text,
      case: text,
      kind: text,
      text,
      ordinal: text,
      recipient: text,
      dueAt: date,
      urgency: text,
      subject: text,
      clock: any,
      facts: any,
      state: text,
      message: text,
    },
    indexes: [{ keys: { committee: 1, state: 1, dueAt: 1 } }, { keys: { committee: 1, case: 1 } }],
  },
  messages: {
    name: 'messages',
    fields: {
      platform: text,
      channel: text,
      call: text,
      recipient: text,
      body: text,
      refusesRepeats: flag,
      summary: text,
      choices: any,
      case: text,
      obligations: any,
      state: text,
      dueAt: date,
      expiresAt: date,
      lease,
      attempts: any,
      outcome: any,
      platformMessage: any,
      onDelivered: any,
    },
    indexes: [
      { keys: { committee: 1, state: 1, dueAt: 1 } },
      { keys: { committee: 1, recipient: 1, dueAt: 1 } },
      // What one recipient is still owed, whatever he was sent in years before.
      { keys: { committee: 1, recipient: 1, state: 1, dueAt: 1 } },
    ],
  },
  people: {
    name: 'people',
    fields: {
      id: text,
      name: text,
      title: text,
      roles: any,
      unit: text,
      wecomId: text,
      dingtalkId: text,
      state: text,
      inviteDigest: text,
      usedInvites: any,
    },
    indexes: [{ keys: { committee: 1, unit: 1 } }],
  },
  bindings: {
    name: 'bindings',
    fields: {
      platform: text,
      user: text,
      request: text,
      name: text,
      unit: text,
      askedAt: date,
      state: text,
      person: text,
      decidedBy: text,
      decidedAt: date,
      cause: text,
    },
    indexes: [],
  },
  units: {
    name: 'units',
    fields: { id: text, name: text, kind: text, aliases: any, departments: any },
    indexes: [{ keys: { committee: 1, name: 1 } }],
  },
  groups: {
    name: 'groups',
    fields: { name: text, platform: text, robot: text },
    indexes: [{ keys: { committee: 1, name: 1 } }],
  },
  relations: {
    name: 'relations',
    fields: { case: text, holder: text, role: text },
    indexes: [{ keys: { committee: 1, holder: 1 } }, { keys: { committee: 1, case: 1 } }],
  },
  audit: {
    name: 'audit',
    fields: {
      case: text,
      seq: number,
      at: date,
      actor: text,
      roles: any,
      event: text,
      from: text,
      to: text,
      subject: text,
      cause: text,
      before: text,
      after: text,
      previous: text,
      hash: text,
    },
    indexes: [{ keys: { committee: 1, case: 1, seq: 1 } }],
  },
  tallies: {
    name: 'tallies',
    fields: { metric: text, case: text, at: date, week: text, unit: text, value: number },
    indexes: [{ keys: { committee: 1, week: 1, metric: 1 } }, { keys: { committee: 1, metric: 1, at: 1 } }],
  },
  files: {
    name: 'files',
    fields: {
      platform: text,
      mediaId: text,
      name: text,
      type: text,
      size: number,
      sha256: text,
      state: text,
      owner: text,
      at: date,
      attempts: number,
    },
    indexes: [{ keys: { committee: 1, state: 1 } }],
  },
  counters: { name: 'counters', fields: { value: number }, indexes: [] },
  limits: { name: 'limits', fields: { used: number, windowEndsAt: date }, indexes: [] },
  slots: { name: 'slots', fields: { task: text, at: date }, indexes: [{ keys: { committee: 1, task: 1 } }] },
  tokens: { name: 'tokens', fields: { token: text, expiresAt: date }, indexes: [] },
} as const satisfies Record<string, Shape>;

export interface Models {
  cases: Model<Case & { _id: string }>;
  inbox: Model<R.InboxRow>;
  mailboxes: Model<R.MailboxRow>;
  obligations: Model<R.ObligationRow>;
  messages: Model<R.MessageRow>;
  people: Model<R.PersonRow>;
  bindings: Model<R.BindingRow>;
  units: Model<R.UnitRow>;
  groups: Model<R.GroupRow>;
  relations: Model<R.RelationRow>;
  audit: Model<R.AuditRow>;
  tallies: Model<R.TallyRow>;
  files: Model<R.FileRow>;
  counters: Model<R.CounterRow>;
  limits: Model<R.LimitRow>;
  slots: Model<R.SlotRow>;
  tokens: Model<R.TokenRow>;
}

/** Puts all models on a connection and makes their indexes. */
export async function defineModels(connection: Connection): Promise<Models> {
  const models: Record<string, Model<never>> = {};
  for (const [key, shape] of Object.entries<Shape>(SHAPES)) {
    const schema = new Schema(
      { _id: { type: String, required: true }, committee: { type: String, required: true }, ...shape.fields },
      { versionKey: false, minimize: false, id: false, strict: 'throw', strictQuery: 'throw', autoIndex: false },
    );
    for (const index of shape.indexes) schema.index(index.keys, index.unique ? { unique: true } : {});
    models[key] = connection.model(shape.name, schema, shape.name) as unknown as Model<never>;
  }
  // All at once: the embedded engine puts what arrives together into one flush.
  await Promise.all(Object.values(models).map((model) => model.createCollection()));
  await Promise.all(Object.values(models).map((model) => model.createIndexes()));
  return models as unknown as Models;
}
