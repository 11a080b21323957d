/** The two platforms, and the key of a phone: the same person, or a group of the same name, may be on both. */

/** @typedef {'wecom' | 'dingtalk'} PlatformName */

/** What stands on a phone, so that nobody mistakes one for the other. @type {Record<PlatformName, string>} */
export const MARKS = { wecom: '企业微信', dingtalk: '钉钉' };

/** @param {string} [name] */
export const platformNamed = (name) => (name === 'dingtalk' ? 'dingtalk' : 'wecom');

/**
 * WeCom's phones are known by the id alone: links made before there was DingTalk, and other people's scripts, go on working.
 * @param {string | undefined} platform
 * @param {string} id person id or group name
 */
export const keyFor = (platform, id) => (platformNamed(platform) === 'wecom' ? id : `${platform}:${id}`);

/**
 * @param {string} key
 * @returns {{ platform: PlatformName, id: string }}
 */
export function readKey(key) {
  const named = /^(wecom|dingtalk):(.+)$/s.exec(key);
  return named ? { platform: platformNamed(named[1]), id: named[2] ?? '' } : { platform: 'wecom', id: key };
}

/** A small mark in the platform's colour. @param {string} key */
export function markOf(key) {
  const { platform } = readKey(key);
  return { platform, text: MARKS[platform] };
}
