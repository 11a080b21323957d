import { z } from 'zod';

const text = z.string().trim().min(1);
const optional = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value ? value : undefined));
const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

/** `name=value` pairs, comma separated. */
const pairs = z
  .string()
  .default('')
  .transform((value, context) => {
    const out: Record<string, string> = {};
    for (const pair of value
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean)) {
      const at = pair.indexOf('=');
      if (at < 1 || at === pair.length - 1) {
        context.addIssue({ code: 'custom', message: '应为逗号分隔的 名称=值' });
        return z.NEVER;
      }
      out[pair.slice(0, at)] = pair.slice(at + 1);
    }
    return out;
  });

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
  WECOM_CORP_ID: text,
  WECOM_AGENT_ID: z.coerce.number().int().positive(),
  WECOM_SECRET: text,
  WECOM_TOKEN: z.string().regex(/^[A-Za-z0-9]{1,32}$/, '应为1—32位字母数字'),
  WECOM_ENCODING_AES_KEY: z
    .string()
    .transform((value) => value.replace(/\s/g, ''))
    .pipe(z.string().regex(/^[A-Za-z0-9]{43}$/, '应为43位字母数字')),
  WECOM_GROUP_ROBOTS: pairs,
  WECOM_API_BASE: z.url().default('https://qyapi.weixin.qq.com'),
  RULES_FILE: optional,
  CALENDAR_FILE: optional,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

export type Config = Readonly<Omit<z.infer<typeof schema>, 'HOST'>> & {
  readonly HOST: string;
  readonly production: boolean;
};

/** Names the variables that are wrong, and why; never a value, so no secret reaches a log. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the environment once.
 * @throws ConfigError with the whole list of what is wrong.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}:${reasonOf(issue, env)}`);
    throw new ConfigError(`配置有误,共${lines.length}处,请改正后再启动(说明见 .env.example):\n${lines.join('\n')}`);
  }
  const production = parsed.data.NODE_ENV === 'production';
  return Object.freeze({
    ...parsed.data,
    HOST: parsed.data.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    production,
  });
}

function reasonOf(issue: z.core.$ZodIssue, env: Readonly<Record<string, string | undefined>>): string {
  const name = String(issue.path[0]);
  if (!env[name]?.trim()) return '没有填写';
  // Zod's own messages may repeat what was given; only ours are passed on.
  return issue.code === 'custom' || issue.code === 'invalid_format' ? issue.message : '格式不对';
}
