import type { Deps } from '../deps.ts';
import type { Case, CaseId, Effect } from '../domain/case.ts';
import { civilDate } from '../domain/civil-date.ts';
import type { Command, CreateTarget, Decision, Given } from '../domain/command.ts';
import { decide } from '../domain/decide.ts';
import type { NumberName } from '../domain/kind.ts';
import { kindOf } from '../domain/kinds/kinds.ts';
import { numberFor } from '../domain/numbers.ts';
import type { CaseRow, CommitteeStore } from './store.ts';

const MAX_RACES = 3;

/**
 * Load → decide → one write: the only way a case changes. Several commands are decided one after the other
 * and saved together (a new item is drafted and submitted in one write).
 * A lost race is decided again on the fresh case, at most three times, then answered `conflict` (P16).
 * A command whose `cause` already changed the case is answered with the present case: replay is safe (P3).
 */
export async function applyCommand(
  deps: Deps,
  target: CaseId | CreateTarget,
  commands: readonly Command[],
): Promise<Decision> {
  for (let attempt = 0; attempt < MAX_RACES; attempt += 1) {
    const loaded = await loadCase(deps, typeof target === 'string' ? target : target.id);
    const cause = commands[0]?.cause ?? '';
    if (loaded && (await alreadyDone(deps, loaded, cause))) return { ok: true, kase: loaded, events: [] };
    const decision = await decideAll(deps, loaded, target, commands);
    if (!decision.ok) return decision;
    if (decision.events.length === 0) return decision;
    if (await saveCase(deps.store, decision.kase, loaded?.version ?? null)) {
      await settleEffects(deps.store, decision.kase);
      return decision;
    }
  }
  const kase = await loadCase(deps, typeof target === 'string' ? target : target.id);
  deps.log.warn('case.conflict', { case: kase?.id ?? '' });
  return { ok: false, refusal: { code: 'conflict' }, kase };
}

async function decideAll(
  deps: Deps,
  loaded: Case | null,
  target: CaseId | CreateTarget,
  commands: readonly Command[],
): Promise<Decision> {
  let kase = loaded;
  let events: readonly string[] = [];
  const effects: Effect[] = [];
  for (const command of commands) {
    const creating = typeof target === 'string' ? undefined : target;
    const decideWith = (numbers: Given['numbers']) => decide(kase, command, givenFor(deps, numbers), creating);
    const wanted = numberFor(kase, command, givenFor(deps, {}), creating);
    // First with a stand-in: a command that is refused uses up no number.
    const probe = decideWith(wanted ? { [wanted]: '?' } : {});
    if (!probe.ok) return probe;
    const kind = kase?.kind ?? creating?.kind ?? '';
    const decision = wanted ? decideWith({ [wanted]: await nextNumber(deps, kind, wanted) }) : probe;
    if (!decision.ok) return decision;
    kase = decision.kase;
    events = [...events, ...decision.events];
    effects.push(...decision.kase.effects);
  }
  if (!kase) return { ok: false, refusal: { code: 'notFound' }, kase: null };
  const version = (loaded?.version ?? 0) + (events.length > 0 ? 1 : 0);
  return { ok: true, kase: { ...kase, version, effects, effectsPending: effects.length > 0 }, events };
}

const givenFor = (deps: Deps, numbers: Given['numbers']): Given => ({
  rules: deps.rules,
  now: deps.clocks.civil(),
  directory: deps.directory,
  numbers,
  newId: deps.newId,
});

/** Serial, proposal, issue and cross-off numbers count per year; the counter's write is durable before the number is used. */
async function nextNumber(deps: Deps, kind: string, which: NumberName): Promise<string> {
  const year = civilDate(deps.clocks.civil()).slice(0, 4);
  const id = `${deps.committee}:${kind}:${which}:${year}`;
  const row = await deps.store.counters.take({ _id: id }, { $inc: { value: 1 } }, { upsert: true });
  const value = row?.value ?? 1;
  const prefix = kindOf(kind)?.serialPrefix ?? '';
  const formats: Readonly<Record<NumberName, string>> = {
    serialNo: `${prefix}${year}-${String(value).padStart(4, '0')}`,
    publicNo: String(value).padStart(3, '0'),
    crossOffNo: `${year}-${String(value).padStart(3, '0')}`,
  };
  return formats[which];
}

/** Loads a case and inserts effects that a crash left in it, before anything replaces them (decision 46). */
export async function loadCase(deps: Pick<Deps, 'store'>, id: CaseId): Promise<Case | null> {
  const row = await deps.store.cases.get(id);
  if (!row) return null;
  const { _id, ...kase } = row;
  if (kase.effectsPending) await insertEffects(deps.store, kase.effects);
  return kase;
}

async function alreadyDone(deps: Deps, kase: Case, cause: string): Promise<boolean> {
  if (!cause.includes(':')) return false;
  const known = await deps.store.audit.findOne({ case: kase.id, cause });
  return known !== null;
}

async function saveCase(store: CommitteeStore, kase: Case, before: number | null): Promise<boolean> {
  const row: CaseRow = { ...kase, _id: kase.id };
  if (before === null) return store.cases.insert(row);
  return store.cases.replace({ _id: kase.id, version: before }, row);
}

/** Puts effects into their own collections by key, then marks the case as settled; the sweep repeats what a crash cut off. */
export async function settleEffects(store: CommitteeStore, kase: Case): Promise<void> {
  await insertEffects(store, kase.effects);
  await store.cases.update({ _id: kase.id, version: kase.version }, { $set: { effectsPending: false } });
}

async function insertEffects(store: CommitteeStore, effects: readonly Effect[]): Promise<void> {
  const of = <K extends Effect['type']>(type: K) =>
    effects.filter((e): e is Extract<Effect, { type: K }> => e.type === type);
  await store.audit.insertMissing(of('audit').map(({ key, entry }) => ({ ...entry, _id: key })));
  await store.relations.insertMissing(of('relation').map(({ key, relation }) => ({ ...relation, _id: key })));
  await store.tallies.insertMissing(of('tally').map(({ key, tally }) => ({ ...tally, _id: key })));
  await store.obligations.insertMissing(
    of('obligation').map(({ type, ...obligation }) => ({
      ...obligation,
      _id: obligation.key,
      state: 'open' as const,
      message: null,
    })),
  );
}
