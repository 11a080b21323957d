import type { Config } from '../config.ts';
import type { Channel, SendOutcome } from '../outbox/ports.ts';
import type { PlatformName } from '../platform-name.ts';
import { dingtalkPlatform } from './dingtalk/platform.ts';
import type { Platform, PlatformGiven } from './platform.ts';
import { wecomPlatform } from './wecom/platform.ts';

/** The platforms that a committee has set up. `given` is asked once for each. */
export function openPlatforms(config: Config, given: (name: PlatformName) => PlatformGiven): readonly Platform[] {
  return [
    ...(config.wecom ? [wecomPlatform(config.wecom, given('wecom'))] : []),
    ...(config.dingtalk ? [dingtalkPlatform(config.dingtalk, given('dingtalk'))] : []),
  ];
}

/** Their names, without opening any. */
export const platformNames = ({ wecom, dingtalk }: Config): readonly PlatformName[] => [
  ...(wecom ? (['wecom'] as const) : []),
  ...(dingtalk ? (['dingtalk'] as const) : []),
];

/** @returns the first that cannot be had, with the platform's name before what it said; else that all is well */
export async function checkTokens(platforms: readonly Platform[]): Promise<SendOutcome> {
  for (const platform of platforms) {
    const outcome = await platform.checkToken();
    if (outcome.class !== 'ok') return { ...outcome, errmsg: `${platform.name}: ${outcome.errmsg ?? ''}` };
  }
  return { class: 'ok' };
}

/** One channel for all of them: each message knows its own. */
export function channelOf(platforms: readonly Platform[]): Channel {
  const find = (name: PlatformName) => platforms.find((platform) => platform.name === name);
  return {
    render: (outgoing, messageId, kind) => {
      const platform = find(outgoing.to.platform);
      if (platform) return platform.render(outgoing, messageId, kind);
      throw new Error(`message ${messageId}: no platform "${outgoing.to.platform}" is set up here; see .env.example`);
    },
    refusesRepeats: (kind, body, name) => find(name)?.refusesRepeats(kind, body, name) ?? false,
    send: async (call, body) =>
      find(call.platform)?.send(call, body) ?? {
        class: 'G',
        errmsg: `no platform "${call.platform}" is set up here any more: see .env.example`,
      },
  };
}
