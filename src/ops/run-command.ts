/** From words typed to a command that has run: the one place where errors become sentences and exit codes. */
import { parseArgs } from 'node:util';
import {
  type Command,
  EXIT,
  type ExitCode,
  type Given,
  type Io,
  OperatorError,
  type OperatorParts,
  type Served,
  UsageError,
} from './command.ts';
import { COMMANDS, commandNamed } from './commands.ts';

const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean' }, committee: { type: 'string' } } as const;

interface Call {
  readonly command: Command;
  readonly given: Given;
}
export type Asked = Call | { readonly help: string; readonly exit: ExitCode };

/**
 * @param argv words after `zhitong`
 * @throws UsageError
 */
export function parseCall(argv: readonly string[]): Asked {
  const [name = '', ...rest] = argv;
  if (name === '' || name === '--help' || name === 'help') {
    const about = name === 'help' ? commandNamed(rest[0] ?? '') : undefined;
    return { help: about ? helpOf(about) : overview(), exit: name === '' ? EXIT.usage : EXIT.ok };
  }
  const command = commandNamed(name);
  if (!command) throw new UsageError(`没有“${name}”这个命令。可用:${COMMANDS.map((one) => one.name).join('、')}。`);
  if (rest.includes('--help')) return { help: helpOf(command), exit: EXIT.ok };
  return { command, given: givenOf(command, rest) };
}

function givenOf(command: Command, args: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...command.options, ...COMMON },
      allowPositionals: true,
      strict: true,
    });
    const options = values as Given['options'];
    return { args: positionals, options, json: options.json === true };
  } catch (error) {
    const what = /'(-[^' ]*)/.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
    throw new UsageError(`${command.name}:选项“${what}”不对,或缺少取值。用法:\n  ${command.usage.join('\n  ')}`);
  }
}

/** Runs one call to its end; never throws for what the operator can put right. */
export async function runCall(argv: readonly string[], served: OperatorParts | Served, io: Io): Promise<ExitCode> {
  return guarded(io, async () => {
    const asked = parseCall(argv);
    if ('command' in asked) return runAsked(asked, 'deps' in served ? [served] : served, io);
    io.line(asked.help);
    return asked.exit;
  });
}

export async function guarded(io: Pick<Io, 'complain'>, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) {
      io.complain(error.message);
      return EXIT.usage;
    }
    const text = error instanceof Error ? error.message : String(error);
    io.complain(error instanceof OperatorError ? text : `未能完成:${text}`);
    return EXIT.failed;
  }
}

/** For the committee that was named, the only one there is, or each in turn. @throws UsageError when one must be named */
export async function runAsked({ command, given }: Call, served: Served, io: Io): Promise<ExitCode> {
  const chosen = chosenOf(command, given, served);
  let exit: ExitCode = EXIT.ok;
  for (const parts of chosen) {
    const each = chosen.length === 1 ? io : labelled(io, parts.deps.committee, given.json);
    // One committee's trouble must not hide what the others would have said.
    const code = await guarded(each, () => command.run(given, parts, each));
    if (code > exit) exit = code;
  }
  return exit;
}

function chosenOf(command: Command, { options }: Given, served: Served): readonly OperatorParts[] {
  const slugs = served.map(({ deps }) => deps.committee);
  const { committee: slug } = options;
  if (typeof slug === 'string') {
    const named = served.find(({ deps }) => deps.committee === slug);
    if (!named) throw new UsageError(`${command.name}:没有短名为“${slug}”的政协。可用:${slugs.join('、')}。`);
    return [named];
  }
  if (served.length === 1 || command.looksAtAll) return served;
  throw new UsageError(`${command.name}:本安装服务多个政协,请用 --committee 写明哪一个:${slugs.join('、')}。`);
}

/** Says whose each result is: a heading for people, a field for machines. */
function labelled(io: Io, committee: string, json: boolean): Io {
  if (json) return { ...io, line: (text) => io.line(JSON.stringify({ committee, ...JSON.parse(text) })) };
  io.line(`── ${committee} ──`);
  return io;
}

const helpOf = ({ usage, summary, help }: Command): string =>
  [summary, '', '用法:', ...usage.map((line) => `  npm run zhitong -- ${line}`), '', help, '', SHARED].join('\n');

const SHARED = `通用选项:
  --json              每行一个JSON,供程序读取
  --committee <短名>  服务多个政协时指明哪一个;doctor 和 verify 不写就逐个检查
  --env <文件>        读取这个环境文件(如演示的 data/demo/demo.env),代替当前目录的 .env
  --help              显示本说明
退出码:0 成功;1 没有成功或查出问题;2 用法不对`;

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    '履职直通运维工具。服务运行时经数据目录里的 zhitong.sock 在服务内执行;服务停着时自己打开数据。',
    '',
    '用法:npm run zhitong -- <命令> [选项]',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    '每个命令的说明:npm run zhitong -- <命令> --help',
    '尚未提供:backup、restore(恢复后要先停发、经人看过再放行,发送队列还没有这道闸)。',
    '现在请停止服务后用 export 留存,换机时用 import --from 装入空库。',
    '',
    SHARED,
  ].join('\n');
}
