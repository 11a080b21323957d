/** What is stored beside the cases: one interface per collection (store.md). Every record carries its committee. */
import type { AuditEntry, CaseId, Obligation, PersonId, Relation, Role, Tally, UnitId } from '../domain/case.ts';
import type { PlatformName } from '../platform-name.ts';

export interface Lease {
  owner: string;
  /** Counts every taking of the lease; later writes carry it, so a paused holder changes nothing. */
  fence: number;
  until: Date;
}

/** One callback exactly as it came, with what became of it. `_id` = committee:platform:source:key. */
export interface InboxRow {
  _id: string;
  committee: string;
  platform: PlatformName;
  /** Which of the platform's doors it came through; the platform's reader knows what the bytes of each mean. */
  source: string;
  /** The sender as the platform names him; `?` when no sender could be read (quarantine). */
  user: string;
  /** A bound person has one mailbox for all his chats, so his lines keep their order wherever he writes. */
  mailbox: string;
  /** Sorts one mailbox's rows in the order of receipt. */
  order: string;
  receivedAt: Date;
  /** The decrypted plaintext, verbatim; base64 when it is not UTF-8. */
  body: string;
  encoding: 'utf8' | 'base64';
  /** Content was withheld because of a classification mark; `body` is empty. */
  classified: boolean;
  state: 'received' | 'done' | 'dead';
  outcome: string | null;
  attempts: number;
}

/**
 * One person: the lease under which his callbacks are worked in order, and what he is in the middle of.
 * Both in one document, so that "this line is in the draft" and "this line is worked" are one write.
 */
export interface MailboxRow {
  _id: string;
  committee: string;
  /** Where he last spoke, and as whom: there he is answered and reminded. */
  platform: PlatformName | null;
  user: string;
  lease: Lease;
  /**
   * Inbox rows worked but not yet flagged there. "Worked" and what came of it are one write this way;
   * the rows are flagged in batches. A list, not a high-water mark: a row that is stored late must not be passed over.
   */
  doneRows: string[];
  dialogue: DialogueState;
}

export interface DialogueState {
  /** Which form is open: a draft's key, or null. */
  current: string | null;
  drafts: Record<string, Draft>;
  /** What the numbers of the last answer stand for. */
  choices: { text: string; action: string }[];
  /** When they were offered (real time): a card sent later takes the numbers over. */
  choicesAt: Date | null;
}

/** One form in the filling. Kept for ever, one per kind or per (event, subject). */
export interface Draft {
  form: string;
  /** The case it belongs to; null for a new item. */
  case: CaseId | null;
  subject: string;
  /** Field being asked for; null = free gathering of text. */
  asking: string | null;
  answers: Record<string, unknown>;
  /** Text paragraphs exactly as received, each with the field it is proposed for. */
  parts: { text: string; field: string; row: string }[];
  files: string[];
  step: 'gathering' | 'split' | 'asking' | 'confirm';
  /** The card whose press opened the form; it turns into the present state when the form is sent. */
  pressed?: { message: string; responseCode: string } | null;
  /** Its person was told that he has just handed in the same text; sent once more, it is meant. */
  warned?: boolean;
  version: number;
  updatedAt: Date;
}

export interface ObligationRow extends Obligation {
  _id: string;
  state: 'open' | 'settled' | 'cancelled';
  message: string | null;
}

