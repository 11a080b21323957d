import { strictUtf8 } from '../strict-utf8.ts';
import { type JsonObject, readJson } from './json-scan.ts';
import { readMessage } from './read-message.ts';
import { readPress } from './read-press.ts';
import type { DingtalkRead, DingtalkRow, ReadOptions } from './read-result.ts';

type Reader = (json: JsonObject, row: DingtalkRow, options: ReadOptions) => DingtalkRead;

const READERS: Readonly<Record<DingtalkRow['source'], Reader>> = { robot: readMessage, card: readPress };

/** What people see as a broken character, and stores refuse: half of a pair, written as \ud83d in the JSON. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Turns a stored callback into an event. Never throws, whatever the bytes are. */
export function readDingtalkRow(row: DingtalkRow, options: ReadOptions = {}): DingtalkRead {
  const text = strictUtf8(row.body);
  if (text === null) return { ok: false, reason: 'encoding' };
  const json = readJson(text);
  if (!json) return { ok: false, reason: 'unreadable' };
  const read = READERS[row.source](json, row, options);
  return read.ok && writtenIn(read).some((each) => LONE_SURROGATE.test(each)) ? broken(read) : read;
}

/** All that people wrote. */
function writtenIn({ event }: Extract<DingtalkRead, { ok: true }>): string[] {
  const chosen = Object.entries(event.press?.choices ?? {}).flat(2);
  return [event.text ?? '', event.fileName ?? '', event.press?.token ?? '', ...chosen];
}

const broken = ({ conversation }: DingtalkRead): DingtalkRead => ({
  ok: false,
  reason: 'encoding',
  ...(conversation && { conversation }),
});
