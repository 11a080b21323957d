/** The work-chats that people talk in. What each of them is like is known in src/platforms only. */
export const PLATFORM_NAMES = ['wecom', 'dingtalk'] as const;
export type PlatformName = (typeof PLATFORM_NAMES)[number];

/** As people call them. */
export const PLATFORM_WORD: Readonly<Record<PlatformName, string>> = { wecom: '企业微信', dingtalk: '钉钉' };
