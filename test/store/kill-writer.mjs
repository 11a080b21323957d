// Writes to the store until it is killed; says on standard output what the store acknowledged, one line each.
// Arguments: address of the built store, data directory, first number.
import { writeSync } from 'node:fs';

const [url, dataDir, first] = process.argv.slice(2);
const say = (line) => writeSync(1, `${JSON.stringify(line)}\n`);

const { openConnection } = await import(url);
const { connection } = await openConnection({ dataDir });
const docs = connection.collection('docs');
await docs.createIndex({ n: 1 }, { unique: true });
const present = await docs.find({}, { sort: { n: 1 } }).toArray();
say({ present: present.map(({ n, twice, size, text }) => ({ n, whole: twice === 2 * n && size === text.length })) });

let next = Number(first);
async function write() {
  for (;;) {
    const n = next++;
    const text = '提'.repeat(1 + ((n * 7919) % (n % 20 === 0 ? 40_000 : 700)));
    await docs.insertOne({ _id: `d${n}`, n, twice: 0, size: 0, text: '' });
    await docs.updateOne({ _id: `d${n}`, n }, { $set: { twice: 2 * n, size: text.length, text } });
    say({ done: n });
  }
}
await Promise.all([write(), write(), write(), write()]);
