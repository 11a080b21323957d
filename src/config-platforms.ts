/** The variables of the two platforms: each set up wholly or not at all. */
import * as z from 'zod';
import { aesKey, optional, pairs, text } from './config-values.ts';

const token = z.string().regex(/^[A-Za-z0-9]{1,32}$/, '应为1—32位字母数字');
/** Blank is the same as left out. */
const ifGiven = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());

export const wecomSchema = z
  .object({
    WECOM_CORP_ID: text,
    WECOM_AGENT_ID: z.coerce.number().int().positive(),
    WECOM_SECRET: text,
    WECOM_TOKEN: token,
    WECOM_ENCODING_AES_KEY: aesKey,
    WECOM_GROUP_ROBOTS: pairs,
    WECOM_CONTACTS_TOKEN: ifGiven(token),
    WECOM_CONTACTS_AES_KEY: ifGiven(aesKey),
    WECOM_CONTACTS_SECRET: optional,
    WECOM_API_BASE: z.url().default('https://qyapi.weixin.qq.com'),
  })
  .superRefine((given, context) => {
    const isHalf = (given.WECOM_CONTACTS_TOKEN === undefined) !== (given.WECOM_CONTACTS_AES_KEY === undefined);
    const missing = given.WECOM_CONTACTS_TOKEN === undefined ? 'WECOM_CONTACTS_TOKEN' : 'WECOM_CONTACTS_AES_KEY';
    if (isHalf) context.addIssue({ code: 'custom', path: [missing], message: '通讯录同步助手的两项要一起填写' });
  })
  .transform((given) => ({
    corpId: given.WECOM_CORP_ID,
    agentId: given.WECOM_AGENT_ID,
    secret: given.WECOM_SECRET,
    token: given.WECOM_TOKEN,
    encodingAesKey: given.WECOM_ENCODING_AES_KEY,
    groupRobots: given.WECOM_GROUP_ROBOTS,
    /** The contact-sync assistant has a callback of its own (decisions.md 23). */
    contacts:
      given.WECOM_CONTACTS_TOKEN && given.WECOM_CONTACTS_AES_KEY
        ? { token: given.WECOM_CONTACTS_TOKEN, encodingAesKey: given.WECOM_CONTACTS_AES_KEY }
        : null,
    apiBase: given.WECOM_API_BASE,
  }));

/** `name=accessToken:secret`; the secret may be left out where the robot has another safeguard. */
const signedRobots = pairs.transform((robots) =>
  Object.fromEntries(
    Object.entries(robots).map(([name, value]) => {
      const at = value.indexOf(':');
      return [name, at < 0 ? { accessToken: value } : { accessToken: value.slice(0, at), secret: value.slice(at + 1) }];
    }),
  ),
);

export const dingtalkSchema = z
  .object({
    DINGTALK_APP_KEY: text,
    DINGTALK_APP_SECRET: text,
    DINGTALK_AGENT_ID: ifGiven(z.coerce.number().int().positive()),
    DINGTALK_ROBOT_CODE: optional,
    DINGTALK_CORP_ID: text,
    DINGTALK_MODE: ifGiven(z.enum(['http', 'stream'])),
    DINGTALK_EVENT_TOKEN: ifGiven(token),
    DINGTALK_EVENT_AES_KEY: ifGiven(aesKey),
    DINGTALK_CARD_SECRET: optional,
    DINGTALK_CARD_TEMPLATES: pairs,
    DINGTALK_GROUP_ROBOTS: signedRobots,
    DINGTALK_API_BASE: z.url().default('https://api.dingtalk.com'),
    DINGTALK_OAPI_BASE: z.url().default('https://oapi.dingtalk.com'),
  })
  .superRefine((given, context) => {
    const isHalf = (given.DINGTALK_EVENT_TOKEN === undefined) !== (given.DINGTALK_EVENT_AES_KEY === undefined);
    const missing = given.DINGTALK_EVENT_TOKEN === undefined ? 'DINGTALK_EVENT_TOKEN' : 'DINGTALK_EVENT_AES_KEY';
    if (isHalf) context.addIssue({ code: 'custom', path: [missing], message: '事件订阅的两项要一起填写' });
    const isHttp = (given.DINGTALK_MODE ?? 'http') === 'http';
    if (isHttp && given.DINGTALK_CARD_TEMPLATES.main && !given.DINGTALK_CARD_SECRET) {
      const message = 'HTTP 模式用互动卡片时要填写,否则卡片回调无法验签';
      context.addIssue({ code: 'custom', path: ['DINGTALK_CARD_SECRET'], message });
    }
  })
  .transform((given) => ({
    appKey: given.DINGTALK_APP_KEY,
    appSecret: given.DINGTALK_APP_SECRET,
    agentId: given.DINGTALK_AGENT_ID ?? null,
    /** An internal app's robot has the app's own key as its code. */
    robotCode: given.DINGTALK_ROBOT_CODE ?? given.DINGTALK_APP_KEY,
    corpId: given.DINGTALK_CORP_ID,
    mode: given.DINGTALK_MODE ?? ('http' as const),
    events:
      given.DINGTALK_EVENT_TOKEN && given.DINGTALK_EVENT_AES_KEY
        ? { token: given.DINGTALK_EVENT_TOKEN, encodingAesKey: given.DINGTALK_EVENT_AES_KEY }
        : null,
    cardSecret: given.DINGTALK_CARD_SECRET ?? null,
    /** By what they show; `main` is the one of docs/dingtalk-card-template.md. */
    cardTemplates: given.DINGTALK_CARD_TEMPLATES,
    groupRobots: given.DINGTALK_GROUP_ROBOTS,
    apiBase: given.DINGTALK_API_BASE,
    oapiBase: given.DINGTALK_OAPI_BASE,
  }));

export type WecomConfig = z.infer<typeof wecomSchema>;
export type DingtalkConfig = z.infer<typeof dingtalkSchema>;
