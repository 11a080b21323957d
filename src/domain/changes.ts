/** What events write into the document beside its state. Rows name these. */
import { addFlag, type Change, dropFlag } from './change.ts';
import { assignmentChanges } from './changes-assignment.ts';
import { replyChanges } from './changes-reply.ts';
import { trackingChanges } from './changes-tracking.ts';
import { actorOf, dataOf, listOf, textOf } from './context.ts';

const flag =
  (name: string): Change =>
  (next) => {
    addFlag(next, name);
    return undefined;
  };

const outcome =
  (kind: 'sentUp' | 'adopted' | 'instructed'): Change =>
  (next, ctx) => {
    next.outcomes.push({ id: ctx.given.newId(), kind, form: { ...dataOf(ctx) }, at: ctx.given.now });
    return undefined;
  };

const link =
  (rel: string, field: string): Change =>
  (next, ctx) => {
    const to = textOf(dataOf(ctx)[field]);
    if (to) next.links.push({ rel, to });
    return undefined;
  };

const itemChanges = {
  writeForm: (next, ctx) => {
    const { files, ...answers } = dataOf(ctx);
    // Original texts stay exactly as received (P5): nothing is trimmed or corrected here.
    next.form = { ...next.form, ...answers };
    next.files = [...new Set([...next.files, ...listOf(files).map(String)])];
    const { title } = next.form;
    next.title = typeof title === 'string' ? title : next.title;
    return undefined;
  },
  writeEdited: (next, ctx) => {
    next.edited = { ...next.edited, ...dataOf(ctx) };
    return undefined;
  },
  addFiles: (next, ctx) => {
    next.files = [...new Set([...next.files, ...listOf(dataOf(ctx).files).map(String)])];
    return undefined;
  },
  setReason: (next, ctx) => {
    const { reason, reasonCode } = dataOf(ctx);
    next.reason = { code: textOf(reasonCode), text: textOf(reason) };
    return undefined;
  },
  clearReason: (next) => {
    next.reason = null;
    return undefined;
  },
  rememberState: (next, ctx) => {
    next.flags = next.flags.filter((one) => !one.startsWith('before:'));
    addFlag(next, `before:${ctx.kase.state}`);
    return undefined;
  },
  restoreState: (next) => {
    const before = next.flags.find((one) => one.startsWith('before:'));
    next.state = before?.slice('before:'.length) ?? 'submitted';
    if (before) dropFlag(next, before);
    return undefined;
  },
  invite: (next, ctx) => {
    const person = textOf(dataOf(ctx).invitee);
    next.authors = next.authors.filter((author) => author.person !== person);
    next.authors.push({ person, name: ctx.given.directory.personName(person), role: 'invited' });
    return [person];
  },
  cosign: (next, ctx) => answerInvitation(next, actorOf(ctx).id, 'coSigner'),
  declineCosign: (next, ctx) => answerInvitation(next, actorOf(ctx).id, 'declined'),
  dropInvitees: (next) => {
    next.authors = next.authors.filter(({ role }) => role === 'first' || role === 'coSigner');
    return undefined;
  },
  markObjected: flag('objected'),
  markKey: flag('isKey'),
  markPublished: flag('published'),
  linkMain: link('mergedInto', 'main'),
  linkTarget: link('convertedTo', 'target'),
  linkDerived: link('derivedAs', 'target'),
  linkPackage: link('packagedIn', 'target'),
  linkCombined: link('combinedInto', 'target'),
  markLookedBack: flag('lookedBack'),
  addSentUp: outcome('sentUp'),
  addAdopted: outcome('adopted'),
  addInstructed: outcome('instructed'),
} satisfies Record<string, Change>;

function answerInvitation(next: Parameters<Change>[0], person: string, role: 'coSigner' | 'declined'): string[] {
  next.authors = next.authors.map((author) => (author.person === person ? { ...author, role } : author));
  return [person];
}

export const CHANGES: Readonly<Record<string, Change>> = {
  ...itemChanges,
  ...assignmentChanges,
  ...replyChanges,
  ...trackingChanges,
};

export function changeOf(name: string): Change {
  const change = CHANGES[name];
  if (!change) throw new Error(`changes: '${name}' is named by a row but is not defined; add it to changes.ts`);
  return change;
}
