/** A JSON object from outside, and what JSON.parse would hide of it. */
export interface JsonObject {
  readonly value: Readonly<Record<string, unknown>>;
  /** Keys of the object itself that stand in it more than once: which of them counts, nobody can say. */
  readonly repeated: ReadonlySet<string>;
}

const MAX_DEPTH = 32;
const ENDS_OR_STARTS = /["{}[\],:]/g;

/** Reads an object. @returns null for everything that is not one, or is nested deeper than 32 levels; never throws */
export function readJson(text: string): JsonObject | null {
  const keys = topKeys(text);
  if (!keys) return null;
  const value = parse(text);
  if (!isObject(value)) return null;
  return { value, repeated: new Set(keys.filter((key, index) => keys.indexOf(key) !== index)) };
}

/** Own field of an object; null stands for missing, so that no inherited name is ever taken for data. */
export function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : null;
}

/** Own text field; null for anything else. */
export function textOf(value: unknown, name: string): string | null {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : null;
}

/** A text or a number as text; null for anything else. String() would run, and trip over, an object's own `toString`. */
export function scalarOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All texts among the values, also those inside texts that are JSON themselves, as card callbacks have them. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    const inner = /^\s*[{[]/.test(value) ? readJson(value) : null;
    return inner ? [value, ...textsIn(inner.value)] : [value];
  }
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The keys of the outermost object in their order, found without recursion; null when it is nested too deeply. */
function topKeys(text: string): string[] | null {
  const keys: string[] = [];
  let depth = 0;
  let last: string | null = null;
  ENDS_OR_STARTS.lastIndex = 0;
  for (let hit = ENDS_OR_STARTS.exec(text); hit; hit = ENDS_OR_STARTS.exec(text)) {
    const [mark] = hit;
    if (mark === '"') {
      const end = endOfString(text, hit.index);
      if (depth === 1) last = text.slice(hit.index, end);
      ENDS_OR_STARTS.lastIndex = end;
    } else if (mark === '{' || mark === '[') {
      depth += 1;
      if (depth > MAX_DEPTH) return null;
    } else if (mark === '}' || mark === ']') depth -= 1;
    else if (mark === ':' && depth === 1) keys.push(String(parse(last ?? '')));
  }
  return keys;
}

/** @returns the index behind the closing quotation mark, or the text's length when there is none */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}
