import type { NoticeText } from '../../notice-text.ts';
import { ASSIGNMENT_NOTICES } from './notices-assignment.ts';
import { FILING_NOTICES } from './notices-filing.ts';
import { OFFICE_NOTICES } from './notices-office.ts';
import { OPINION_NOTICES } from './notices-opinion.ts';
import { PROMISE_NOTICES } from './notices-promise.ts';
import { REPLY_NOTICES } from './notices-reply.ts';

/** Every text that B.1.3, B.2.2 and the ladders name, by its id: G-… are section G's, X-… our own. */
export const NOTICES: Readonly<Record<string, NoticeText>> = {
  ...FILING_NOTICES,
  ...ASSIGNMENT_NOTICES,
  ...REPLY_NOTICES,
  ...PROMISE_NOTICES,
  ...OPINION_NOTICES,
  ...OFFICE_NOTICES,
};
