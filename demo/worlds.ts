/** Which platform the people of the demo's committee live in. */
import type { PlatformName } from './shown.ts';

export interface World {
  readonly title: string;
  /** How DingTalk brings what people do; null: nobody is there. */
  readonly dingtalk: 'http' | 'stream' | null;
  readonly hasWecom: boolean;
  readonly platformOf: (person: { readonly unit: string }) => PlatformName;
  /** Where the chairs have their group. */
  readonly group: PlatformName;
}

export const WORLDS = {
  wecom: { title: '企业微信', dingtalk: null, hasWecom: true, platformOf: () => 'wecom', group: 'wecom' },
  dingtalk: {
    title: '钉钉(HTTP 回调)',
    dingtalk: 'http',
    hasWecom: false,
    platformOf: () => 'dingtalk',
    group: 'dingtalk',
  },
  stream: {
    title: '钉钉(Stream)',
    dingtalk: 'stream',
    hasWecom: false,
    platformOf: () => 'dingtalk',
    group: 'dingtalk',
  },
  mixed: {
    title: '两个平台:委员在企业微信,承办单位在钉钉',
    dingtalk: 'http',
    hasWecom: true,
    platformOf: ({ unit }) => (unit === '' ? 'wecom' : 'dingtalk'),
    group: 'wecom',
  },
} as const satisfies Record<string, World>;

export type WorldName = keyof typeof WORLDS;
export const isWorld = (name: string): name is WorldName => Object.hasOwn(WORLDS, name);
