import { join } from 'node:path';
import * as z from 'zod';
import { type DingtalkConfig, dingtalkSchema, type WecomConfig, wecomSchema } from './config-platforms.ts';
import { optional } from './config-values.ts';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

const secretKey = z
  .string()
  .trim()
  .transform((value, context) => {
    const key = Buffer.from(value, 'base64');
    if (key.length === 32) return key;
    context.addIssue({
      code: 'custom',
      message: `应为32字节的base64,现为${key.length}字节;可用 openssl rand -base64 32 生成`,
    });
    return z.NEVER;
  });

const schema = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: port(5700),
  HOST: z.string().optional(),
  PUBLIC_URL: optional,
  MONGODB_URI: optional,
  DATA_DIR: z.string().trim().min(1).default('./data'),
  SECRET_KEY: secretKey,
  COMMITTEE: z.string().regex(/^[a-z0-9-]{2,40}$/, '应为小写字母、数字、连字符,2—40位'),
  COMMITTEES_FILE: optional,
  RULES_FILE: optional,
  CALENDAR_FILE: optional,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

export type Config = Readonly<Omit<z.infer<typeof schema>, 'HOST'>> & {
  readonly HOST: string;
  readonly production: boolean;
  /** What the callback addresses end in: empty, or `/<slug>` when several committees share the server. */
  readonly suffix: string;
  /** At least one of the two is set up. */
  readonly wecom: WecomConfig | null;
  readonly dingtalk: DingtalkConfig | null;
};

export type Env = Readonly<Record<string, string | undefined>>;

/** One thing that is wrong: where it stands, and why it is wrong. Never its value. */
export interface Fault {
  readonly name: string;
  readonly reason: string;
}

/** Names the variables that are wrong, and why; never a value, so no secret reaches a log. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const lines = faults.map(({ name, reason }) => `  ${name}:${reason}`);
    super(`配置有误,共${faults.length}处,请改正后再启动(说明见 .env.example):\n${lines.join('\n')}`);
    this.faults = faults;
  }
}

/** Where a committee keeps its spool and its attachments. The store itself always lies in DATA_DIR. */
export const committeeDir = ({ DATA_DIR, COMMITTEE, suffix }: Pick<Config, 'DATA_DIR' | 'COMMITTEE' | 'suffix'>) =>
  suffix === '' ? DATA_DIR : join(DATA_DIR, 'committees', COMMITTEE);

/**
 * Reads the environment of one committee once.
 * @throws ConfigError with the whole list of what is wrong.
 */
export function parseConfig(env: Env, suffix = ''): Config {
  const isSet = (prefix: string): boolean =>
    Object.entries(env).some(
      ([name, value]) => name.startsWith(prefix) && !/_(BASE|MODE)$/.test(name) && value?.trim(),
    );
  const hasDingtalk = isSet('DINGTALK_');
  const base = schema.safeParse(env);
  // With no platform at all WeCom's variables are asked for: the page on setting up begins with them.
  const wecom = isSet('WECOM_') || !hasDingtalk ? wecomSchema.safeParse(env) : null;
  const dingtalk = hasDingtalk ? dingtalkSchema.safeParse(env) : null;
  if (!base.success || wecom?.success === false || dingtalk?.success === false) {
    const issues = [base, wecom, dingtalk].flatMap((parsed) => parsed?.error?.issues ?? []);
    throw new ConfigError(issues.map((issue) => ({ name: issue.path.join('.'), reason: reasonOf(issue, env) })));
  }
  const production = base.data.NODE_ENV === 'production';
  return Object.freeze({
    ...base.data,
    HOST: base.data.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    production,
    suffix,
    wecom: wecom?.data ?? null,
    dingtalk: dingtalk?.data ?? null,
  });
}

function reasonOf(issue: z.core.$ZodIssue, env: Env): string {
  const name = String(issue.path[0]);
  if (!env[name]?.trim()) return '没有填写';
  // Zod's own messages may repeat what was given; only ours are passed on.
  return issue.code === 'custom' || issue.code === 'invalid_format' ? issue.message : '格式不对';
}
