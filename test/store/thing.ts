import { type Connection, Schema } from 'mongoose';

/** A document with one field of every type the program stores. */
export interface Thing {
  _id: string;
  n?: number | null;
  key?: string | null;
  at?: Date | null;
  until?: Date;
  owner?: string;
  flag?: boolean;
  text?: string;
  sub?: { a?: number | string; b?: string };
  list?: (number | string)[];
}

const schema = new Schema<Thing>(
  {
    _id: String,
    n: Number,
    key: String,
    at: Date,
    until: Date,
    owner: String,
    flag: Boolean,
    text: String,
    sub: Schema.Types.Mixed,
    list: { type: [Schema.Types.Mixed], default: undefined },
  },
  { strict: 'throw', versionKey: false },
);

export const aModel = (connection: Connection) => connection.model<Thing>('thing', schema);
