/** Proposes which paragraph is 情况, 分析 or 建议. A proposal only: the member corrects it by tapping. */

export type PartField = 'situation' | 'analysis' | 'suggestions';

const HEADINGS: readonly (readonly [PartField, RegExp])[] = [
  ['situation', /^(一、|1[.、])?\s*(基本)?(情况|现状|背景|问题|存在(的)?(主要)?问题|情况与问题|情况反映)/],
  ['analysis', /^(二、|2[.、])?\s*(原因|分析|原因分析|问题分析|成因)/],
  ['suggestions', /^(三、|3[.、])?\s*(具体)?(建议|对策|意见建议|对策建议|措施)/],
];
const SUGGESTS = /(建议|应当|应该|希望|由.{2,20}(牵头|负责)|出台|建立|完善|推动|纳入|制定|加强)/g;
const EXPLAINS = /(原因|由于|因为|一是.*未|未约定|缺乏|不清|导致|根源|主要在于)/g;
const DESCRIBES = /(目前|截至|走访|发现|反映|据了解|全市|我市|\d+(个|台|户|所|万|人|%))/g;

const score = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** A paragraph that only names the next part (“三、建议”). */
const isBareHeading = (text: string): boolean =>
  text.length <= 12 && HEADINGS.some(([, pattern]) => pattern.test(text));

/** Cuts messages into paragraphs, each exactly as written. */
export function paragraphsOf(messages: readonly string[]): string[] {
  return messages
    .flatMap((message) => message.split(/\n+/))
    .map((line) => line.trim())
    .filter((line) => line.length > 0);
}

/**
 * Gives every paragraph a field. Headings rule what follows them; without headings the words decide,
 * and the order 情况 → 分析 → 建议 is kept: nobody describes the situation after the suggestions.
 */
export function proposeSplit(paragraphs: readonly string[]): { text: string; field: PartField }[] {
  const order: readonly PartField[] = ['situation', 'analysis', 'suggestions'];
  let reached = 0;
  let heading: PartField | null = null;
  const out: { text: string; field: PartField }[] = [];
  for (const text of paragraphs) {
    const named = HEADINGS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
    if (named) {
      heading = named;
      reached = Math.max(reached, order.indexOf(named));
      if (isBareHeading(text)) continue;
    }
    const field = heading ?? guess(text, order, reached, out.length === 0);
    reached = Math.max(reached, order.indexOf(field));
    out.push({ text, field });
  }
  return out;
}

function guess(text: string, order: readonly PartField[], reached: number, first: boolean): PartField {
  if (first) return 'situation';
  const numbered = /^\s*(\d+|[一二三四五六])\s*[.．、,，)）]/.test(text) ? 1 : 0;
  const scores: Record<PartField, number> = {
    situation: score(text, DESCRIBES),
    analysis: score(text, EXPLAINS) * 1.5,
    suggestions: score(text, SUGGESTS) + numbered,
  };
  const allowed = order.slice(reached);
  return allowed.reduce((best, field) => (scores[field] > scores[best] ? field : best), allowed[0] ?? 'suggestions');
}

/** Suggestions as a list: numbered items, else one per paragraph. */
export function suggestionsOf(paragraphs: readonly string[]): string[] {
  return paragraphs
    .flatMap((text) => text.split(/(?=(?:^|[。;；\s])\s*(?:\d+|[一二三四五六七八九]是)\s*[.．、,，]?)/u))
    .map((text) =>
      text
        .replace(/^[\s。;；]*(?:\d+\s*[.．、,，)）]|[一二三四五六七八九]是)\s*/u, '')
        .replace(/^建议[:：]\s*/, '')
        .trim(),
    )
    .filter((text) => text.length > 3);
}
