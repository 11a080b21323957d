/** Shapes of single variables of the environment. */
import * as z from 'zod';

export const text = z.string().trim().min(1);
export const optional = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value ? value : undefined));

/** As the console shows it; line breaks come from copying. */
export const aesKey = z
  .string()
  .transform((value) => value.replace(/\s/g, ''))
  .pipe(z.string().regex(/^[A-Za-z0-9]{43}$/, '应为43位字母数字'));

/** `name=value` pairs, comma separated. */
export const pairs = z
  .string()
  .default('')
  .transform((value, context) => {
    const out: Record<string, string> = {};
    const parts = value.split(',').map((one) => one.trim());
    for (const pair of parts.filter(Boolean)) {
      const at = pair.indexOf('=');
      if (at < 1 || at === pair.length - 1) {
        context.addIssue({ code: 'custom', message: '应为逗号分隔的 名称=值' });
        return z.NEVER;
      }
      out[pair.slice(0, at)] = pair.slice(at + 1);
    }
    return out;
  });
