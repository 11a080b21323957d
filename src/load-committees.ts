import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { type Config, ConfigError, type Env, type Fault, parseConfig } from './config.ts';
import { loadRules } from './load-rules.ts';

/** Every committee that this program serves. What they share (port, store, log level) is the same in each. */
export type Installation = readonly [Config, ...Config[]];

const FILES = ['RULES_FILE', 'CALENDAR_FILE'] as const;
/** What belongs to one committee, and so stands in the file. */
const isOwn = (name: string): boolean => /^(WECOM|DINGTALK)_[A-Z_]+$/.test(name) || FILES.some((one) => one === name);
/** Whose account it is; addresses and the way of reception may be the same for all and come from the environment. */
const isAccount = (name: string): boolean => /^(WECOM|DINGTALK)_/.test(name) && !/_(BASE|MODE)$/.test(name);

const fileSchema = z.record(z.string(), z.record(z.string(), z.string()));
type Given = z.infer<typeof fileSchema>;

/**
 * The committee of the environment, or with COMMITTEES_FILE all those of the file. Rules are tried too: a program
 * that would stumble over one committee's rules starts for none.
 * @param root where a relative COMMITTEES_FILE starts from
 * @throws ConfigError with everything that is wrong in all of them
 */
export async function loadCommittees(env: Env, root = process.cwd()): Promise<Installation> {
  const named = env.COMMITTEES_FILE?.trim();
  const file = named ? resolve(root, named) : null;
  const { configs, faults } = file ? await several(env, file) : one(env);
  const all = [...faults, ...(await Promise.all(configs.map(rulesFaults))).flat()];
  const [first, ...others] = configs;
  if (all.length > 0 || !first) throw new ConfigError(all);
  return [first, ...others];
}

interface Loaded {
  readonly configs: readonly Config[];
  readonly faults: readonly Fault[];
}

const one = (env: Env): Loaded => ({ configs: [parseConfig(env)], faults: [] });

async function several(env: Env, file: string): Promise<Loaded> {
  const { given, faults } = await readGiven(file);
  const strays = Object.entries(env).filter(([name, value]) => isAccount(name) && value?.trim());
  const loaded = Object.entries(given).map(([slug, own]) => committeeOf(env, file, slug, own));
  const all = [
    ...faults,
    ...strays.map(([name]) => ({ name, reason: '有 COMMITTEES_FILE 时应写在其中各政协的名下,请从环境中去掉' })),
    ...loaded.flatMap((each) => each.faults),
  ];
  return { configs: loaded.flatMap((each) => each.configs), faults: distinct(all) };
}

/** The environment with what is the committee's own laid over it. */
function committeeOf(env: Env, file: string, slug: string, own: Readonly<Record<string, string>>): Loaded {
  const strange = Object.keys(own).filter((name) => !isOwn(name));
  const faults = strange.map((name) => ({ name: `${slug} ${name}`, reason: '不能写在 COMMITTEES_FILE 里' }));
  const shared = Object.entries(env).filter(([name]) => !isAccount(name));
  const paths = FILES.flatMap((name) => (own[name]?.trim() ? [[name, resolve(dirname(file), own[name].trim())]] : []));
  const merged = { ...Object.fromEntries(shared), ...own, ...Object.fromEntries(paths), COMMITTEE: slug };
  try {
    return { configs: [parseConfig(merged, `/${slug}`)], faults };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { configs: [], faults: [...faults, ...error.faults.map((fault) => located(fault, slug))] };
  }
}

/** A fault of the environment is one for all committees; of a committee's own, its name stands before it. */
function located({ name, reason }: Fault, slug: string): Fault {
  if (name === 'COMMITTEE') return { name: slug, reason: `政协短名${reason}` };
  return { name: isOwn(name) ? `${slug} ${name}` : name, reason };
}

const distinct = (faults: readonly Fault[]): readonly Fault[] => [
  ...new Map(faults.map((fault) => [`${fault.name}\n${fault.reason}`, fault])).values(),
];

const NOTHING: Given = {};

/** All scalars are text: a token of digits must not become a number and lose its zeros. */
async function readGiven(file: string): Promise<{ given: Given; faults: readonly Fault[] }> {
  const bad = (reason: string) => ({
    given: NOTHING,
    faults: [{ name: 'COMMITTEES_FILE', reason: `${file} ${reason}` }],
  });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (text instanceof Error) return bad(`读不了(${text.code ?? text.name}):请检查路径和读取权限`);
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false, lineCounter: lines });
  // The parser's own messages quote the text, and secrets stand in it.
  const wrong = document.errors.map(({ pos, code }) => `第${lines.linePos(pos[0]).line}行(${code})`);
  if (wrong.length > 0) return bad(`不是正确的 YAML:${wrong.join('、')}`);
  const parsed = fileSchema.safeParse(document.toJS());
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path }) => path.join(' ') || '最外层');
    return bad(`的写法不对(${places.join('、')}):应为 短名、冒号,下一行缩进写 变量: 值`);
  }
  if (Object.keys(parsed.data).length === 0) return bad('里没有政协');
  return { given: parsed.data, faults: [] };
}

async function rulesFaults(config: Config): Promise<readonly Fault[]> {
  try {
    await loadRules(config);
    return [];
  } catch (error) {
    const name = config.suffix === '' ? '规则' : `${config.COMMITTEE} 规则`;
    return [{ name, reason: error instanceof Error ? error.message : String(error) }];
  }
}
