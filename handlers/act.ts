import { caseCard } from '../cards/case-card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { refusalText } from '../cards/refusal-text.ts';
import { typeset } from '../cards/typeset.ts';
import { words } from '../cards/words.ts';
import type { Outgoing } from '../src/deps.ts';
import type { Case, Obligation } from '../src/domain/case.ts';
import type { Command, CreateTarget, Refusal } from '../src/domain/command.ts';
import { kindOf } from '../src/domain/kinds/kinds.ts';
import { applyCommand } from '../src/store/apply-command.ts';
import { sees } from './find-cases.ts';
import type { Answer, Talk } from './talk.ts';
import { answer, cardGiven, outgoing, pressedCard, remember } from './talk.ts';

/** `done`: the case holds what was asked for, from now or (the same line worked again after a crash) from before. */
export interface Acted extends Answer {
  readonly done: boolean;
}

/**
 * Applies one event for the person and answers with the present state.
 * What the event owes this very person is said at once, as the answer, not again as a notice.
 */
export async function act(
  talk: Talk,
  target: string | CreateTarget,
  commands: readonly Omit<Command, 'actor' | 'cause'>[],
  updates: Outgoing['updates'] = pressedCard(talk).updates,
): Promise<Acted> {
  const full = commands.map((command) => ({ ...command, actor: talk.actor, cause: talk.row }));
  const decision = await applyCommand(talk.deps, target, full);
  if (!decision.ok) return { ...refuse(talk, decision.refusal, decision.kase, full.at(-1)?.event), done: false };
  const given = cardGiven(talk, decision.kase);
  const own = decision.kase.effects.filter(
    (effect): effect is Extract<typeof effect, { type: 'obligation' }> =>
      effect.type === 'obligation' && effect.recipient === talk.person.id && effect.urgency === 'notice',
  );
  const state = { card: caseCard(decision.kase, given) };
  const about = { case: decision.kase.id };
  if (own.length === 0) return { ...answer(talk, state, { ...about, ...(updates ? { updates } : {}) }), done: true };
  const notices = own.map((obligation, index) => notice(talk, obligation, decision.kase, index + 2));
  const first = updates ? [outgoing(talk, state, { ...about, updates })] : [];
  const last = noticeCard(own[own.length - 1] as Obligation, decision.kase, given);
  return { dialogue: remember(talk, { card: last }), says: [...first, ...notices], later: false, done: true };
}

function notice(talk: Talk, obligation: Obligation, kase: Case, n: number): Outgoing {
  const card = noticeCard(obligation, kase, cardGiven(talk, kase));
  return outgoing(talk, { card }, { n, case: kase.id, obligations: [obligation.key] });
}

/** Refusals after which the reader needs to see how things stand now. */
const SHOWS_STATE: ReadonlySet<Refusal['code']> = new Set(['notInThisState', 'conflict']);

/** A refusal says what to do; the person's own card shows the present state, a stranger learns nothing (decision 9). */
function refuse(talk: Talk, refusal: Refusal, kase: Case | null, event = ''): Answer {
  const phone = talk.deps.rules.officePhone;
  if (refusal.code === 'notFound' || !kase) talk.deps.log.info('policy.denied', { key: talk.row });
  if (!kase || !sees(talk, kase)) return answer(talk, { text: words('refuse.notFound', { phone }) });
  const kind = kindOf(kase.kind);
  const label = typeset(kind?.rows.find((row) => row.event === event)?.label ?? event);
  const text =
    refusal.code === 'notFound'
      ? words('refuse.noPermission', { label, phone })
      : refusalText(refusal, words, { phone, label, state: kind?.states[kase.state] ?? kase.state });
  if (!SHOWS_STATE.has(refusal.code)) return answer(talk, { text });
  const card = caseCard(kase, cardGiven(talk, kase));
  const { updates } = pressedCard(talk);
  // The pressed card itself turns into the present state: that is the answer.
  if (refusal.code === 'notInThisState' && updates) return answer(talk, { card }, { case: kase.id, updates });
  const shown = answer(talk, { card }, { n: 2, case: kase.id });
  return { ...shown, says: [outgoing(talk, { text }), ...shown.says] };
}
