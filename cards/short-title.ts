/** Titles of lists: what every title shares (关于……的建议) tells nothing apart, the end often does. */
const FRAME = /^关于(.+?)的?(?:建议|提案|意见建议|意见和建议)$/u;

/** At most `max` characters: without its frame, then with the middle left out, so that head and end are seen. */
export function shortTitle(title: string, max: number): string {
  if ([...title].length <= max) return title;
  const core = [...(FRAME.exec(title)?.[1] ?? title)];
  if (core.length <= max) return core.join('');
  const tail = Math.floor((max - 1) / 3);
  return `${core.slice(0, max - 1 - tail).join('')}…${core.slice(core.length - tail).join('')}`;
}
