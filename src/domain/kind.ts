/** How a kind of item is described: data only. A new kind or mechanism is rows here, not a new engine. */
import type { Role } from './case.ts';

/** What a row moves: the item itself, one assignment, one commitment, or nothing ('stays'). */
export type RowTarget = 'item' | 'assignment' | 'commitment' | 'none';

export interface Row {
  /** Row number of domain.md B.1.3 or B.2.2; never changes. */
  readonly n: number;
  readonly event: string;
  /** Label people read, e.g. 立案. */
  readonly label: string;
  readonly target: RowTarget;
  /** States of the item in which it is allowed; '–' = the item does not exist yet; '*' = any. */
  readonly from: readonly string[];
  /** Next state of the item; undefined = stays or is computed (B.1.5). */
  readonly to?: string;
  /** For assignment or commitment rows: its own states. */
  readonly subFrom?: readonly string[];
  readonly subTo?: string;
  /** Who may, by role; relations are checked by the policy (own item, own unit). */
  readonly by: readonly Role[];
  /** Names of guards, looked up in guards.ts; all must hold. */
  readonly guards: readonly string[];
  readonly stop: readonly string[];
  readonly start: readonly string[];
  /** Who is told with which text of section G. */
  readonly notify: readonly { readonly to: Audience; readonly text: string }[];
  /** Names of changes (changes.ts) this event makes to the document beside its state. */
  readonly changes: readonly string[];
  /** Metrics tallied when it happens. */
  readonly tally?: readonly string[];
  /** False: the row is there and tested, its dialogue is not: answers 尚未开通. */
  readonly open: boolean;
}

/** Named audiences, resolved on the case and the directory by `audience.ts`. */
export type Audience =
  | 'author'
  | 'authors'
  | 'coSigners'
  | 'unitLiaison'
  | 'unitDeputy'
  | 'unitHead'
  | 'unitPeople'
  | 'hostUnit'
  | 'proposalStaff'
  | 'proposalDirector'
  | 'assignOffice'
  | 'inspector'
  | 'verifier'
  | 'infoEditor'
  | 'infoReviewer'
  | 'infoIssuer'
  | 'secretaryGeneral'
  | 'chairs';

export interface Kind {
  readonly name: string;
  /** e.g. 提案 */
  readonly label: string;
  /** Who may create and own it. */
  readonly states: Readonly<Record<string, string>>;
  readonly assignmentStates: Readonly<Record<string, string>>;
  readonly finalStates: readonly string[];
  /** Clocks that survive reaching an end (domain.md B.1.3 preface). */
  readonly outlive: readonly string[];
  readonly serialPrefix: string;
  readonly rows: readonly Row[];
}
