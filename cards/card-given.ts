/** What every card builder receives beside the case: who reads, by which rules, when, and what he may do now. */
import type { PersonId, Role, UnitId } from '../src/domain/case.ts';
import type { Directory } from '../src/domain/command.ts';
import type { Rules } from '../src/domain/rules.ts';

export interface CardReader {
  readonly id: PersonId;
  readonly name: string;
  /** Post shown to colleagues, e.g. 物业监管科科长; may be empty. */
  readonly title: string;
  readonly roles: readonly Role[];
  /** Set for the people of a responsible unit: they never see marks or feedback (A.2 rule 1). */
  readonly unit: UnitId | null;
}

/** An event the reader may trigger now, from `actionsFor`. */
export interface AllowedAction {
  readonly event: string;
  readonly subject: string;
  readonly label: string;
}

export interface CardGiven {
  readonly recipient: CardReader;
  readonly rules: Rules;
  /** Civil now. */
  readonly now: Date;
  readonly directory: Directory;
  /** Of the one case the card speaks of; builders of lists ignore it. */
  readonly actions: readonly AllowedAction[];
}

export const readsForUnit = (given: CardGiven): boolean => given.recipient.unit !== null;
