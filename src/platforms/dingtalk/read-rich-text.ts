import { fieldOf, textOf } from './json-scan.ts';
import type { Medium, Said } from './read-result.ts';

/** A mention ends at a blank of any width, or with the text. */
const LEADING_MENTION = /^\s*@\S+(?:\s+|$)/u;

/**
 * Texts and pictures in one message. Pictures alone are an image; with words it is a text that has pictures.
 * A picture between two texts stands on a line of its own, so the texts on its sides do not run together.
 */
export function readRichText(content: unknown, where: { isGroup: boolean; robotName?: string }): Said {
  const parts = fieldOf(content, 'richText');
  const media: Medium[] = [];
  let text = '';
  let afterPicture = false;
  for (const part of Array.isArray(parts) ? parts : []) {
    const words = textOf(part, 'text');
    const picture = textOf(part, 'downloadCode');
    if (words !== null) {
      text += afterPicture && text.trim() !== '' && !/\n$/.test(text) ? `\n${words}` : words;
      afterPicture = false;
    } else if (picture) {
      media.push({ id: picture, kind: 'image' });
      afterPicture = true;
    }
  }
  const said = withoutRobot(text, where).trim();
  return said === '' && media.length > 0 ? { kind: 'image', media } : { kind: 'text', text: said, media };
}

/**
 * Rich text keeps the `@robot` that plain text loses (trap 23). Without the robot's name only a mention at the very start
 * of what is said in a group goes: the platform hands a group's message over only because it mentions the robot.
 */
function withoutRobot(text: string, { isGroup, robotName }: { isGroup: boolean; robotName?: string }): string {
  if (!robotName) return isGroup ? text.replace(LEADING_MENTION, '') : text;
  const name = robotName.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.replace(new RegExp(`@${name}(?=[\\s\\p{P}]|$)\\s?`, 'gu'), '');
}
