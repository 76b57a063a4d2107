/**
 * What the parts of the search page are made of. Texts go in as text, never as markup.
 *
 * @typedef {Record<string, string | boolean | ((event: any) => void)>} Properties attributes; a
 *   function listens to the event of that name
 */

import { readableDate } from "./dates.js";

/** In the order in which they stand on the page. */
export const FACET_NAMES = new Map(SEARCH_FACETS);
const locale = document.documentElement.lang || "en";
/** @type {Intl.DisplayNames | null} Made when there is something to name: it takes a browser long. */
let languages = null;

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const out = document.createElement(tag);
  for (const [name, value] of Object.entries(properties))
    if (typeof value === "function") out.addEventListener(name, value);
    else if (value === true) out.setAttribute(name, "");
    else if (value !== false) out.setAttribute(name, value);
  out.append(...children.filter((child) => child !== null));
  return out;
}

/** @param {string} text @param {Properties} properties */
export const button = (text, properties) => element("button", { type: "button", ...properties }, text);

/**
 * A listener for a link that this page follows itself, unless the reader wants another window.
 * @param {() => void} follow
 * @returns {(event: MouseEvent) => void}
 */
export const followed = (follow) => (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  follow();
};

/** @param {number} count @returns {string} with commas, as the other pages have it */
export const grouped = (count) => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

/** @param {number} count @param {string} one @param {string} many */
export const counted = (count, one, many) => `${grouped(count)} ${count === 1 ? one : many}`;

/** @param {string} facet @param {string} value @returns {string} as readers know it */
export function valueText(facet, value) {
  if (facet !== "language") return value;
  try {
    languages ??= new Intl.DisplayNames([locale], {
      type: "language",
      fallback: "code",
      languageDisplay: "standard",
    });
    return languages.of(value) ?? value;
  } catch {
    return value; // not a language tag: shown as it stands
  }
}

/** @param {string} from @param {string} to years, months or days, or empty; not both */
export function rangeText(from, to) {
  if (from === to) return readableDate(from);
  if (!from) return `until ${readableDate(to)}`;
  return to ? `${readableDate(from)} to ${readableDate(to)}` : `from ${readableDate(from)}`;
}

/**
 * What narrows the search, each with a button that takes it away.
 * @param {{name: string, text: string, remove: () => void}[]} chips
 * @param {() => void} clear
 * @returns {HTMLElement[]} items of a list
 */
export function chipItems(chips, clear) {
  const items = chips.map(({ name, text, remove }) =>
    element(
      "li",
      {},
      element(
        "button",
        { type: "button", class: "pm-chip", "aria-label": `Remove ${name}: ${text}`, click: remove },
        element("span", {}, `${name}: `, element("bdi", {}, text)),
        element("span", { class: "pm-cross", "aria-hidden": "true" }, "×"),
      ),
    ),
  );
  if (chips.length > 1)
    items.push(element("li", {}, button("Remove all filters", { class: "pm-link", click: clear })));
  return items;
}
