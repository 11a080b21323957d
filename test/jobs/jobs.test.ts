import { expect, test } from 'vitest';
import type { JobDeps } from '../../jobs/job-deps.ts';
import { nextInstant } from '../../jobs/next-instant.ts';
import { JOBS, prepareOutbox, runDue, startSchedule } from '../../jobs/schedule.ts';
import { sweepClocks } from '../../jobs/sweep-clocks.ts';
import { sweepEffects } from '../../jobs/sweep-effects.ts';
import { weeklyDigest } from '../../jobs/weekly-digest.ts';
import type { Case } from '../../src/domain/case.ts';
import { aCase, aClock, given, type Station, startStation } from '../outbox/support.ts';

const BLANK = { body: '', facts: [], selectors: [], buttons: [], about: null };

function jobDeps(station: Station): JobDeps {
  const outbox = station.outbox({ prepare: () => prepareOutbox(station.deps) });
  return {
    ...station.deps,
    outbox,
    digest: {
      text: ({ week, thisWeek, thisYear, items, activeMembers, silentMembers }) =>
        [
          week,
          thisWeek.replied,
          thisYear.replied,
          items.replied?.map((one) => one.publicNo),
          activeMembers,
          silentMembers,
        ].join(' '),
      card: ({ week }) => ({ ...BLANK, title: `周报${week}` }),
    },
  };
}

const tally = (station: Station, week: string, metric: string, n: number) =>
  station.store.tallies.insert({
    _id: `${metric}:${week}:${n}`,
    metric,
    case: 'k1',
    at: station.clock.civilAt,
    week,
    unit: null,
    value: 1,
  });

test('P11: the digest goes once a week to the group and to each chair, run twice, by figures of the week before', async () => {
  await using station = await startStation();
  const deps = jobDeps(station);
  await station.store.cases.insert(
    aCase('k1', { clocks: [], authors: [{ person: 'lin', name: 'lin同志', role: 'first' }] }),
  );
  for (const n of [1, 2]) await tally(station, '2026-W10', 'replied', n);
  await tally(station, '2026-W09', 'replied', 1);
  await weeklyDigest(deps);

  station.clock.civil('2026-03-09T09:02:59+08:00');
  expect(await weeklyDigest(deps)).toEqual({ digests: 0 });
  station.clock.civil('2026-03-09T09:03:00+08:00');
  expect(await weeklyDigest(deps)).toEqual({ digests: 1 });
  expect(await weeklyDigest(deps)).toEqual({ digests: 0 });
  await station.store.slots.remove({ task: 'digest' });
  await weeklyDigest(deps);
  await deps.outbox.drain();

  expect(station.channel.calls.map(({ call }) => call).sort((a, b) => a.kind.localeCompare(b.kind))).toEqual([
    { platform: 'wecom', kind: 'robot', recipient: '主席群' },
    { platform: 'wecom', kind: 'send', recipient: 'chair' },
  ]);
  expect(station.channel.said().sort()).toEqual(['2026-W10 2 3 058,058 1 0', '周报2026-W10|']);
});

test('a digest missed in an outage is made up within seven days, in the hours and marked; after eight days it is not', async () => {
  await using station = await startStation();
  const deps = jobDeps(station);
  await weeklyDigest(deps);

  station.clock.civil('2026-03-11T06:00:00+08:00');
  expect(await weeklyDigest(deps)).toEqual({ digests: 0 });
  station.clock.civil('2026-03-11T08:30:00+08:00');
  expect(await weeklyDigest(deps)).toEqual({ digests: 1 });
  await deps.outbox.drain();
  for (const said of station.channel.said()) expect(said).toMatch(/^〔补发〕/);

  station.clock.civil('2026-04-01T10:00:00+08:00');
  expect(await weeklyDigest(deps)).toEqual({ digests: 1 });
});

