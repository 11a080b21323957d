import { formatInstant } from '../domain/civil-date.ts';
import { type DeadLetter, discard, listDeadLetters, replay } from '../outbox/dead-letters.ts';
import {
  type Command,
  EXIT,
  type ExitCode,
  type Given,
  type Io,
  OperatorError,
  type OperatorParts,
  UsageError,
} from './command.ts';
import { tableOf } from './table.ts';

const STATES: Readonly<Record<string, string>> = { held: '搁置', dead: '无法送达' };
const DECISIONS = {
  replay: { decide: replay, done: '已放回发送队列' },
  discard: { decide: discard, done: '已作废,不再发送' },
} as const;

export const outboxCommand: Command = {
  name: 'outbox',
  summary: '查看、重放、作废发不出去的消息',
  usage: ['outbox [list]', 'outbox replay <编号> --note <说明>', 'outbox discard <编号> --note <说明>'],
  help: `list     搁置(不知道是否已送达)和无法送达的消息,最早的在前
replay   原样重发:内容和编号都不变,已经送达的由平台按编号拒收
discard  作废:对方不会收到,请另行告知
重放和作废都要写明原因(--note),与处理时间一起留存。`,
  options: { note: { type: 'string' } },
  run: async (given, parts, io) => {
    const [what = 'list', id, ...rest] = given.args;
    if (what === 'list' && !id) return list(given, parts, io);
    if ((what !== 'replay' && what !== 'discard') || !id || rest.length > 0) {
      throw new UsageError(`outbox:看不懂“${given.args.join(' ')}”。用法:\n  ${outboxCommand.usage.join('\n  ')}`);
    }
    return decide(what, id, given, parts, io);
  },
};

async function list({ json }: Given, { deps }: OperatorParts, io: Io): Promise<ExitCode> {
  const letters = await listDeadLetters(deps);
  if (json) for (const letter of letters) io.line(JSON.stringify(letter));
  else if (letters.length === 0) io.line('没有搁置或无法送达的消息。');
  else for (const line of letterTable(letters, deps.directory.personName)) io.line(line);
  return EXIT.ok;
}

const letterTable = (letters: readonly DeadLetter[], nameOf: (id: string) => string): readonly string[] =>
  tableOf(
    ['编号', '状态', '时间', '收件人', '试过', '原因', '内容'],
    letters.map((one) => [
      one.id,
      STATES[one.state] ?? one.state,
      formatInstant(one.at),
      nameOf(one.recipient),
      `${one.attempts}次`,
      one.reason,
      one.summary.replaceAll(/\s+/g, ' '),
    ]),
  );

async function decide(
  what: keyof typeof DECISIONS,
  id: string,
  { options, json }: Given,
  { deps, wake }: OperatorParts,
  io: Io,
): Promise<ExitCode> {
  const note = typeof options.note === 'string' ? options.note : '';
  const { decide: act, done } = DECISIONS[what];
  const answer = await act(deps, id, note);
  if (!answer.ok && answer.why === 'noteMissing') throw new UsageError(`outbox ${what}:请用 --note 写明原因。`);
  if (!answer.ok) throw new OperatorError(`没有编号为“${id}”、等待处理的消息:可能已经处理过,请用 outbox list 查看。`);
  wake?.();
  io.line(json ? JSON.stringify({ id, done: what }) : `${id}:${done}。`);
  return EXIT.ok;
}
