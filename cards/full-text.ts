/** The whole text of an item as far as this reader may see it (A.2). */
import type { Assignment, Case, Reply } from '../src/domain/case.ts';
import { civilDate } from '../src/domain/civil-date.ts';
import { isOpenAssignment } from './about.ts';
import { type CardGiven, readsForUnit } from './card-given.ts';
import { feedbackLines } from './feedback-text.ts';
import { answerText, firstText, formList, formText, suggestionsOf } from './form-text.ts';
import { stateLabel } from './kind-labels.ts';
import { authorNames, isOpinion, itemNumber } from './names.ts';
import { sayDay } from './say-date.ts';
import { CONFIRM, OUTCOME, PROMISE_STATE, STAGE } from './text/zh/phrases.ts';
import { type WordKey, words } from './words.ts';

type Section = readonly string[];

export function fullText(kase: Case, given: CardGiven): string {
  const sections: readonly Section[] = [
    headLines(kase, given),
    textLines(kase),
    editedLines(kase, given),
    meetingLines(kase, given),
    ...kase.assignments.flatMap((assignment) => replyLines(kase, assignment, given)),
    promiseLines(kase, given),
    verificationLines(kase, given),
    outcomeLines(kase, given),
    feedbackLines(kase, given),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function headLines(kase: Case, given: CardGiven): Section {
  const opinion = isOpinion(kase);
  const authors = authorNames(kase, given);
  const category = formText(kase.form, 'category');
  return [
    words(opinion ? 'full.opinionReport' : 'full.proposal', { number: itemNumber(kase), title: kase.title }),
    words('full.state', { state: stateLabel(kase) }),
    ...(authors ? [words(opinion ? 'full.reporter' : 'full.authors', { authors })] : []),
    ...(category ? [words('full.category', { category })] : []),
    ...(kase.files.length > 0 ? [words('full.files', { n: kase.files.length })] : []),
  ];
}

/** As handed in, unchanged (P5). */
function textLines(kase: Case): Section {
  const opinion = isOpinion(kase);
  const part = (heading: WordKey, text: string) => (text ? [words(heading), text] : []);
  const suggestions = suggestionsOf(kase.form).map((text, index) => `${index + 1}. ${text}`);
  return [
    ...part('full.researchNote', formText(kase.form, 'researchNote')),
    ...part(opinion ? 'full.situationOpinion' : 'full.situation', formText(kase.form, 'situation')),
    ...part('full.analysis', formText(kase.form, 'analysis')),
    ...part(opinion ? 'full.suggestionsOpinion' : 'full.suggestions', suggestions.join('\n')),
    ...part('full.factSource', formText(kase.form, 'factSource')),
  ];
}

/** The editor's version is what units receive of a report; the author sees it once it is issued. */
function editedLines(kase: Case, given: CardGiven): Section {
  if (!isOpinion(kase) || !kase.edited) return [];
  if (given.recipient.roles.includes('member') && !kase.publicNo) return [];
  const title = formText(kase.edited, 'title');
  const text = ['problem', 'suggestions'].map((key) => formText(kase.edited, key)).filter(Boolean);
  if (!title && text.length === 0) return [];
  return [...(title ? [words('full.edited', { title })] : []), words('full.editedText'), ...text];
}

/** A unit sees its own meetings and drafts, of other units what was issued (A.2 rule 3). */
const isOwn = (assignment: Assignment, given: CardGiven): boolean =>
  given.recipient.unit === null || given.recipient.unit === assignment.unit;

function meetingLines(kase: Case, given: CardGiven): Section {
  const lines = kase.assignments
    .filter((assignment) => isOwn(assignment, given))
    .flatMap(({ meetings, unitName }) =>
      meetings.map(({ stage, confirm }) =>
        words('full.meeting', { stage: STAGE[stage], unit: unitName, confirm: CONFIRM[confirm] }),
      ),
    );
  return lines.length > 0 ? [words('full.meetings'), ...lines] : [];
}

function replyLines(kase: Case, assignment: Assignment, given: CardGiven): readonly Section[] {
  const isMember = kase.authors.some(({ person }) => person === given.recipient.id);
  const mayDraft = isOwn(assignment, given) && !isMember;
  return assignment.replies
    .filter(({ issuedAt }) => issuedAt !== undefined || mayDraft)
    .map((reply) => oneReply(assignment, reply));
}

function oneReply({ unitName }: Assignment, reply: Reply): Section {
  const done = formText(reply.form, 'done');
  const items = formList(reply.form, 'items').map((item, index) => {
    const answer = item as Readonly<Record<string, unknown>>;
    return words('full.replyItem', {
      n: index + 1,
      stance: answerText(answer.stance) || words('full.noStance'),
      text: answerText(answer.text),
    });
  });
  const whole = firstText(reply.form, 'text', 'answer');
  return [
    words('full.reply', { unit: unitName, round: reply.round, class: reply.resultClass }),
    ...(done ? [words('full.replyDone'), done] : []),
    ...items,
    ...(whole ? [whole] : []),
  ];
}

function promiseLines(kase: Case, { now }: CardGiven): Section {
  const lines = kase.commitments.map(({ measure, unit, dueOn, state }, index) =>
    words('full.promise', {
      n: index + 1,
      measure,
      unit: unitName(kase, unit),
      day: sayDay(dueOn, now),
      state: PROMISE_STATE[state],
    }),
  );
  return lines.length > 0 ? [words('full.promises'), ...lines] : [];
}

const unitName = (kase: Case, unit: string): string =>
  kase.assignments.find((assignment) => assignment.unit === unit && isOpenAssignment(assignment))?.unitName ?? unit;

/** Without the author's view of the result: that is a rating in other words. Units see what concerns their own part. */
function verificationLines(kase: Case, given: CardGiven): Section {
  const own = kase.assignments.filter((assignment) => isOwn(assignment, given)).map(({ id }) => id);
  const lines = kase.verifications
    .filter(({ result, assignment }) => result !== 'pending' && own.includes(assignment))
    .map(({ result, crossOffNo, form }) =>
      [words(result === 'passed' ? 'full.passed' : 'full.failed'), crossOffNo ?? '', formText(form, 'finding')]
        .filter(Boolean)
        .join(' '),
    );
  return lines.length > 0 ? [words('full.verifications'), ...lines] : [];
}

/** Where a report went and what leaders wrote is the author's and the staff's (A.2: not for units). */
function outcomeLines(kase: Case, given: CardGiven): Section {
  if (readsForUnit(given)) return [];
  return kase.outcomes.map(({ kind, form, at }) =>
    [OUTCOME[kind], firstText(form, 'level'), firstText(form, 'form'), sayDay(civilDate(at), given.now)]
      .filter(Boolean)
      .join(' '),
  );
}
