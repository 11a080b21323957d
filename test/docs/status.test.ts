import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KINDS } from '../../src/domain/kinds/kinds.ts';

const STATUS = readFileSync(new URL('../../docs/status.md', import.meta.url), 'utf8');

/** Rows of the table under one kind's heading, as `number event`. */
function listed(kind: string): string[] {
  const section = STATUS.split(`(${kind})`)[1]?.split(/\n(?:###|因此)/)[0] ?? '';
  return [...section.matchAll(/^\| (\d+) \| `(\w+)` \|/gm)].map(([, n, event]) => `${n} ${event}`);
}

test.each(Object.values(KINDS))('docs/status.md lists exactly the rows of $label that have no dialogue', (kind) => {
  const closed = kind.rows.filter((row) => !row.open).map((row) => `${row.n} ${row.event}`);
  expect(listed(kind.name).sort()).toEqual([...new Set(closed)].sort());
});
