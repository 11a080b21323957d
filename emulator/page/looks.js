/** What is different between the two platforms' clients; everything else is drawn by the same code. */
import { dingtalkFace, titleOf as dingtalkTitle } from './card-dingtalk.js';
import { wecomFace, titleOf as wecomTitle } from './card-wecom.js';
import { platformNamed } from './platform.js';

/**
 * @typedef {object} Look
 * @property {(card: any) => string} titleOf
 * @property {(card: any, use: import('./card-face.js').FaceUse) => import('./card-face.js').Face} faceOf
 * @property {number} initials how many characters of the name an avatar shows
 * @property {boolean} groupTalk people may speak to the app in a group
 * @property {string} deadline what a press that was not answered in time looks like
 */

/** @type {Record<import('./platform.js').PlatformName, Look>} */
const LOOKS = {
  wecom: {
    titleOf: wecomTitle,
    faceOf: wecomFace,
    initials: 1,
    groupTalk: false,
    deadline: '未送达:履职直通没有应答,可能正在重启',
  },
  dingtalk: {
    titleOf: dingtalkTitle,
    faceOf: dingtalkFace,
    initials: 2,
    groupTalk: true,
    deadline: '操作失败:两秒内没有得到应答,请稍后再试',
  },
};

/** @param {string} [platform] */
export const lookOf = (platform) => LOOKS[platformNamed(platform)];
