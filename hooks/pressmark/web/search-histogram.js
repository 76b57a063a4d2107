/**
 * Documents by date, as bars. A range of dates is dragged over them, with a mouse, a pen or a
 * finger, or set by the two handles below, which the keyboard moves as well.
 *
 * @typedef {NonNullable<Answer["histogram"]>} Bars
 */

/**
 * @import { Answer } from "./answer.js"
 */

import { button, counted, element, grouped, rangeText } from "./search-view.js";

/** Milliseconds after a key during which another one is part of the same choice. */
const PAUSE = 400;
/** Pixels by which a tap may miss a bar. */
const MISS = 12;

/** @param {Bars["unit"]} unit @param {string} value of a bar @returns {string} where it ends */
const lastOf = (unit, value) =>
  unit === "decade" ? String(Number(value) + 9).padStart(4, "0") : value;

/** @param {Bars["unit"]} unit @param {string} first @param {string} [last] values of bars */
function barText(unit, first, last = first) {
  if (unit !== "decade") return rangeText(first, last);
  return first === last ? `${first}s` : `${first}s to ${last}s`;
}

/**
 * @param {Bars} histogram
 * @param {string} date year, month or day
 * @returns {number} how many bars end before it
 */
function barsBefore({ unit, bars }, date) {
  const length = unit === "month" ? 7 : 4;
  const wanted = unit === "month" && date.length === 4 ? `${date}-01` : date.slice(0, length);
  return bars.filter(({ value }) => lastOf(unit, value) < wanted).length;
}

/**
 * @param {Bars} histogram
 * @param {string} date
 * @returns {number} how many bars begin before it ends
 */
function barsUntil({ unit, bars }, date) {
  const wanted = unit === "month" && date.length === 4 ? `${date}-12` : date.slice(0, 7);
  return bars.filter(({ value }) => value <= wanted).length;
}

/** @param {number} count */
const documents = (count) => counted(count, "document", "documents");

/**
 * @param {(from: string, to: string) => void} choose told of a range; two empty texts for none
 */