export interface MessageRow {
  /** Also the card's task_id: only [0-9A-Za-z_-@], at most 128 bytes, never reused. */
  _id: string;
  committee: string;
  platform: PlatformName;
  channel: 'app' | 'robot';
  /**
   * `send`: a new message to one person; `update`: a card he has turns into another; `robot`: a group's robot;
   * `session`: an answer into the conversation a line came from.
   */
  call: 'send' | 'update' | 'robot' | 'session';
  /** Person id, or the group's name. */
  recipient: string;
  /** Frozen bytes of the request, never rendered again (P8). */
  body: string;
  /** The platform shows the same bytes once, however often they come; otherwise an unknown outcome is held (P9). */
  refusesRepeats: boolean;
  /** For people: what it says, for the operator's list and the ledger comparison. Never logged. */
  summary: string;
  /** What the numbers 1, 2, … of its card stand for, for whoever types instead of pressing. */
  choices: { text: string; action: string }[];
  case: CaseId | null;
  obligations: string[];
  state: 'due' | 'sent' | 'cancelled' | 'held' | 'dead';
  dueAt: Date;
  /** After this instant (real time) it is handed to the operators instead of being retried. */
  expiresAt: Date;
  lease: Lease;
  attempts: { k: number; fence: number; at: Date }[];
  outcome: { class: string; errcode: number | null; text: string; at: Date } | null;
  platformMessage: { msgid: string | null; responseCode: string | null };
  /** Told to the domain once it is delivered, e.g. `tellAuthor`. */
  onDelivered: { event: string; case: CaseId } | null;
}

export interface PersonRow {
  _id: string;
  committee: string;
  id: PersonId;
  name: string;
  title: string;
  roles: Role[];
  unit: UnitId | null;
  /** Lower-cased WeCom user id; empty when he is not there. */
  wecomId: string;
  /** DingTalk user id, exactly as the platform writes it; empty when he is not there. */
  dingtalkId: string;
  state: 'active' | 'left';
  /** Digest of the invite code that is good now (invite-code.ts); missing or empty: none. */
  inviteDigest?: string;
  /** Digests of codes that were used: the same sheet imported again does not make them good again. */
  usedInvites?: string[];
}

/**
 * One platform account that asked to be somebody: what its sender said, and what came of it.
 * One row for each account, so that it can become one person only, however many requests and clerks there are.
 * `_id` = committee:platform:account.
 */
export interface BindingRow {
  _id: string;
  committee: string;
  platform: PlatformName;
  /** The account as the inbox has it. */
  user: string;
  /** Key of the present request, part of every button about it: buttons of an earlier one are told from it. */
  request: string;
  /** What he says he is, as he typed it. */
  name: string;
  unit: string;
  askedAt: Date;
  state: 'waiting' | 'bound' | 'refused' | 'undone';
  /** Whose account it became. */
  person: PersonId | null;
  /** Person id of the clerk; `code` when an invite code did it. */
  decidedBy: string;
  decidedAt: Date | null;
  /** Inbox key of the line that decided; worked again after a crash it comes to the same. */
  cause: string;
}

export interface UnitRow {
  _id: string;
  committee: string;
  id: UnitId;
  name: string;
  kind: string;
  aliases: string[];
  /** Ids of its departments in each platform's directory: who leaves them leaves the unit (docs/decisions/10). */
  departments?: Partial<Record<PlatformName, string[]>>;
}

export interface GroupRow {
  _id: string;
  committee: string;
  name: string;
  platform: PlatformName;
  /** Name of its robot in WECOM_GROUP_ROBOTS or DINGTALK_GROUP_ROBOTS. */
  robot: string;
}

export interface FileRow {
  _id: string;
  committee: string;
  platform: PlatformName;
  mediaId: string;
  name: string;
  type: string;
  size: number;
  sha256: string | null;
  state: 'open' | 'stored' | 'failed';
  owner: PersonId;
  at: Date;
  attempts: number;
}

export interface CounterRow {
  _id: string;
  committee: string;
  value: number;
}

/** Token buckets reserved in tens, and scheduled slots taken once. */
export interface LimitRow {
  _id: string;
  committee: string;
  used: number;
  windowEndsAt: Date;
}
export interface SlotRow {
  _id: string;
  committee: string;
  task: string;
  at: Date;
}
export interface TokenRow {
  _id: string;
  committee: string;
  token: string;
  expiresAt: Date;
}

export interface AuditRow extends AuditEntry {
  _id: string;
}
export interface RelationRow extends Relation {
  _id: string;
}
export interface TallyRow extends Tally {
  _id: string;
}
