import { type Bot, type BotOptions, startBot } from '../../support/bot.ts';

/** 林知远 as DingTalk names him, when he has a phone in both worlds. */
export const LIN_WECOM = 'linzhiyuan';
export const LIN_DING = 'LinDing7';

export const WEN = { id: 'wen', name: '闻一舟', account: 'WenDing7' } as const;
const LIN = { id: 'lin', name: '林知远', account: LIN_DING } as const;

/** The mixed world, and one person of it who has a second phone, on DingTalk. */
export async function startWithBoth(options: BotOptions = {}, who: typeof WEN | typeof LIN = LIN): Promise<Bot> {
  const phone = { platform: 'dingtalk', id: who.account, name: who.name } as const;
  const bot = await startBot({
    world: 'mixed',
    ...options,
    company: (demo, port) => {
      const given = options.company?.(demo, port) ?? demo;
      return { ...given, people: [...given.people, phone] };
    },
  });
  const { store, directory } = bot.app().deps;
  await store.people.update({ id: who.id }, { $set: { dingtalkId: who.account } });
  await directory.refresh();
  return bot;
}
