/** Values that come from meetings, replies, promises, checks and outcomes. */
import type { Case, Feedback, Meeting, Obligation } from '../src/domain/case.ts';
import { civilDate } from '../src/domain/civil-date.ts';
import { type About, lastReply } from './about.ts';
import { type CardGiven, readsForUnit } from './card-given.ts';
import { firstText, formList, formText, sayFormDate } from './form-text.ts';
import { type Facts, known } from './known.ts';
import { sayDay } from './say-date.ts';
import { AFTER_MEETING, CONFIRM, MEETING_RESULT, MET, NEXT, PICKED, REASON_KIND, STAGE } from './text/zh/phrases.ts';
import { fill } from './words.ts';

type Part = Readonly<Record<string, string | undefined>>;
type Compute = (kase: Case, about: About, given: CardGiven) => Part;

/** What every text may use, then what only this text means by the same placeholder. */
export function resultFacts(text: Obligation['text'], kase: Case, about: About, given: CardGiven): Facts {
  return known({
    ...classFacts(kase, about, given),
    ...verificationFacts(kase, about, given),
    ...outcomeFacts(kase, given),
    ...(BY_TEXT[text]?.(kase, about, given) ?? {}),
  });
}

function classFacts(_kase: Case, { assignment, commitment }: About, { rules }: CardGiven): Part {
  const resultClass = assignment?.resultClass ?? lastReply(assignment)?.resultClass;
  const classText = resultClass ? rules.classTexts[resultClass] : undefined;
  return {
    class: resultClass,
    newClass: resultClass,
    classText,
    commitment: commitment?.measure,
  };
}

function verificationFacts(kase: Case, { assignment, commitment }: About, { directory }: CardGiven): Part {
  const own = kase.verifications.filter(
    (verification) =>
      verification.assignment === assignment?.id &&
      (!verification.commitment || !commitment || verification.commitment === commitment.id),
  );
  const last = own.at(-1) ?? kase.verifications.at(-1);
  if (!last) return {};
  return {
    verifiers: last.signers.map((person) => directory.personName(person)).join('、'),
    effect: firstText(last.form, 'effect', 'effects', 'finding'),
    finding: firstText(last.form, 'finding', 'findings'),
  };
}

function outcomeFacts(kase: Case, { now }: CardGiven): Part {
  const last = kase.outcomes.at(-1);
  if (!last) return {};
  return {
    level: formText(last.form, 'level'),
    form: firstText(last.form, 'form', 'adoptForm'),
    leaderPost: firstText(last.form, 'leaderPost', 'post'),
    summary: firstText(last.form, 'summary', 'text'),
    date: sayFormDate(last.form, 'date', now) || sayDay(civilDate(last.at), now),
  };
}

/** What the facts hold of one meeting. */
const meetingFacts: Compute = (_kase, { meeting }, { now }) =>
  meeting
    ? {
        stage: STAGE[meeting.stage],
        date: sayFormDate(meeting.form, 'date', now) || sayMeetingDay(meeting, now),
        place: formText(meeting.form, 'place'),
      }
    : {};

const sayMeetingDay = (meeting: Meeting, now: Date): string =>
  formText(meeting.form, 'at') || sayDay(civilDate(meeting.recordedAt), now);

const meetingResult: Compute = (kase, about, given) => {
  const { meeting } = about;
  if (!meeting) return {};
  const text = firstText(meeting.form, 'correction', 'correctionText') || '详见更正意见';
  return {
    ...meetingFacts(kase, about, given),
    result: MEETING_RESULT[meeting.confirm],
    next: fill(AFTER_MEETING[meeting.confirm], { text, due: '规定期限' }, 'G-98'),
  };
};

/** The state of the two meetings that the reply needs. */
const meetingsMet: Compute = (_kase, { assignment }) => {
  const state = (stage: Meeting['stage']) => {
    const meeting = assignment?.meetings.findLast((one) => one.stage === stage);
    return meeting ? CONFIRM[meeting.confirm] : MET.none;
  };
  return { a: state('before'), b: state('during') };
};

const thanks: Compute = (kase, { assignment }, given) => {
  const own = kase.feedbacks.findLast(({ rater }) => rater === given.recipient.id);
  if (own?.overall === 'dissatisfied') return { next: fill(NEXT.thanksAgain, { due: '规定期限' }, 'G-26') };
  if (kase.commitments.length > 0 || assignment?.resultClass === 'B') return { next: NEXT.thanksTracking };
  return { next: NEXT.thanksVerify };
};

const latestDissatisfied = (kase: Case): Feedback | undefined =>
  kase.feedbacks.findLast((one) => one.attitudeMark === 'dissatisfied' || one.resultMark === 'dissatisfied');

/** Only the kind of a reason, only from the fixed list, may reach the unit (G-27, decision 27). */
const reasonKind: Compute = (kase) => {
  const form = latestDissatisfied(kase)?.form;
  return { reasonKind: REASON_KIND[firstText(form, 'reasonKind', 'kind')] };
};

const lastProgress: Compute = (_kase, { assignment, commitment }) => {
  const progress = assignment?.progress.at(-1);
  const evidence = commitment?.evidence.at(-1);
  const latest = evidence && (!progress || evidence.at > progress.at) ? { text: evidence.text, next: '' } : progress;
  return { text: latest?.text, next: latest?.next || '继续推进' };
};

const coOpinion: Compute = (_kase, { assignment }) => ({
  items: firstText(lastReply(assignment)?.form, 'suggestionNos'),
});

/** The reply is a draft until it is signed: its class and promises stand in its form only. */
const draft: Compute = (_kase, { assignment }) => ({
  draftClass: formText(assignment?.replyDraft, 'resultClass'),
  draftPromises: String(formList(assignment?.replyDraft, 'commitments').length),
});

const BY_TEXT: Readonly<Record<string, Compute>> = {
  'G-18': meetingsMet,
  'X-33': draft,
  'G-20': meetingFacts,
  'G-26': thanks,
  'G-27': reasonKind,
  'G-35': (kase, _about, { now }) => {
    const last = kase.verifications.at(-1);
    return { date: last ? sayDay(civilDate(last.at), now) : undefined };
  },
  'G-98': meetingResult,
  'G-100': coOpinion,
  'G-104': (_kase, { assignment }) => ({
    next: assignment?.resultClass === 'B' ? NEXT.unitPromises : NEXT.unitContact,
  }),
  'G-106': lastProgress,
  'G-110': (_kase, { assignment }) => ({ next: assignment?.resultClass === 'D' ? NEXT.classD : NEXT.classC }),
  'G-117': (kase) => ({ way: kase.state === 'combined' ? PICKED.combined : PICKED.single }),
  'G-119': (_kase, { assignment }, given) =>
    readsForUnit(given) ? {} : { summary: firstText(lastReply(assignment)?.form, 'summary', 'done', 'text') },
};
