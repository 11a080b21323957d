/** How a kind of item is described: data only. A new kind or mechanism is rows here, not a new engine. */
import type { AssignmentKind, Role } from './case.ts';

/** What a row acts on: the item itself, one assignment, commitment or meeting, or nothing that has a state. */
export type RowTarget = 'item' | 'assignment' | 'commitment' | 'meeting' | 'none';

/** What the actor must be to the case beside his role. Units: always their own assignment. */
export type Relationship = 'firstProposer' | 'author' | 'invitee' | 'rater';
export type NumberName = 'serialNo' | 'publicNo' | 'crossOffNo';

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
  readonly relation?: Relationship;
  /** Staff may enter it for the author by telephone or on paper (代录). */
  readonly behalf?: boolean;
  /** Kinds of assignment it may act on; left out: all. */
  readonly kinds?: readonly AssignmentKind[];
  /** Whose unit acts: the assignment's own (default), the host on a co unit's, or a co unit on the host's. */
  readonly side?: 'host' | 'co';
  /** Nobody of a handling unit may, whatever else he is (A.2 rule 8). */
  readonly recusal?: boolean;
  /** Selectors between rows of one event (guards.ts); a row whose selectors do not all hold is passed over. */
  readonly when?: readonly string[];
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
  /** System events tried afterwards on the same subject, in the same decision. */
  readonly then?: readonly string[];
  /** Numbers the shell must reserve before. */
  readonly numbers?: readonly NumberName[];
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
  /** Whoever of the unit has to sign its reply. */
  | 'unitSigner'
  | 'hostUnit'
  | 'coUnits'
  | 'invitee'
  | 'leader'
  | 'committeeDirector'
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
  readonly states: Readonly<Record<string, string>>;
  readonly assignmentStates: Readonly<Record<string, string>>;
  readonly finalStates: readonly string[];
  /** Clocks that survive reaching an end (domain.md B.1.3 preface). */
  readonly outlive: readonly string[];
  /** Clocks that end by themselves when they are due (domain.md C.2 'runs out'). */
  readonly runsOut: readonly string[];
  /** States computed from the assignments (B.1.5); empty: every row names its next state. */
  readonly computed: readonly string[];
  /** Nobody but the author sees it in these. */
  readonly privateStates: readonly string[];
  /** Roles that see every item of the kind, from which state on is the policy's matter. */
  readonly seenBy: readonly Role[];
  /** Fields of the form without which it is not handed in. */
  readonly required: readonly string[];
  readonly serialPrefix: string;
  readonly rows: readonly Row[];
}
