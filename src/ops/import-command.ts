import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { importDirectory } from '../import/import-directory.ts';
import { readArchive } from './archive-read.ts';
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

export const importCommand: Command = {
  name: 'import',
  summary: '导入名册(CSV),或装入 export 的导出目录',
  usage: ['import <人员.csv> <单位.csv> [<群.csv>]', 'import --from <导出目录>'],
  help: `名册:UTF-8或GBK(Excel另存为CSV)都可以。先逐行检查,有一行不对就整批不导入,并列出每一行的问题;
已有的人员和单位按编号更新。列:
  人员 编号,姓名,职务,角色,单位编号,企业微信账号,钉钉账号,邀请码(一人多个角色用顿号隔开;后三列可省)
  单位 编号,名称,类型,简称
  群   群名,机器人,平台(企业微信或钉钉;平台列可省)
账号列空着不会清掉已有的账号;解除用 unbind。邀请码6至16位字母和数字,每个只能用一次。
--from:只能装入空库,并且要先停止服务;先核对每个文件的行数和哈希,全部无误才写入。
       装入后启动服务,到期未发的提醒会照常发出,命令结束时会说有多少条。`,
  options: { from: { type: 'string' } },
  run: (given, parts, io) => (given.options.from ? importArchive(given, parts, io) : importSheets(given, parts, io)),
};

async function importSheets({ args, json }: Given, { deps }: OperatorParts, io: Io): Promise<ExitCode> {
  const [people, units, groups] = args;
  if (!people || !units || args.length > 3) {
    throw new UsageError(`import:要给出人员表和单位表(群表可省)。用法:\n  ${importCommand.usage.join('\n  ')}`);
  }
  const report = await importDirectory(deps.store, {
    people: await sheet(people, io),
    units: await sheet(units, io),
    ...(groups ? { groups: await sheet(groups, io) } : {}),
  });
  // A running server knows the new people from here on.
  if (report.problems.length === 0) await deps.directory.refresh();
  if (json) io.line(JSON.stringify(report));
  else for (const line of reportLines(report)) io.line(line);
  return report.problems.length === 0 ? EXIT.ok : EXIT.failed;
}

type Report = Awaited<ReturnType<typeof importDirectory>>;

function reportLines({ people, units, groups, problems }: Report): readonly string[] {
  if (problems.length === 0) return [`已导入:人员${people}人,单位${units}个,群${groups}个。`];
  return [...problems, `共${problems.length}处问题,整批没有导入。请改正后重新导入。`];
}

async function sheet(path: string, { cwd }: Io): Promise<{ file: string; bytes: Buffer }> {
  const full = resolve(cwd, path);
  const bytes = await readFile(full).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(`读不了文件 ${full}(${error.code ?? error.message}):请检查路径和读取权限。`);
  });
  return { file: basename(path), bytes };
}

async function importArchive({ options, args, json }: Given, parts: OperatorParts, io: Io): Promise<ExitCode> {
  if (args.length > 0) throw new UsageError('import --from:只要一个导出目录,不要再给表格。');
  if (parts.port !== null) {
    throw new OperatorError('装入整库前请先停止服务:运行中的服务会立刻发送装入的提醒,内存里的名册也会与库不符。');
  }
  const { deps } = parts;
  const counts = await readArchive(deps, resolve(io.cwd, String(options.from)));
  await deps.directory.refresh();
  const due = await deps.store.messages.count({ state: 'due' });
  const open = await deps.store.obligations.count({ state: 'open', dueAt: { $lte: deps.clocks.civil() } });
  if (json) io.line(JSON.stringify({ counts, willSend: { messages: due, obligations: open } }));
  else {
    for (const [name, count] of Object.entries(counts)) io.line(`${name}:${count}`);
    io.line(`已全部装入。启动服务后将立即处理:待发消息${due}条,已到期待通知${open}项(可先用 plan 和 outbox 查看)。`);
  }
  return EXIT.ok;
}
