/** The smallest environment that the server starts with. None of the values may ever be printed. */
export const REQUIRED = Object.freeze({
  SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  COMMITTEE: 'yunchuan',
  WECOM_CORP_ID: 'ww5f0b3c0e7d1a2b94',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'kQ8wYxT1s-secret',
  WECOM_TOKEN: 'QDG6eK',
  WECOM_ENCODING_AES_KEY: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
});

/** What DingTalk needs at least. */
export const DINGTALK_REQUIRED = Object.freeze({
  DINGTALK_APP_KEY: 'dingk7xq2m4p9emu01',
  DINGTALK_APP_SECRET: 'wQ2-secret-of-the-app',
  DINGTALK_CORP_ID: 'ding5f0b3c0e7d1a2b94',
});

/** Every name that reading the configuration asks the environment for. */
export function namesRead(read: (env: Readonly<Record<string, string | undefined>>) => unknown): Set<string> {
  const names = new Set<string>();
  const given: Record<string, string | undefined> = { ...REQUIRED, ...DINGTALK_REQUIRED };
  read(
    new Proxy(given, {
      get: (env, name) => {
        if (typeof name === 'string' && /^[A-Z]/.test(name)) names.add(name);
        return Reflect.get(env, name);
      },
    }),
  );
  return names;
}
