/** An element that holds text only. `depth` is 1 for the children of the root. */
export interface Leaf {
  readonly name: string;
  readonly value: string;
  readonly depth: number;
}

const MAX_DEPTH = 32;
/** Everything we admit: tags without attributes, empty elements, CDATA, text. No `<!` but CDATA, no `<?`. */
const TOKEN = /<(\/?)([A-Za-z_][\w.-]{0,63})(\/?)>|<!\[CDATA\[([\s\S]*?)\]\]>|([^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const ENTITY = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g;

interface Open {
  readonly name: string;
  value: string;
  hasChildren: boolean;
}

/**
 * Lists the text elements of a small XML document in one pass, without a parser: no entities beyond the five, no
 * declarations, no attributes. Null for anything it does not know, so what it lists can be trusted.
 */
export function scanLeaves(xml: string): Leaf[] | null {
  const leaves: Leaf[] = [];
  const stack: Open[] = [];
  let roots = 0;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < xml.length; at = TOKEN.lastIndex) {
    const token = TOKEN.exec(xml);
    if (!token) return null;
    const [, closing, name, empty, cdata, text] = token;
    const top = stack.at(-1);
    if (name === undefined) {
      const value = cdata ?? decodeEntities(text ?? '');
      if (top) top.value += value;
      else if (cdata !== undefined || value.trim() !== '') return null;
    } else if (closing) {
      if (empty || top?.name !== name) return null;
      stack.pop();
      if (!top.hasChildren) leaves.push({ name, value: top.value, depth: stack.length });
    } else {
      if (stack.length === 0 && ++roots > 1) return null;
      if (stack.length >= MAX_DEPTH) return null;
      if (top) top.hasChildren = true;
      if (empty) leaves.push({ name, value: '', depth: stack.length });
      else stack.push({ name, value: '', hasChildren: false });
    }
  }
  return roots === 1 && stack.length === 0 ? leaves : null;
}

/** The five standard entities and character numbers; every other `&…;` stays as it is. */
export function decodeEntities(text: string): string {
  return text.replace(ENTITY, (whole, word?: string, decimal?: string, hex?: string) => {
    if (word !== undefined) return ENTITIES[word] ?? whole;
    const point = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16);
    const isCharacter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    return isCharacter ? String.fromCodePoint(point) : whole;
  });
}
