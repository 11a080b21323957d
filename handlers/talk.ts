/** What a handler receives and gives back. A handler translates: what came → command or form → what is said. */

import type { CardGiven } from '../cards/card-given.ts';
import type { DigestFigures } from '../cards/digest.ts';
import { numberedChoices } from '../cards/numbered-choices.ts';
import type { Deps, Outbox, Outgoing } from '../src/deps.ts';
import type { FormContext } from '../src/dialogue/form.ts';
import type { Say } from '../src/dialogue/say.ts';
import type { Actor, Case } from '../src/domain/case.ts';
import type { Given } from '../src/domain/command.ts';
import { actionsFor } from '../src/domain/decide.ts';
import type { InboundEvent } from '../src/inbox/inbound.ts';
import type { PlatformName } from '../src/platform-name.ts';
import type { DialogueState, PersonRow } from '../src/store/records.ts';

export interface HandlerDeps extends Deps {
  readonly outbox: Outbox;
  /** Wakes the job that fetches pictures. */
  readonly fetchFiles: () => void;
  /** The figures of one ISO week, counted from the tallies; null for what is no week. */
  readonly digestOf: (week: string) => Promise<DigestFigures | null>;
  /** Ids of the departments an account is in now; null: the platform does not tell. */
  readonly departmentsOf: (platform: PlatformName, user: string) => Promise<readonly string[] | null>;
  /** A row was put into this mailbox. Left out: the worker's sweep finds it. */
  readonly wakeMailbox?: (mailbox: string) => void;
}

/** One line of one bound person. */
export interface Talk {
  readonly deps: HandlerDeps;
  readonly person: PersonRow;
  readonly actor: Actor;
  readonly event: InboundEvent;
  /** Inbox key: cause of every change, and key of every answer. */
  readonly row: string;
  readonly dialogue: DialogueState;
}

export interface Answer {
  readonly dialogue: DialogueState;
  readonly says: readonly Outgoing[];
  readonly later: boolean;
}

export const actorOf = (person: PersonRow): Actor => ({
  id: person.id,
  name: person.name,
  roles: person.roles,
  ...(person.unit ? { unit: person.unit } : {}),
});

export const givenOf = (deps: Deps): Given => ({
  rules: deps.rules,
  now: deps.clocks.civil(),
  directory: deps.directory,
  numbers: {},
  newId: deps.newId,
});

export const formContext = (talk: Talk, kase: Case | null, subject: string): FormContext => ({
  kase,
  subject,
  actor: talk.actor,
  rules: talk.deps.rules,
  now: talk.deps.clocks.civil(),
  units: talk.deps.directory.units(),
  personName: talk.deps.directory.personName,
});

/** What card builders need to know about the reader and what he may do now. */
export function cardGiven(talk: Talk, kase: Case | null): CardGiven {
  const { deps, person } = talk;
  return {
    recipient: { id: person.id, name: person.name, title: person.title, roles: person.roles, unit: person.unit },
    rules: deps.rules,
    now: deps.clocks.civil(),
    directory: deps.directory,
    actions: kase ? actionsFor(kase, talk.actor, givenOf(deps)) : [],
  };
}

/** One answer; numbers of a text's choices, or of a card's buttons, are remembered. */
export function answer(
  talk: Talk,
  say: Say,
  rest: Partial<Pick<Outgoing, 'updates' | 'case' | 'obligations'>> & { n?: number } = {},
): Answer {
  return { dialogue: remember(talk, say), says: [outgoing(talk, say, rest)], later: false };
}

export function outgoing(
  talk: Talk,
  say: Say,
  { n = 1, ...rest }: Partial<Pick<Outgoing, 'updates' | 'case' | 'obligations'>> & { n?: number } = {},
): Outgoing {
  return {
    key: `${talk.row}#${n}`,
    to: { person: talk.person.id, platform: talk.event.platform, user: talk.event.person.asSent },
    say: say.card ? { card: say.card } : { text: say.text ?? '' },
    ...rest,
  };
}

export function remember(talk: Talk, say: Say): DialogueState {
  const buttons = say.card ? numberedChoices(say.card) : [];
  return { ...talk.dialogue, choices: [...(say.choices ?? buttons)], choicesAt: talk.deps.clocks.real() };
}

/** The pressed card, if this line is a press of one that can be turned into another. */
export function pressedCard(
  talk: Talk,
): { updates: { message: string; responseCode: string } } | Record<string, never> {
  const press = talk.event.press;
  return press && press.responseCode !== null
    ? { updates: { message: press.message, responseCode: press.responseCode } }
    : {};
}
