/**
 * Makes an element. Text goes in as text nodes only: what a person or the server wrote is never parsed as HTML.
 * `text` sets the text, `on` the listeners; every other key is an attribute (`false` and `undefined` leave it out).
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown> & { text?: string, on?: Record<string, (event: any) => unknown> }} [props]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  const { text, on, ...attributes } = props;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined || value === null) continue;
    node.setAttribute(name, value === true ? '' : String(value));
  }
  if (text !== undefined) node.textContent = text;
  for (const [event, listener] of Object.entries(on ?? {})) node.addEventListener(event, listener);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Outlines on a 24 × 24 grid; drawn here so that the page needs no outside file. */
const PATHS = {
  back: 'M15 5l-7 7 7 7',
  people: 'M9 11a3 3 0 100-6 3 3 0 000 6zM3.5 19a5.5 5.5 0 0111 0M16 5.4a3 3 0 010 5.2M17 14a5.5 5.5 0 013.5 5',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  clock: 'M12 7v5l3 2M12 21a9 9 0 100-18 9 9 0 000 18z',
  signal: 'M5 18v-2M10 18v-5M15 18V9M20 18V5',
  battery: 'M3 8h16v8H3zM21.5 11v2M5.5 10.500h9v3h-9z',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  forward: 'M9 5l7 7-7 7',
  check: 'M5 12.500l5 5 9-11',
  down: 'M12 5v13M6 12.500l6 6 6-6',
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/**
 * The element of the page's frame with this id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`index.html: no element with id "${id}"; page.js and index.html do not belong together`);
  return node;
}

/**
 * Runs `task` once in the next frame, however often it is asked for: a travel of weeks brings hundreds of rows at once.
 * @param {() => void} task
 */
export function oncePerFrame(task) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      task();
    });
  };
}
