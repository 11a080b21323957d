import type { PersonId, Role } from '../src/domain/case.ts';
import { addDays, civilDate, instantAt } from '../src/domain/civil-date.ts';
import { digestSlot, speakingAt } from '../src/domain/speaking.ts';
import { addressOf } from '../src/outbox/address.ts';
import { type DigestFigures, digestFigures } from './digest-figures.ts';
import type { JobDeps } from './job-deps.ts';

/** The group robot of the chairs (WECOM_GROUP_ROBOTS and DINGTALK_GROUP_ROBOTS, `chairs=…`). */
const CHAIRS_ROBOT = 'chairs';
const CHAIRS: readonly Role[] = ['chair', 'viceChair', 'secretaryGeneral'];
/** Later than this it is marked 〔补发〕 and waits for speaking hours. */
const LATE_MS = 30 * 60_000;
const MAKE_UP_MS = 7 * 86_400_000;
const LATE_MARK = '〔补发〕';

interface Slot {
  readonly week: string;
  readonly dueAt: Date;
}

/**
 * The chairs' digest: text in their group and a card to each (decision 21), once a week (P11), made up when missed
 * within seven days. The messages are keyed by week and reader, so a crash between them and the slot repeats nothing.
 */
export async function weeklyDigest(deps: JobDeps): Promise<{ digests: number }> {
  const now = deps.clocks.civil();
  const since = await inUseSince(deps, now);
  let digests = 0;
  for (const slot of slotsAround(deps, now)) {
    const isDue = slot.dueAt <= now && slot.dueAt >= since && now.getTime() - slot.dueAt.getTime() <= MAKE_UP_MS;
    if (isDue && (await giveDigest(deps, slot, now))) digests += 1;
  }
  return { digests };
}

const slotId = (deps: JobDeps, week: string): string => `${deps.committee}:digest:${week}`;

/** This week's slot and the last one's; both are one when a whole week was off work. */
function slotsAround({ rules }: JobDeps, now: Date): readonly Slot[] {
  const before = digestSlot(instantAt(addDays(civilDate(now), -7), '12:00'), rules);
  const current = digestSlot(now, rules);
  return before.week === current.week ? [current] : [before, current];
}

/** A committee that begins on a Wednesday gets no digest for the Monday before. */
async function inUseSince(deps: JobDeps, now: Date): Promise<Date> {
  const _id = `${deps.committee}:inUseSince`;
  if (await deps.store.slots.insert({ _id, task: 'inUseSince', at: now })) return now;
  return (await deps.store.slots.get(_id))?.at ?? now;
}

async function giveDigest(deps: JobDeps, { week, dueAt }: Slot, now: Date): Promise<boolean> {
  const _id = slotId(deps, week);
  if (await deps.store.slots.get(_id)) return false;
  const isLate = now.getTime() - dueAt.getTime() > LATE_MS;
  if (isLate && !speakingAt(now, deps.rules)) return false;
  const figures = await digestFigures(deps, dueAt, isLate);
  await putToGroups(deps, week, figures);
  for (const reader of readersOf(deps)) await putToReader(deps, week, reader, figures);
  return deps.store.slots.insert({ _id, task: 'digest', at: now });
}

async function putToGroups(deps: JobDeps, week: string, figures: DigestFigures): Promise<void> {
  const text = `${figures.isLate ? `${LATE_MARK}\n` : ''}${deps.digest.text(figures, deps.rules)}`;
  const groups = deps.directory.groups().filter(({ robot }) => robot === CHAIRS_ROBOT);
  if (groups.length === 0) deps.log.warn('digest.noGroup', { reason: `no group with robot ${CHAIRS_ROBOT}` });
  for (const { name, platform } of groups)
    await deps.outbox.putToGroup({ key: `digest:${week}:group:${name}`, platform, group: name, text });
}

const readersOf = ({ directory }: JobDeps): readonly PersonId[] => [
  ...new Set(CHAIRS.flatMap((role) => directory.byRole(role))),
];

async function putToReader(deps: JobDeps, week: string, reader: PersonId, figures: DigestFigures): Promise<void> {
  const reached = await addressOf(deps, reader);
  if (!reached.ok) return;
  const card = deps.digest.card(figures, deps.rules);
  const title = figures.isLate ? `${LATE_MARK}${card.title}` : card.title;
  await deps.outbox.put({
    key: `digest:${week}:${reader}`,
    to: reached.to,
    say: { card: { ...card, title } },
  });
}

/** When the next digest is due, or the one that waits for speaking hours; for the demo's clock. */
export async function nextDigestAt(deps: Pick<JobDeps, 'store' | 'committee' | 'rules'>, now: Date): Promise<Date> {
  const current = digestSlot(now, deps.rules);
  if (current.dueAt > now) return current.dueAt;
  return digestSlot(instantAt(addDays(civilDate(now), 7), '00:00'), deps.rules).dueAt;
}
