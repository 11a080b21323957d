import type { Actor, Case, CaseId, PersonId, Role, UnitId } from './case.ts';
import type { Kind } from './kind.ts';
import type { Rules } from './rules.ts';

/** One wish to change one case. The only way for anything to change. */
export interface Command {
  readonly event: string;
  readonly actor: Actor;
  /** Assignment, commitment or meeting it acts on; '' for the item. */
  readonly subject?: string;
  /** Answers of the form that belongs to the event. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Inbox key or clock key; goes into the audit entry. */
  readonly cause: string;
}

/** Who holds which role, asked by the pure domain through plain data. */
export interface Directory {
  /** People holding a role in the committee. */
  readonly byRole: (role: Role) => readonly PersonId[];
  /** People of a unit holding a role there. */
  readonly inUnit: (unit: UnitId, role: Role) => readonly PersonId[];
  readonly unitName: (unit: UnitId) => string;
  readonly personName: (person: PersonId) => string;
}

export interface Given {
  readonly rules: Rules;
  /** Civil now. */
  readonly now: Date;
  readonly directory: Directory;
  /** Numbers reserved by the shell for this change (serial, public, cross-off); unused ones stay gaps. */
  readonly numbers: { readonly serialNo?: string; readonly publicNo?: string; readonly crossOffNo?: string };
  /** Fresh ids for what the change creates. */
  readonly newId: () => string;
  /** Kinds of items; left out: those of kinds/kinds.ts. */
  readonly kinds?: Readonly<Record<string, Kind>>;
}

export type Refusal =
  | { readonly code: 'notFound' }
  | { readonly code: 'notInThisState' }
  | { readonly code: 'notYetOpen'; readonly row: number }
  | { readonly code: 'guard'; readonly guard: string; readonly facts: Readonly<Record<string, string>> }
  | { readonly code: 'conflict' };

export type Decision =
  | { readonly ok: true; readonly kase: Case; readonly events: readonly string[] }
  | { readonly ok: false; readonly refusal: Refusal; readonly kase: Case | null };

/** `decide(kase, command, given)`: see decide.ts. `caseId` is needed where the case does not exist yet. */
export interface CreateTarget {
  readonly committee: string;
  readonly id: CaseId;
  readonly kind: string;
}
