import mongoose from 'mongoose';
import { notSupported } from './engine-error.ts';
import { dateLeaf, isLeafKey, type Tree, type TreeObject } from './values.ts';

const { ObjectId, Binary } = mongoose.mongo;

/** What the official driver's types are called; read instead of `instanceof` because two copies of bson may be loaded. */
interface BsonValue {
  _bsontype: string;
  toHexString(): string;
  toString(encoding: string): string;
  sub_type: number;
  valueOf(): unknown;
}

const BSON: Record<string, (value: BsonValue) => Tree> = {
  ObjectId: (value) => ({ $oid: value.toHexString() }),
  Binary: (value) => ({
    $binary: { base64: value.toString('base64'), subType: value.sub_type.toString(16).padStart(2, '0') },
  }),
  Int32: (value) => Number(value.valueOf()),
  Double: (value) => encode(Number(value.valueOf()), ''),
};

/**
 * A document, filter or update as relaxed Extended JSON. `undefined` becomes null, as the official driver writes it.
 * @param dollar whether field names may begin with `$` (filters and updates), else they are refused
 * @throws EngineError naming the path of a value that cannot be stored
 */
function encode(value: unknown, path: string, dollar = false): Tree {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : { $numberDouble: String(value) };
    case 'undefined':
      return null;
    case 'object':
      return value === null ? null : encodeObject(value, path, dollar);
    default:
      throw notSupported(`a ${typeof value}`, path || 'value');
  }
}

function encodeObject(value: object, path: string, dollar: boolean): Tree {
  if (value instanceof Date) return encodeDate(value, path);
  if ('_bsontype' in value) {
    const bson = value as BsonValue;
    const convert = BSON[bson._bsontype];
    if (!convert) throw notSupported(`type ${bson._bsontype}`, path || 'value');
    return convert(bson);
  }
  if ('toBSON' in value && typeof value.toBSON === 'function') return encode(value.toBSON(), path, dollar);
  if (Array.isArray(value)) return value.map((one, index) => encode(one, `${path}.${index}`, dollar));
  if (value instanceof Uint8Array) return { $binary: { base64: Buffer.from(value).toString('base64'), subType: '00' } };
  if (value instanceof RegExp) throw notSupported(`regular expression ${value}`, path || 'value');
  if (value instanceof Map) return encodeFields([...value], path, dollar);
  return encodeFields(Object.entries(value), path, dollar);
}

function encodeDate(value: Date, path: string): Tree {
  if (Number.isNaN(value.getTime())) throw notSupported('an invalid date', path || 'value');
  return dateLeaf(value);
}

function encodeFields(fields: [string, unknown][], path: string, dollar: boolean): TreeObject {
  // Without a prototype, so that a field called __proto__ is a field.
  const out: TreeObject = Object.create(null);
  for (const [key, value] of fields) {
    if (key.startsWith('$') && (!dollar || isLeafKey(key))) throw notSupported(`field name ${key}`, path || 'document');
    out[key] = encode(value, path ? `${path}.${key}` : key, dollar);
  }
  return out;
}

export const encodeDocument = (doc: object): TreeObject => encode(doc, '') as TreeObject;
export const encodeFilter = (filter: object): TreeObject => encode(filter, '', true) as TreeObject;

const LEAVES: Record<string, (leaf: TreeObject) => unknown> = {
  $date: ({ $date }) => new Date(typeof $date === 'string' ? $date : Number(($date as TreeObject).$numberLong)),
  $oid: ({ $oid }) => new ObjectId($oid as string),
  $numberDouble: ({ $numberDouble }) => Number($numberDouble),
  $binary: ({ $binary }) => {
    const { base64, subType } = $binary as { base64: string; subType: string };
    return new Binary(Buffer.from(base64, 'base64'), Number.parseInt(subType, 16));
  },
};

/** The values of a tree that was just parsed; it is changed in place. */
export function decode(tree: Tree): unknown {
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) {
    for (let i = 0; i < tree.length; i += 1) tree[i] = decode(tree[i] as Tree) as Tree;
    return tree;
  }
  for (const key in tree) {
    const leaf = Object.hasOwn(LEAVES, key) ? LEAVES[key] : undefined;
    if (leaf) return leaf(tree);
    const value = tree[key];
    if (typeof value === 'object' && value !== null) tree[key] = decode(value) as Tree;
  }
  return tree;
}
