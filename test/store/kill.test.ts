import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConnection } from '../../src/store/open-connection.ts';
import { builtStore } from './built-store.ts';

const KILLS = 100;
const LANES = 2;
const WRITER = fileURLToPath(new URL('./kill-writer.mjs', import.meta.url));

type Phase = 'opening' | 'before the first answer' | 'writing';
const ORDER: Phase[] = ['writing', 'opening', 'writing', 'before the first answer', 'writing'];

interface Present {
  n: number;
  whole: boolean;
}

/** What one life of the writer said before it was killed. */
interface Life {
  phase: Phase;
  present?: Present[];
  done: number[];
}

describe.skipIf(process.env.TEST_MONGODB_URI)('the embedded store and SIGKILL', () => {
  let built: ReturnType<typeof builtStore>;
  const dirs: string[] = [];

  beforeAll(() => {
    built = builtStore();
  });
  afterAll(() => {
    built.remove();
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
  });

  /** How long a writer needs to open: kills meant for the opening fall within it, however busy the machine is. */
  let openingMs = 300;

  /** Starts a writer and kills it `delayMs` after the moment named: its start, the open store, or its first answer. */
  function live(dir: string, first: number, from: Phase, delayMs: number): Promise<Life> {
    return new Promise((resolve, reject) => {
      const life: Life = { phase: 'opening', done: [] };
      const started = performance.now();
      const child = spawn(process.execPath, [WRITER, built.url, dir, String(first)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const reached = (phase: Phase) => {
        if (phase === from) setTimeout(() => child.kill('SIGKILL'), delayMs);
      };
      reached('opening');
      createInterface(child.stdout).on('line', (line) => {
        const said = JSON.parse(line) as { present?: Present[]; done?: number };
        if (said.done !== undefined) life.done.push(said.done);
        if (said.present) {
          life.present = said.present;
          openingMs = performance.now() - started;
        }
        const phase = said.present ? 'before the first answer' : 'writing';
        if (phase !== life.phase) reached(phase);
        life.phase = phase;
      });
      child.on('error', reject);
      child.on('close', (code, signal) => {
        if (signal === 'SIGKILL') resolve(life);
        else reject(new Error(`writer ended with ${code}`));
      });
    });
  }

  async function lane(number: number, kills: number, phases: Record<Phase, number>): Promise<number> {
    const dir = mkdtempSync(join(tmpdir(), `zhitong-kill-${number}-`));
    dirs.push(dir);
    const acknowledged = new Set<number>();
    for (let kill = 0; kill < kills; kill += 1) {
      const from = ORDER[kill % ORDER.length] ?? 'writing';
      const delayMs = Math.random() * (from === 'opening' ? openingMs : from === 'writing' ? 80 : 5);
      const life = await live(dir, kill * 100_000, from, delayMs);
      phases[life.phase] += 1;
      if (life.present) check(life.present, acknowledged);
      for (const n of life.done) acknowledged.add(n);
    }
    const store = await openConnection({ dataDir: dir });
    const docs = await store.connection.collection('docs').find({}).toArray();
    await store.close();
    const present = docs.map(({ n, twice, size, text }) => ({ n, whole: twice === 2 * n && size === text.length }));
    check(present, acknowledged);
    return acknowledged.size;
  }

  function check(present: Present[], acknowledged: Set<number>): void {
    const whole = new Set(present.filter((doc) => doc.whole).map(({ n }) => n));
    expect([...acknowledged].filter((n) => !whole.has(n))).toEqual([]);
    expect(new Set(present.map(({ n }) => n)).size).toBe(present.length);
  }

  test(`P26: ${KILLS} kills at random points lose nothing that was acknowledged`, { timeout: 300_000 }, async () => {
    const phases: Record<Phase, number> = { opening: 0, 'before the first answer': 0, writing: 0 };
    const lanes = Array.from({ length: LANES }, (_, number) => lane(number, KILLS / LANES, phases));
    const written = (await Promise.all(lanes)).reduce((sum, count) => sum + count, 0);
    console.log('kills per phase', phases, 'documents acknowledged', written);
    for (const count of Object.values(phases)) expect(count).toBeGreaterThanOrEqual(10);
    expect(written).toBeGreaterThan(KILLS);
  });
});
