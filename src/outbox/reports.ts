import type { Deps, Outgoing } from '../deps.ts';
import type { PersonId } from '../domain/case.ts';
import { civilDate } from '../domain/civil-date.ts';
import type { MessageRow } from '../store/records.ts';
import { clerkAddresses, clerksOf } from './clerks.ts';
import { isReport } from './message-id.ts';
import type { SendOutcome } from './ports.ts';

type ReportDeps = Pick<Deps, 'committee' | 'directory' | 'platforms' | 'store' | 'clocks' | 'log'>;
type PutReport = (outgoing: Outgoing) => Promise<void>;

/** Tells the clerks that somebody was not reached (P13). Reports are not reported themselves. */
export async function reportUndelivered(
  deps: ReportDeps,
  put: PutReport,
  message: MessageRow,
  outcome: SendOutcome,
): Promise<void> {
  if (isReport(message._id)) return;
  const reason = outcome.class === 'ok' ? '平台提示对方不在应用可见范围' : '平台拒绝投递给该人员';
  const code = outcome.errcode ? `（错误码${outcome.errcode}）` : '';
  await report(deps, put, message.recipient, `${reason}${code}`, message._id);
}

/** No message was made at all; said once a day for each person. */
export const reportUnreachable = (deps: ReportDeps, put: PutReport, person: PersonId, reason: string): Promise<void> =>
  report(deps, put, person, reason, `${person}:${civilDate(deps.clocks.civil())}`);

async function report(deps: ReportDeps, put: PutReport, missed: string, reason: string, key: string): Promise<void> {
  if (clerksOf(deps, missed).length === 0) {
    deps.log.error('send.recipient.unreported', { reason: 'no proposalStaff or sysAdmin' });
  }
  for (const { clerk, to } of await clerkAddresses(deps, missed)) {
    await put({
      key: `undelivered:${key}:${clerk}`,
      to,
      say: { text: `${deps.directory.personName(missed)} 未送达，原因：${reason}。请核对通讯录后联系本人。` },
    });
  }
}
