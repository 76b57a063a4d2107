/**
 * The results: each with its near-copies, which can be unfolded, and a button for more.
 *
 * @typedef {object} ResultContext what a result is shown for
 * @property {boolean} tell whether to say that some of the words are missing
 * @property {string[]} unfolded families of near-copies that are to be listed
 * @property {(family: string, on: boolean) => void} unfold told when the reader lists them, or not
 * @property {(result: Result, offset: number) => Promise<Result[]>} copies some of them, without the
 *   result itself
 */

/**
 * @import { Answer, PressmarkFault, Result } from "./answer.js"
 * @import { Whereabouts } from "./search-address.js"
 */

import { readableDate } from "./dates.js";
import { isPressmarkError } from "./errors.js";
import { MOST, remember } from "./search-address.js";
import { button, counted, element, grouped } from "./search-view.js";

/** Results that “Show more” adds. */
const STEP = 20;
let lists = 0;

/** @type {Record<string, string>} */
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

/** @param {string} html an excerpt of the engine's: escaped text and `<mark>` @returns {Node[]} */
function excerptNodes(html) {
  let marked = false;
  /** @type {Node[]} */
  const out = [];
  for (const part of html.split(/(<\/?mark>)/)) {
    if (part === "<mark>" || part === "</mark>") marked = part === "<mark>";
    else if (part) {
      const text = part.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]);
      out.push(marked ? element("mark", {}, text) : document.createTextNode(text));
    }
  }
  return out;
}

/** @param {Result} result */
function titleLink(result) {
  const target = new URL(result.url, pressmark.site);
  if (result.marks.length) target.searchParams.set("hl", result.marks.join(" "));
  return element("a", { href: target.href }, result.title ?? result.label);
}

/** @param {Result} result @param {boolean} tell */
function metaLine(result, tell) {
  const meta = element("p", { class: "pm-result-meta pm-line" });
  /** @param {"span" | "time"} tag @param {string} text in its own direction, whatever is around */
  const add = (tag, text) => meta.append(element(tag, {}, element("bdi", {}, text)));
  if (result.date) add("time", readableDate(result.date));
  if (result.publisher) add("span", result.publisher);
  if (tell && !result.allWords) add("span", "some of the words");
  return meta.childNodes.length ? meta : null;
}

/**
 * The near-copies of a result: a button, and the list that it unfolds.
 * @param {Result} result
 * @param {ResultContext} context
 * @returns {{nodes: Node[], ready: Promise<void>}} `ready`: what is to be listed is
 */
function copiesOf(result, context) {
  const { copies, family } = result;
  if (!copies || family === null) return { nodes: [], ready: Promise.resolve() };
  const list = element("ul", { class: "pm-copies", role: "list", id: `pm-copies-${++lists}` });
  const rest = button("", { class: "pm-link", click: () => void fill(true) });
  const fold = button(counted(copies, "near-copy", "near-copies"), {
    class: "pm-link pm-unfold",
    "aria-controls": list.id,
    click: () => {
      const on = Boolean(list.hidden);
      context.unfold(family, on);
      void set(on);
    },
  });
  const fault = element("p", { class: "pm-small", role: "alert" });
  let shown = 0;
  let loading = false;

  /** @param {boolean} focus whether what is new gets the focus */
  async function fill(focus) {
    if (loading) return;
    loading = true;
    /** @type {Result[]} */
    let more;
    try {
      more = await context.copies(result, shown);
    } catch (error) {
      fault.textContent = "The near-copies could not be loaded. Fold and unfold to try again.";
      if (!isPressmarkError(error)) throw error;
      return;
    } finally {
      loading = false;
    }
    fault.textContent = "";
    const items = more.map((copy) =>
      element("li", { dir: "auto" }, titleLink(copy), metaLine(copy, false)),
    );
    list.append(...items);
    shown += items.length;
    rest.textContent = `${grouped(copies - shown)} more near-copies`;
    rest.hidden = shown >= copies || !items.length;
    if (focus) items[0]?.querySelector("a")?.focus();
  }

  /** @param {boolean} on */
  async function set(on) {
    list.hidden = rest.hidden = fault.hidden = !on;
    fold.setAttribute("aria-expanded", String(on));
    if (on && shown) rest.hidden = shown >= copies;
    else if (on) {
      rest.hidden = true;
      await fill(false);
    }
  }

  return { nodes: [fold, fault, list, rest], ready: set(context.unfolded.includes(family)) };
}

/**
 * @param {Result} result
 * @param {ResultContext} context
 * @returns {{node: HTMLElement, ready: Promise<void>}}
 */
function resultItem(result, context) {
  const copies = copiesOf(result, context);
  const node = element(
    "li",
    { class: "pm-result", dir: "auto" }, // the title's direction, as it comes first
    element(
      "h2",
      { class: result.title === null ? "pm-untitled" : "" },
      titleLink(result),
    ),
    metaLine(result, context.tell),
    element("p", { class: "pm-excerpt", dir: "auto" }, ...excerptNodes(result.excerpt)),
    ...copies.nodes,
  );
  return { node, ready: copies.ready };
}

/**
 * Stands for a result whose text can't be read.
 * @param {PressmarkFault} fault
 */
const unreadItem = ({ message }) =>
  element(
    "li",
    { class: "pm-result" },
    element("p", { class: "pm-small" }, `A document that was found can't be shown. ${message}`),
  );

/** @param {(show: number) => void} showMore told how many results are to be shown */
export function resultList(showMore) {
  let count = 0;
  const list = element("ol", { class: "pm-results", role: "list", "aria-label": "Results" });
  const more = button("", {
    class: "pm-more",
    click: () => showMore(Math.min(MOST, count + STEP)),
  });
  const end = element("p", { class: "pm-small" });
  list.addEventListener("click", (/** @type {Event} */ { target }) => {
    const link = target instanceof Element ? target.closest("a") : null;
    if (link) remember(link.href);
  });

  /** @returns {HTMLAnchorElement[]} */
  const links = () => Array.from(list.querySelectorAll("a"));

  return {
    node: element("div", { class: "pm-found" }, list, more, end),
    /** @returns {number} how many results there are */
    count: () => count,
    /** @returns {HTMLElement[]} what arrow keys lead to */
    stops: () => [...links(), more].filter((stop) => stop.offsetParent),

    /**
     * @param {Answer} answer
     * @param {boolean} adding whether its results go below those that stand already
     * @param {ResultContext} context
     * @returns {Promise<HTMLElement[]>} what is new, once all of it is there
     */
    async show({ results, total, folded, unread }, adding, context) {
      const items = results.map((result) => resultItem(result, context));
      const nodes = [...items.map(({ node }) => node), ...unread.map(unreadItem)];
      if (!adding) list.replaceChildren();
      list.append(...nodes);
      count = list.childElementCount;
      const all = total - folded;
      more.hidden = count >= Math.min(all, MOST);
      more.textContent = `Show ${grouped(Math.min(STEP, all - count, MOST - count))} more`;
      end.hidden = count < MOST || all <= MOST;
      end.textContent = `These are the first ${grouped(MOST)}. Narrow the search to see others.`;
      await Promise.all(items.map(({ ready }) => ready));
      return nodes;
    },

    clear() {
      count = 0;
      list.replaceChildren();
      more.hidden = end.hidden = true;
    },

    /** @param {Whereabouts} whereabouts where the reader was */
    restore({ scroll, link }) {
      if (link) links().find(({ href }) => href === link)?.focus({ preventScroll: true });
      scrollTo({ top: scroll, behavior: "instant" });
    },
  };
}