test('a committee that begins on a Wednesday gets no digest for the Monday before', async () => {
  await using station = await startStation();
  const deps = jobDeps(station);
  station.clock.civil('2026-03-11T10:00:00+08:00');

  expect(await weeklyDigest(deps)).toEqual({ digests: 0 });
});

const dueAt = new Date('2026-03-03T08:30:00+08:00');
/** A reply clock whose last ladder steps lie before now. */
const aDueCase = (): ReturnType<typeof aCase> => {
  const clock = aClock({ subject: '', startAt: new Date('2025-12-01T00:00:00Z'), dueAt, originalDueAt: dueAt });
  return aCase('k1', { clocks: [clock], nextDueAt: dueAt });
};

test('the sweep handles each due case once: run twice, the case changes once and is due no more', async () => {
  await using station = await startStation();
  await station.store.cases.insert(aDueCase());

  await sweepClocks(station.deps);
  const once = (await station.store.cases.get('k1')) as Case;
  await sweepClocks(station.deps);
  const twice = (await station.store.cases.get('k1')) as Case;

  expect(once.version).toBe(2);
  expect(twice.version).toBe(2);
  expect(once.nextDueAt === null || once.nextDueAt > station.clock.civilAt).toBe(true);
  expect(await station.store.audit.count({ case: 'k1', event: 'clockDue' })).toBe(1);
});

test('one case that fails does not stop the others', async () => {
  await using station = await startStation();
  const broken = {
    ...aDueCase(),
    _id: 'k0',
    id: 'k0',
    clocks: null as never,
    nextDueAt: new Date('2026-03-01T00:00:00Z'),
  };
  await station.store.cases.insert(broken);
  await station.store.cases.insert(aDueCase());

  expect(await sweepClocks(station.deps)).toEqual({ swept: 1, failed: 1 });
  expect((await station.store.cases.get('k1'))?.version).toBe(2);
});

test('effects that a crash left in a case come to their collections, once', async () => {
  await using station = await startStation();
  const key = 'yunchuan:k1:G-10:1:lin';
  const obligation = {
    key,
    committee: 'yunchuan',
    case: 'k1',
    kind: 'G-10',
    text: 'G-10',
    ordinal: '1',
    recipient: 'lin',
    dueAt,
    urgency: 'notice',
    subject: '',
    clock: null,
    facts: {},
  } as const;
  await station.store.cases.insert(
    aCase('k1', { effects: [{ type: 'obligation', ...obligation }], effectsPending: true }),
  );

  expect(await sweepEffects(station.deps)).toEqual({ settled: 1, failed: 0 });
  expect(await sweepEffects(station.deps)).toEqual({ settled: 0, failed: 0 });

  expect(await station.store.obligations.count({})).toBe(1);
});

test('the demo stops at the next due case, obligation (when the hours open), deferred reminder or digest', async () => {
  await using station = await startStation();
  expect(await nextInstant(station.deps)).toEqual(new Date('2026-03-09T09:03:00+08:00'));

  await station.store.cases.insert(aCase('k1', { nextDueAt: new Date('2026-03-08T08:30:00+08:00') }));
  expect(await nextInstant(station.deps)).toEqual(new Date('2026-03-08T08:30:00+08:00'));

  await given(station.store, { dueAt: new Date('2026-03-04T22:00:00+08:00') });
  expect(await nextInstant(station.deps)).toEqual(new Date('2026-03-05T08:30:00+08:00'));

  station.clock.civil('2026-03-03T12:30:00+08:00');
  await given(station.store);
  expect(await nextInstant(station.deps)).toEqual(new Date('2026-03-03T14:00:00+08:00'));
});

test('all jobs of the table run, and what they make is sent before runDue resolves', async () => {
  await using station = await startStation();
  const deps = jobDeps(station);
  await runDue(deps);
  station.clock.civil('2026-03-09T09:03:00+08:00');

  await runDue(deps);

  expect(await station.store.messages.count({ state: 'sent' })).toBe(2);
  const schedule = startSchedule(deps, JOBS);
  await schedule.stop();
});
