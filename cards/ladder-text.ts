/** Reminders (C.3, C.4): title by the days left, sentence by the clock and by who reads it. */
import type { Case, Obligation } from '../src/domain/case.ts';
import { civilDate, daysBetween } from '../src/domain/civil-date.ts';
import type { About } from './about.ts';
import type { CardGiven } from './card-given.ts';
import { clockOfObligation } from './due-dates.ts';
import type { NoticeButton, NoticeText } from './notice-text.ts';
import { LADDER, LADDER_BODY, LADDER_LATE, LADDER_OFFICE, LADDER_TITLE } from './text/zh/ladders.ts';
import { NOTICES } from './text/zh/notices.ts';
import { fill, words } from './words.ts';

/** Texts that G-18 and its kin word by the clock they warn of. */
export const LADDER_TEXTS: readonly string[] = ['G-18', 'G-19', 'G-30'];

/** Clocks whose reminder is a text of section G as it stands. */
const WHOLE_TEXT: Readonly<Record<string, { readonly due: string; readonly late?: string }>> = {
  'C-10': { due: 'G-18', late: 'G-19' },
  'C-24': { due: 'G-30' },
};

/** What ends the clock, first; without an entry the reader's next steps are offered. */
const LADDER_BUTTONS: Readonly<Record<string, readonly NoticeButton[]>> = {
  'C-07': [
    { action: 'receive|acceptAndSuggest', text: '签收', tone: 'primary' },
    { action: 'requestReturn', text: '申请退办', tone: 'plain' },
  ],
  'C-08': [{ action: 'requestReturn', text: '申请退办', tone: 'plain' }],
  'C-09': [{ action: 'recordMeetingBefore', text: '填报办前见面', tone: 'primary' }],
  'C-17': [{ action: 'recordMeetingAfter', text: '填报办后见面', tone: 'primary' }],
  'C-19': [
    { action: 'reReply', text: '再次答复', tone: 'primary' },
    { action: 'reportProgress', text: '填报进展', tone: 'plain' },
    { action: 'requestExtension', text: '申请延期', tone: 'plain' },
  ],
  'C-25': [{ action: 'reportProgress|reportCommitment', text: '填报整改', tone: 'primary' }],
  'S-06': [{ action: 'answer', text: '办理反馈', tone: 'primary' }],
};

export function ladderText(obligation: Obligation, kase: Case, about: About, given: CardGiven): NoticeText {
  const clock = clockOfObligation(obligation, kase, about);
  const ruleId = clock?.ruleId ?? obligation.clock?.ruleId ?? '';
  const days = clock ? daysBetween(civilDate(given.now), civilDate(clock.dueAt)) : 0;
  const what = LADDER[ruleId]?.what ?? given.rules.clocks[ruleId]?.label ?? words('ladder.item');
  const pattern = days > 0 ? LADDER_TITLE.left : days === 0 ? LADDER_TITLE.today : LADDER_TITLE.late;
  const title = fill(pattern, { what, left: '{left}' }, ruleId);
  const late = days < 0;
  const office = {
    title,
    body: (late ? LADDER_OFFICE.late : LADDER_OFFICE.due).replace('{ofItem}', LADDER[ruleId]?.ofItem ?? what),
  };
  const own = WHOLE_TEXT[ruleId]?.[late ? 'late' : 'due'];
  const whole = own ? NOTICES[own] : undefined;
  if (whole) return { ...whole, title, office };
  const body = (late ? LADDER_LATE : (LADDER[ruleId]?.body ?? LADDER_BODY)).replace('{what}', what);
  const buttons = LADDER_BUTTONS[ruleId];
  return { title, body, ...(LADDER[ruleId]?.byUnit ? { office } : {}), ...(buttons ? { buttons } : {}) };
}
