/** What a case is made of. One case is one document (store.md); everything here is plain data. */

export type PersonId = string;
export type UnitId = string;
export type CaseId = string;
/** `YYYY-MM-DD` in Asia/Shanghai. */
export type CivilDate = string;

/** Role ids of domain.md A.1 that this program knows so far. `system` acts for clocks and chained events. */
export type Role =
  | 'member'
  | 'collectiveLiaison'
  | 'proposalStaff'
  | 'proposalDirector'
  | 'committeeStaff'
  | 'committeeDirector'
  | 'verifier'
  | 'infoEditor'
  | 'infoReviewer'
  | 'infoIssuer'
  | 'secretaryGeneral'
  | 'viceChair'
  | 'chair'
  | 'assignOffice'
  | 'inspector'
  | 'leader'
  | 'unitLiaison'
  | 'unitDeputy'
  | 'unitHead'
  | 'stationHead'
  | 'sysAdmin'
  | 'system';

/** Who acts. `unit` is set for the people of a responsible unit; `name` is shown, never decided upon. */
export interface Actor {
  readonly id: PersonId;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly unit?: UnitId;
  /** Staff acting for somebody else by telephone or on paper (代录, A.2 rule 4). */
  readonly onBehalfOf?: PersonId;
}

export type AssignmentKind = 'sole' | 'branch' | 'host' | 'co';
export type ResultClass = 'A' | 'B' | 'C' | 'D';
export type MeetingStage = 'before' | 'during' | 'after';

export interface Author {
  person: PersonId;
  name: string;
  /** `invited` and `declined` are invitations to sign jointly (events 2, 3); only first and coSigner are authors. */
  role: 'first' | 'coSigner' | 'invited' | 'declined';
}

export interface Meeting {
  id: string;
  stage: MeetingStage;
  /** Form D.5 as answered. */
  form: Record<string, unknown>;
  recordedBy: PersonId;
  recordedAt: Date;
  /** Unconfirmed is not counted as met (C-12). */
  confirm: 'pending' | 'confirmed' | 'denied' | 'toCorrect' | 'unconfirmed';
}

export interface Reply {
  round: number;
  /** Form D.3 as answered. */
  form: Record<string, unknown>;
  resultClass: ResultClass;
  signedBy: PersonId;
  submittedAt: Date;
  issuedAt?: Date;
}

export interface Assignment {
  id: string;
  unit: UnitId;
  unitName: string;
  kind: AssignmentKind;
  state: string;
  round: number;
  assignedAt: Date;
  receivedAt?: Date;
  /** Returned once already: a second request goes to arbitration (event 24). */
  returns: number;
  resultClass?: ResultClass;
  settled: boolean;
  /** How it was settled (events 42–45). After C, D or a lasting dissatisfaction open promises are only tracked. */
  settledAs?: 'A' | 'B' | 'CD' | 'unsatisfied';
  /** The reply of a second handling is not out yet: the item is `rehandling`, not `handling`. */
  secondHandling?: boolean;
  /** Asked for and not yet decided (event 31). */
  extension?: { ruleId: string; newDue: CivilDate; reason: string };
  /** Suggestions this unit owns, 1-based (B.1.5 建议条目分工). */
  suggestions?: number[];
  meetings: Meeting[];
  progress: { at: Date; by: PersonId; text: string; next: string }[];
  replies: Reply[];
  /** Draft of the reply before it is signed and submitted. */
  replyDraft?: Record<string, unknown>;
}

export type CommitmentState = 'open' | 'claimed' | 'verified' | 'broken';

/** A promise found in a reply (承诺事项). */
export interface Commitment {
  id: string;
  assignment: string;
  unit: UnitId;
  measure: string;
  person: string;
  dueOn: CivilDate;
  state: CommitmentState;
  /** The promise's date has passed (event 48). */
  missed: boolean;
  evidence: { at: Date; by: PersonId; text: string; files: string[] }[];
}

/** Form D.4. Never shown to the unit while the round is open (decisions.md 27). */
export interface Feedback {
  /** Each replying unit is rated alone. */
  assignment: string;
  round: number;
  rater: PersonId;
  form: Record<string, unknown>;
  attitudeMark: Mark;
  resultMark: Mark;
  overall: Mark;
  at: Date;
}
export type Mark = 'satisfied' | 'basicallySatisfied' | 'dissatisfied';

