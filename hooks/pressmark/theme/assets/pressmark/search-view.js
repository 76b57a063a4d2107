// @ts-check
"use strict";
/**
 * The parts that the search page is made of, as elements. Texts go in as text, never as markup.
 *
 * @typedef {Record<string, string | boolean | ((event: any) => void)>} Properties attributes; a
 *   function listens to the event of that name
 * @typedef {(facet: string, value: string, on: boolean) => void} Choose
 */
(() => {
  const FACET_NAMES = new Map([
    ["publisher", "Publisher"],
    ["year", "Year"],
    ["language", "Language"],
    ["place", "Place"],
    ["tag", "Subject"],
  ]);
  const FEW = 8;
  const locale = document.documentElement.lang || "en";
  /** @type {(edtf: string) => string} */
  const readableDate = /** @type {any} */ (globalThis).pressmarkParts.readableDate;
  const numbers = new Intl.NumberFormat(locale);
  const languages = new Intl.DisplayNames([locale], {
    type: "language",
    fallback: "code",
    languageDisplay: "standard",
  });

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Properties} [properties]
   * @param {...(Node | string | null)} children
   * @returns {HTMLElementTagNameMap[Tag]}
   */
  function element(tag, properties = {}, ...children) {
    const out = document.createElement(tag);
    for (const [name, value] of Object.entries(properties))
      if (typeof value === "function") out.addEventListener(name, value);
      else if (value === true) out.setAttribute(name, "");
      else if (value !== false) out.setAttribute(name, value);
    out.append(...children.filter((child) => child !== null));
    return out;
  }

  /** @param {number} count @param {string} one @param {string} many */
  const counted = (count, one, many) => `${numbers.format(count)} ${count === 1 ? one : many}`;

  /** @param {string} facet @param {string} value */
  function valueText(facet, value) {
    if (facet !== "language") return value;
    try {
      return languages.of(value) ?? value;
    } catch {
      return value; // not a language tag: shown as it stands
    }
  }

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

  /**
   * @param {Result} result
   * @param {string} site address of the site's root
   * @param {boolean} tell whether to say that some of the words are missing
   */
  function resultItem(result, site, tell) {
    const target = new URL(result.url, site);
    if (result.marks.length) target.searchParams.set("hl", result.marks.join(" "));
    const link = element("a", { href: target.href }, result.title ?? result.label);
    const meta = element("p", { class: "pm-result-meta pm-line" });
    /** @param {"span" | "time"} tag @param {string} text in its own direction, whatever is around */
    const add = (tag, text) => meta.append(element(tag, {}, element("bdi", {}, text)));
    if (result.date) add("time", readableDate(result.date));
    if (result.publisher) add("span", result.publisher);
    if (tell && !result.allWords) add("span", "some of the words");
    if (result.copies) add("span", counted(result.copies, "near-copy", "near-copies"));
    return element(
      "li",
      { class: "pm-result", dir: "auto" }, // the title's direction, as it comes first
      element("h2", { class: result.title === null ? "pm-untitled" : "" }, link),
      meta.childNodes.length ? meta : null,
      element("p", { class: "pm-excerpt", dir: "auto" }, ...excerptNodes(result.excerpt)),
    );
  }

  /**
   * @param {string} facet
   * @param {Count[]} counts
   * @param {string[]} chosen
   * @param {Set<string>} opened facets whose values are all shown
   * @param {Choose} choose
   */
  function facetGroup(facet, counts, chosen, opened, choose) {
    const listed = counts.map(({ value }) => value);
    const missing = chosen.filter((value) => !listed.includes(value));
    const all = [...counts, ...missing.map((value) => ({ value, count: 0 }))];
    if (!all.length) return null;
    const open = opened.has(facet) || all.length <= FEW + 1;
    const shown = open ? all : all.filter(({ value }, i) => i < FEW || chosen.includes(value));
    const group = element("fieldset", { class: "pm-facet" });
    group.append(element("legend", {}, FACET_NAMES.get(facet) ?? facet));
    for (const { value, count } of shown) {
      const box = element("input", {
        type: "checkbox",
        checked: chosen.includes(value),
        "data-key": `${facet} ${value}`,
        change: (event) => choose(facet, value, event.target.checked),
      });
      const name = element("span", {}, element("bdi", {}, valueText(facet, value)));
      const total = element("span", { class: "pm-num" }, numbers.format(count));
      group.append(element("label", {}, box, name, " ", total));
    }
    if (!open) {
      const more = element(
        "button",
        {
          type: "button",
          class: "pm-link",
          click: () => {
            opened.add(facet);
            const next = facetGroup(facet, counts, chosen, opened, choose);
            if (next) group.replaceWith(next);
            next?.querySelectorAll("input")[shown.length]?.focus();
          },
        },
        `${numbers.format(all.length - shown.length)} more`,
      );
      group.append(more);
    }
    return group;
  }

  /**
   * Bars of documents by date. Dragging over them chooses a range; the fields beside it do the same
   * for those who don't drag, so it is hidden from screen readers.
   * @param {Answer["histogram"]} histogram
   * @param {(from: string, to: string) => void} choose
   */
  function histogramBars(histogram, choose) {
    if (!histogram || histogram.bars.length < 2) return null;
    const { bars } = histogram;
    const most = Math.max(1, ...bars.map(({ count }) => count));
    const out = element("div", { class: "pm-histogram", "aria-hidden": "true" });
    for (const { value, count } of bars) {
      const bar = element("span", { title: `${value}: ${numbers.format(count)}` });
      bar.style.blockSize = `${count ? Math.max(4, (100 * count) / most) : 0}%`;
      out.append(bar);
    }
    /** @param {PointerEvent} event */
    const place = (event) => {
      const box = out.getBoundingClientRect();
      const share = (event.clientX - box.left) / box.width;
      const ltr = getComputedStyle(out).direction === "ltr" ? share : 1 - share;
      return Math.min(bars.length - 1, Math.max(0, Math.floor(ltr * bars.length)));
    };
    let start = -1;
    /** @param {number} end */
    const range = (end) => [Math.min(start, end), Math.max(start, end)];
    out.addEventListener("pointerdown", (event) => {
      start = place(event);
      out.setPointerCapture(event.pointerId);
    });
    out.addEventListener("pointermove", (event) => {
      if (start < 0) return;
      const [low, high] = range(place(event));
      Array.from(out.children).forEach((bar, i) =>
        bar.classList.toggle("pm-chosen", i >= low && i <= high),
      );
    });
    out.addEventListener("pointerup", (event) => {
      if (start < 0) return;
      const [low, high] = range(place(event));
      start = -1;
      const last = bars[high].value;
      const end = histogram.unit === "decade" ? String(Number(last) + 9).padStart(4, "0") : last;
      choose(bars[low].value, end);
    });
    return out;
  }

  const host = /** @type {any} */ (globalThis);
  host.pressmarkView = {
    FACETS: Array.from(FACET_NAMES.keys()),
    element,
    counted,
    resultItem,
    facetGroup,
    histogramBars,
  };
})();
