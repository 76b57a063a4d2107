/**
 * What narrows a search down: the values of each facet, of which a few are shown, and dates.
 *
 * @typedef {(facet: string, value: string, on: boolean) => void} Choose
 *
 * @typedef {object} FacetGroup
 * @property {HTMLElement} node
 * @property {(counts: Count[] | null, chosen: string[]) => void} update null where the values weren't
 *   counted: then they can be asked for
 * @property {() => void} focus
 */

/**
 * @import { Count } from "./columns.js"
 */

import { FACET_NAMES, button, counted, element, grouped, valueText } from "./search-view.js";

/** Values of a facet that are shown at first. */
const FEW = 8;
/** Values that are shown at all: an archive may have thousands, and there is a box to find them. */
const MANY = 40;
/** Values from which on there is that box. */
const CROWD = 24;

/** @param {string} text */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * @param {string} facet
 * @param {Choose} choose
 * @param {(text: string) => void} say for screen readers
 * @param {(facet: string) => void} ask that the values be counted
 * @returns {FacetGroup}
 */
export function facetGroup(facet, choose, say, ask) {
  const name = FACET_NAMES.get(facet) ?? facet;
  /** @type {Count[]} */
  let all = [];
  /** @type {Set<string>} */
  let chosen = new Set();
  let open = false;
  let isCounted = true;
  /** @type {Map<string, {row: HTMLElement, box: HTMLInputElement, total: HTMLElement}>} */
  let rows = new Map();

  const list = element("div", { class: "pm-values" });
  const note = element("p", { class: "pm-small" });
  const finder = element("input", {
    type: "text",
    class: "pm-finder",
    "aria-label": `Find in ${name}`,
    placeholder: "Find …",
    autocomplete: "off",
    input: () => {
      const found = draw();
      say(finder.value ? counted(found, "value", "values") : "");
    },
    keydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || !finder.value || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      finder.value = "";
      draw();
    },
  });
  const toggle = button("", { class: "pm-link", click: () => (isCounted ? unfold() : ask(facet)) });
  const node = element(
    "fieldset",
    { class: "pm-facet" },
    element("legend", {}, name),
    finder,
    list,
    note,
    toggle,
  );

  function unfold() {
    open = !open;
    const first = list.childElementCount;
    finder.value = "";
    draw();
    if (open && !finder.hidden) finder.focus();
    else if (open) list.querySelectorAll("input")[first]?.focus();
  }

  /** @param {Count} entry */
  function row({ value, count }) {
    let known = rows.get(value);
    if (!known) {
      const box = element("input", {
        type: "checkbox",
        change: () => choose(facet, value, box.checked),
      });
      const total = element("span", { class: "pm-num" });
      const text = element("span", {}, element("bdi", {}, valueText(facet, value)));
      known = { box, total, row: element("label", {}, box, text, " ", total) };
    }
    known.box.checked = chosen.has(value);
    known.total.textContent = grouped(count);
    return known;
  }

  /** @returns {number} values among which those shown are */
  function draw() {
    const wanted = open ? plain(finder.value.trim()) : "";
    const among = wanted
      ? all.filter(({ value }) => plain(valueText(facet, value)).includes(wanted))
      : all;
    const most = open ? MANY : all.length <= FEW + 1 ? FEW + 1 : FEW;
    const shown = among.filter(({ value }, i) => i < most || chosen.has(value));
    const active = list.contains(document.activeElement) ? document.activeElement : null;
    rows = new Map(shown.map((entry) => [entry.value, row(entry)]));
    const drawn = Array.from(rows.values(), (each) => each.row);
    // What has the focus stays in the page where it can: taken out and put back, it is read again.
    if (drawn.length !== list.children.length || drawn.some((each, i) => each !== list.children[i])) {
      list.replaceChildren(...drawn);
      if (active instanceof HTMLElement) (list.contains(active) ? active : firstBox())?.focus();
    }
    finder.hidden = !open || all.length < CROWD;
    const hidden = among.length - shown.length;
    if (wanted && !among.length) note.textContent = "Nothing here is called so.";
    else if (open && hidden)
      note.textContent = `${grouped(shown.length)} of ${grouped(among.length)}.`;
    else note.textContent = "";
    note.hidden = !note.textContent;
    toggle.hidden = all.length <= FEW + 1;
    toggle.textContent = open ? "Fewer" : `${grouped(hidden)} more`;
    toggle.setAttribute("aria-label", `${toggle.textContent}: ${name}`);
    return among.length;
  }

  const firstBox = () => list.querySelector("input");

  return {
    node,
    focus: () => firstBox()?.focus(),
    update(counts, values) {
      chosen = new Set(values);
      isCounted = counts !== null;
      if (!counts) {
        all = [];
        rows.clear();
        list.replaceChildren();
        node.hidden = toggle.hidden = false;
        finder.hidden = note.hidden = true;
        toggle.textContent = "Show";
        toggle.setAttribute("aria-label", `Show: ${name}`);
        return;
      }
      const listed = new Set(counts.map(({ value }) => value));
      const missing = values.filter((value) => !listed.has(value));
      all = [...counts, ...missing.map((value) => ({ value, count: 0 }))];
      node.hidden = !all.length;
      draw();
    },
  };
}

const DATE = /^\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?$/;
const ADVICE = "A date is a year, a month or a day: 2025, 2025-03, 2025-03-01.";

/**
 * Two fields for a range of dates.
 * @param {(from: string, to: string) => void} choose
 */
export function dateFields(choose) {
  const advice = element("p", { class: "pm-small", id: "pm-date-advice", role: "alert" });
  const fields = ["From", "To"].map((label) =>
    element("input", {
      type: "text",
      placeholder: "YYYY-MM-DD",
      size: "10",
      autocomplete: "off",
      "aria-label": `${label} date`,
      change: () => {
        if (check()) choose(...ordered(fields.map((field) => padded(field.value.trim()))));
      },
    }),
  );

  function check() {
    const wrong = fields.filter((field) => field.value.trim() && !DATE.test(field.value.trim()));
    for (const field of fields) {
      if (wrong.includes(field)) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", advice.id);
      } else {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }
    }
    advice.textContent = wrong.length ? ADVICE : "";
    return !wrong.length;
  }

  /** @param {string} date */
  const padded = (date) => date.replace(/-(?=\d(?:-|$))/g, "-0");

  /** @param {string[]} dates @returns {[string, string]} the earlier one first */
  const ordered = ([one, other]) => (one && other && one > other ? [other, one] : [one, other]);

  const [from, to] = fields;
  const labels = [element("label", {}, "From ", from), element("label", {}, "To ", to)];
  return {
    node: element("div", { class: "pm-dates" }, ...labels, advice),
    /** @param {string} first @param {string} last */
    update(first, last) {
      if (document.activeElement !== from) from.value = first;
      if (document.activeElement !== to) to.value = last;
      check();
    },
  };
}