/** One look at one thing (B.8): a class A reply or one commitment. */
export interface Verification {
  id: string;
  assignment: string;
  commitment?: string;
  /** Form D.11 as answered by the first signer. */
  form: Record<string, unknown>;
  signers: PersonId[];
  result: 'pending' | 'passed' | 'failed';
  crossOffNo?: string;
  at: Date;
}

/** sentUp, adopted, instructed, usedByDept of an opinion report (B.2.1). */
export interface Outcome {
  id: string;
  kind: 'sentUp' | 'adopted' | 'instructed' | 'usedByDept';
  form: Record<string, unknown>;
  at: Date;
}

/** A running or stopped deadline (C.1 rule 8). */
export interface Clock {
  /** Id of section C, e.g. `C-10`. */
  ruleId: string;
  ruleVersion: string;
  /** What it belongs to: '' the item, else the id of an assignment, meeting or commitment. */
  subject: string;
  /** 1, 2, …: how often this rule was started for this subject. Part of every obligation key. */
  ordinal: number;
  startAt: Date;
  dueAt: Date;
  originalDueAt: Date;
  extendedBy: string | null;
  stoppedAt: Date | null;
  /** True while a year in it has no official calendar (decision 4): shown as 暂定. */
  provisional: boolean;
  /** Kinds of ladder steps already turned into obligations, so that a sweep does not look at them again. */
  told: string[];
}

export interface Case {
  committee: string;
  id: CaseId;
  kind: string;
  version: number;
  state: string;
  title: string;
  /** 流水号, given on submission. */
  serialNo: string | null;
  /** 提案号 or 期号, given on filing or issuing. */
  publicNo: string | null;
  /** The form as submitted; original texts exactly as received (P5). */
  form: Record<string, unknown>;
  /** The editor's version (核稿), never written over `form`. */
  edited: Record<string, unknown> | null;
  /** Files of the author, ids in the `files` collection. */
  files: string[];
  authors: Author[];
  assignments: Assignment[];
  commitments: Commitment[];
  feedbacks: Feedback[];
  verifications: Verification[];
  outcomes: Outcome[];
  clocks: Clock[];
  /** Computed flags that are remembered: crossedOff, keyed, … */
  flags: string[];
  reason: { code: string; text: string } | null;
  links: { rel: string; to: CaseId }[];
  createdAt: Date;
  updatedAt: Date;
  auditHead: { seq: number; hash: string };
  /** What the last change caused and has not yet been put in its own collections. */
  effects: Effect[];
  effectsPending: boolean;
  nextDueAt: Date | null;
}

export type Effect =
  | ({ type: 'obligation' } & Obligation)
  | { type: 'audit'; key: string; entry: AuditEntry }
  | { type: 'relation'; key: string; relation: Relation }
  | { type: 'tally'; key: string; tally: Tally };

/**
 * This person must be told this, due then. No text: words are put in at dispatch.
 * `key` = committee:case:kind:ordinal:recipient, unique for ever (P8).
 */
export interface Obligation {
  key: string;
  committee: string;
  case: CaseId;
  /** Text id of section G (`G-10`) or a ladder step (`C-10/R4`). */
  kind: string;
  /** Which text of section G words it. */
  text: string;
  ordinal: string;
  recipient: PersonId;
  dueAt: Date;
  /** notice: answers and state changes; reminder: bundled and budgeted (C.5); urgent: R5–R7 and cards. */
  urgency: 'notice' | 'reminder' | 'urgent';
  /** What it speaks of: assignment, commitment, meeting id or ''. */
  subject: string;
  /** For reminders: the clock that must still run, else the obligation is cancelled at dispatch. */
  clock: { ruleId: string; subject: string; ordinal: number } | null;
  /** Small facts fixed when it was made (numbers, dates), never free text of others' marks. */
  facts: Record<string, string>;
}

export interface AuditEntry {
  committee: string;
  case: CaseId;
  seq: number;
  at: Date;
  actor: PersonId;
  roles: Role[];
  event: string;
  from: string;
  to: string;
  subject: string;
  /** What caused it: inbox key or clock; the same cause twice is one change. */
  cause: string;
  before: string;
  after: string;
  previous: string;
  hash: string;
}

/** Finds "mine"; it permits nothing (decisions.md 11). `holder` = `person:<id>` or `unit:<id>`. */
export interface Relation {
  committee: string;
  case: CaseId;
  holder: string;
  role: string;
}

/** One row per event a figure counts (store.md). */
export interface Tally {
  committee: string;
  metric: string;
  case: CaseId;
  at: Date;
  /** ISO week, e.g. `2026-W10`. */
  week: string;
  unit: UnitId | null;
  value: number;
}
