import type { Form } from './form.ts';
import { correctMeetingForm, feedbackForm, verifyFailForm, verifyPassForm } from './forms/marks.ts';
import { opinionReportForm, proposalForm } from './forms/new-items.ts';
import * as staff from './forms/staff.ts';
import { draftReplyForm, keptForms, meetingForms, reportProgressForm } from './forms/unit.ts';

/** Every form by id. A form named like an event is filled when somebody presses that event. */
export const FORMS: ReadonlyMap<string, Form> = new Map(
  [
    proposalForm,
    opinionReportForm,
    ...Object.values(staff),
    ...meetingForms,
    draftReplyForm,
    reportProgressForm,
    ...keptForms,
    feedbackForm,
    correctMeetingForm,
    verifyPassForm,
    verifyFailForm,
  ].map((form) => [form.id, form]),
);
