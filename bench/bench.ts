/** `npm run bench [-- --quick]`: the figures of docs/bench.md, with the machine they are true for. No target is a test. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CallbackFigures, measureCallback } from './callback-load.ts';
import type { ServerKind } from './callback-server.ts';
import { machine, round } from './figures.ts';
import { type LineTrial, tryLines } from './one-line.ts';
import { measureStartUp, type StartUp } from './startup.ts';
import { tally, writesOf } from './store-meter.ts';
import { measureStore, type StoreRate } from './store-rate.ts';
import { measureSweep, type SweepFigures } from './sweep.ts';

const RESULTS = fileURLToPath(new URL('results/', import.meta.url));
const USAGE = 'npm run bench [-- --quick]';
const quick = isQuick(process.argv.slice(2));
/** Callbacks a second. The whole program works and answers each line as well, which is another figure. */
const RATES: Readonly<Record<ServerKind, number>> = { bare: 200, callback: 200, program: 20 };
const DUE = 100;

/** Anything else would measure for three minutes what nobody asked for. */
function isQuick(args: readonly string[]): boolean {
  const strange = args.find((one) => one !== '--quick');
  if (strange === undefined) return args.length > 0;
  console.error(`bench: “${strange}” is not known; usage: ${USAGE}`);
  process.exit(2);
}

interface Row {
  readonly what: string;
  readonly value: string;
  readonly aim?: string;
}

const show = (rows: readonly Row[]): void => {
  for (const { what, value, aim = '' } of rows) console.log(`  ${what.padEnd(44)} ${value.padEnd(34)} ${aim}`);
};

async function inTurn<T, R>(items: readonly T[], measure: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await measure(item));
  return results;
}

const startRows = ({ readyMs, idleMiB }: StartUp): Row[] => [
  { what: 'ready after start, built form', value: `${round(readyMs, 0)} ms`, aim: '≤ 600 ms' },
  { what: 'resident memory, idle', value: idleMiB ? `${round(idleMiB)} MiB` : '?', aim: '≤ 110 MiB' },
];

function callbackRows(all: readonly CallbackFigures[]): Row[] {
  const bare = all.find(({ server }) => server === 'bare')?.cpuMicros ?? Number.NaN;
  return all.map(({ server, cpuMicros, p50, p99, failed }) => ({
    what: `${server}, ${RATES[server]}/s${failed > 0 ? `, ${failed} FAILED` : ''}`,
    value: `${round(cpuMicros, 0)} µs CPU (×${round(cpuMicros / bare)}), p50 ${round(p50)} p99 ${round(p99)} ms`,
    aim: { bare: '', callback: '≤ ×3, p99 < 25 ms', program: '' }[server],
  }));
}

const sweepRows = (all: readonly SweepFigures[]): Row[] =>
  all.map(({ open, due, ms, casesRead, documentsRead, calls }) => ({
    what: `sweep, ${due} due of ${open}`,
    value: `${round(ms, 0)} ms, ${casesRead} cases read, ${documentsRead} documents, ${calls} calls`,
    aim: 'the same for each size',
  }));

function lineFigures({ lines }: LineTrial) {
  const writes = lines.map((calls) => writesOf(calls).length);
  const mean = (values: readonly number[]) => values.reduce((sum, n) => sum + n, 0) / values.length;
  return {
    writes: { least: Math.min(...writes), most: Math.max(...writes), mean: mean(writes) },
    roundTrips: mean(lines.map((calls) => calls.length)),
    of: tally(writesOf(lines.at(-1) ?? [])),
  };
}

const lineRows = ({ writes, roundTrips, of }: ReturnType<typeof lineFigures>): Row[] => [
  {
    what: 'durable writes for one chat line',
    value: `${writes.least}–${writes.most}, mean ${round(writes.mean, 2)}`,
    aim: '≤ 5',
  },
  { what: 'store round trips for one chat line', value: String(round(roundTrips)) },
  { what: 'the last line wrote', value: of.join(', ') },
];

const storeRows = (all: readonly StoreRate[]): Row[] =>
  all.map(({ writers, perSecond }) => ({
    what: `durable inserts, ${writers} writers`,
    value: `${round(perSecond, 0)}/s`,
  }));

async function main(): Promise<void> {
  const host = machine();
  console.log(
    `${host.cpu}, ${host.cores} cores, ${host.memoryGiB} GiB, Node ${host.node}, ${host.os}, load ${host.load}, ${host.date}\n`,
  );
  const startUp = await measureStartUp(quick ? 3 : 7);
  show(startRows(startUp));
  const callback = await inTurn(['bare', 'callback', 'program'] as const, (server) =>
    measureCallback(server, RATES[server], quick ? 3 : 10),
  );
  show(callbackRows(callback));
  const line = lineFigures(await tryLines(quick ? 5 : 12));
  show(lineRows(line));
  const store = await inTurn([1, 8, 32], (writers) => measureStore(writers, quick ? 1 : 3));
  show(storeRows(store));
  const sweep = await inTurn(quick ? [1_000, 10_000] : [1_000, 10_000, 100_000], (open) => measureSweep(open, DUE));
  show(sweepRows(sweep));
  mkdirSync(RESULTS, { recursive: true });
  const result = { machine: host, quick, startUp, callback, line, store, sweep };
  writeFileSync(`${RESULTS}latest.json`, `${JSON.stringify(result, null, 2)}\n`);
  console.log('\n  bench/results/latest.json');
}

await main();
