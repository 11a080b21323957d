import type { Result } from './checks/check.ts';
import { CHECKS } from './checks/checks.ts';
import { type Command, EXIT, emit } from './command.ts';

const MARKS: Readonly<Record<Result, string>> = { ok: '正常', warn: '注意', fail: '不行' };

export const doctorCommand: Command = {
  name: 'doctor',
  summary: '体检:逐项说明结果、为什么要紧、怎么办',
  usage: ['doctor'],
  help: `检查运行环境、时钟、磁盘、密钥、节假日安排、回调地址(自己向自己发一次签名验证)、平台令牌、积压、名册和规则。
“注意”不影响运行;有“不行”时退出码为1。不显示任何密钥的内容。
--json 每行:{id, result, detail, why, todo},result 为 ok、warn 或 fail。`,
  options: {},
  looksAtAll: true,
  run: async ({ json }, parts, io) => {
    const rows: Row[] = [];
    for (const { id, title, why, todo, run } of CHECKS) {
      // One check that breaks must not hide what the others would have found.
      const { result, detail } = await run(parts).catch((error: unknown) => ({
        result: 'fail' as const,
        detail: `检查没有完成:${error instanceof Error ? error.message : String(error)}`,
      }));
      rows.push({ id, title, result, detail, why, todo });
    }
    emit(io, json, rows, () => rows.flatMap(linesFor));
    const failed = rows.filter(({ result }) => result === 'fail').length;
    if (!json) io.line(failed === 0 ? '体检完毕,可以运行。' : `体检完毕,有${failed}项要处理。`);
    return failed === 0 ? EXIT.ok : EXIT.failed;
  },
};

interface Row {
  readonly id: string;
  readonly title: string;
  readonly result: Result;
  readonly detail: string;
  readonly why: string;
  readonly todo: string;
}

function linesFor({ id, title, result, detail, why, todo }: Row): readonly string[] {
  const head = `[${MARKS[result]}] ${id} ${title}:${detail}`;
  return result === 'ok' ? [head] : [head, `       为什么要紧:${why}`, `       怎么办:${todo}`];
}