export function histogramRange(choose) {
  /** @type {Bars} */
  let shown = { unit: "year", bars: [] };
  /** What is chosen: the edges of bars, counted from the first one's near edge. */
  let chosen = [0, 0];
  /** What is shown while it is being chosen. */
  let [low, high] = chosen;
  let given = ["", ""];
  /** Documents that were found. */
  let all = 0;
  let timer = 0;
  /** The bar at which dragging began. */
  let start = -1;

  const chart = element("div", { class: "pm-histogram", "aria-hidden": "true" });
  const text = element("p", { class: "pm-range-text", "aria-hidden": "true" });
  const clear = button("Any date", {
    class: "pm-link",
    click: () => {
      choose("", "");
      handles[0].focus();
    },
  });
  const handles = ["Earliest", "Latest"].map((name, i) =>
    element("input", {
      type: "range",
      min: "0",
      step: "1",
      "aria-label": `${name} date`,
      input: () => {
        const value = Number(handles[i].value);
        if (i) preview(low, Math.max(value, low + 1));
        else preview(Math.min(value, high - 1), high);
      },
      // A drag ends once; every press of a key is a change.
      change: () => {
        clearTimeout(timer);
        timer = setTimeout(commit, PAUSE);
      },
      keydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter") commit();
        else if (event.key === "Escape") cancel();
        else return;
        event.preventDefault();
      },
    }),
  );
  const node = element(
    "div",
    { class: "pm-range" },
    chart,
    element("div", { class: "pm-handles" }, ...handles),
    text,
    clear,
  );

  const whole = () => low === 0 && high === shown.bars.length;

  /** @returns {[string, string]} the dates that the bars between the edges stand for */
  function range() {
    const { unit, bars } = shown;
    return [bars[low].value, lastOf(unit, bars[high - 1].value)];
  }

  /** @param {number} count of documents within the edges */
  function describe(count) {
    const { unit, bars } = shown;
    // A range may begin or end within a bar: what is chosen is said as it is.
    const asGiven = low === chosen[0] && high === chosen[1] && (given[0] || given[1]);
    if (asGiven) return `${rangeText(given[0], given[1])} · ${documents(all)}`;
    const dates = barText(unit, bars[low].value, bars[high - 1].value);
    if (!whole()) return `${dates} · ${documents(count)}`;
    return count < all ? `${dates} · ${grouped(all - count)} without a date` : dates;
  }

  /** @param {number} from @param {number} to edges of bars */
  function preview(from, to) {
    [low, high] = [from, to];
    Array.from(chart.children).forEach((bar, i) => {
      bar.classList.toggle("pm-out", i < low || i >= high);
    });
    const { unit, bars } = shown;
    const count = bars.slice(low, high).reduce((sum, bar) => sum + bar.count, 0);
    text.textContent = describe(count);
    const ends = [bars[low].value, bars[high - 1].value];
    handles.forEach((handle, i) => {
      handle.value = String([low, high][i]);
      handle.setAttribute("aria-valuetext", `${barText(unit, ends[i])}; ${documents(count)}`);
    });
    // Where the two meet, the one that can still move away lies on top.
    handles[0].style.zIndex = low > bars.length / 2 ? "1" : "";
  }

  function commit() {
    clearTimeout(timer);
    if (low === chosen[0] && high === chosen[1]) return;
    chosen = [low, high];
    given = whole() ? ["", ""] : range();
    choose(given[0], given[1]);
  }

  function cancel() {
    clearTimeout(timer);
    start = -1;
    preview(chosen[0], chosen[1]);
  }

  /** @param {PointerEvent} event @returns {number} the bar that is pointed at */
  function barAt(event) {
    const box = chart.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const along = getComputedStyle(chart).direction === "ltr" ? share : 1 - share;
    const { length } = shown.bars;
    return Math.min(length - 1, Math.max(0, Math.floor(along * length)));
  }

  /** @param {number} bar @returns {number} the nearest with documents, or -1 */
  function near(bar) {
    const { bars } = shown;
    const most = (MISS * bars.length) / chart.clientWidth;
    for (let step = 0; step <= most || !step; step++)
      for (const other of [bar - step, bar + step]) if (bars[other]?.count) return other;
    return -1;
  }

  chart.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button || !event.isPrimary) return;
    start = barAt(event);
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    const bar = barAt(event);
    if (start >= 0) preview(Math.min(start, bar), Math.max(start, bar) + 1);
    else {
      const { value, count } = shown.bars[bar];
      text.textContent = `${barText(shown.unit, value)} · ${documents(count)}`;
    }
  });
  chart.addEventListener("pointerleave", () => {
    if (start < 0) preview(low, high);
  });
  chart.addEventListener("pointerup", (/** @type {PointerEvent} */ event) => {
    if (start < 0) return;
    const end = barAt(event);
    const [from, to] = start === end ? [near(end), near(end)] : [start, end];
    start = -1;
    if (from < 0) return cancel();
    preview(Math.min(from, to), Math.max(from, to) + 1);
    commit();
  });
  // The page is being scrolled instead.
  chart.addEventListener("pointercancel", cancel);
  addEventListener("keydown", (event) => {
    if (start < 0 || event.key !== "Escape") return;
    event.preventDefault();
    cancel();
  });

  /** @param {Bars} histogram */
  function draw({ bars }) {
    const most = Math.max(1, ...bars.map(({ count }) => count));
    chart.replaceChildren(
      ...bars.map(({ count }) => {
        const bar = element("span", {});
        bar.style.blockSize = `${count ? Math.max(4, (100 * count) / most) : 0}%`;
        return bar;
      }),
    );
  }

  return {
    node,
    /** @param {Answer} answer @param {string} from @param {string} to */
    update({ histogram, total }, from, to) {
      node.hidden = !histogram || histogram.bars.length < 2;
      if (!histogram || node.hidden) return;
      const { length } = histogram.bars;
      shown = histogram;
      draw(histogram);
      for (const handle of handles) handle.max = String(length);
      const first = Math.min(length - 1, from ? barsBefore(histogram, from) : 0);
      const last = Math.max(first + 1, to ? barsUntil(histogram, to) : length);
      // What the reader is about to choose isn't taken from under the fingers.
      const begun = low !== chosen[0] || high !== chosen[1];
      const busy = start >= 0 || (begun && given[0] === from && given[1] === to);
      chosen = [first, last];
      given = [from, to];
      clear.hidden = !from && !to;
      all = total;
      if (!busy) preview(first, last);
    },
  };
}
