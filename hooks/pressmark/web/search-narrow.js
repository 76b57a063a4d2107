/**
 * What stands beside the results to narrow them down: dates and facets.
 *
 * @typedef {object} Narrower what the page does
 * @property {Choose} choose
 * @property {(from: string, to: string) => void} chooseDates
 * @property {(text: string) => void} say for screen readers
 * @property {() => Promise<void>} again that the search is made again
 */

/**
 * @import { Answer } from "./answer.js"
 * @import { PageState } from "./search-address.js"
 * @import { Choose, FacetGroup } from "./search-facets.js"
 */

import { dateFields, facetGroup } from "./search-facets.js";
import { histogramRange } from "./search-histogram.js";
import { element } from "./search-view.js";

/**
 * @param {string[]} names of the facets
 * @param {Narrower} page
 */
export function narrowPanel(names, { choose, chooseDates, say, again }) {
  /** Facets that are counted in an archive of any size, and those that the reader asked for. */
  const asked = new Set(["publisher", "language"]);
  let uncounted = false;
  const range = histogramRange(chooseDates);
  const fields = dateFields(chooseDates);
  const dates = element(
    "fieldset",
    { class: "pm-facet" },
    element("legend", {}, "Date"),
    range.node,
    fields.node,
  );
  /** @type {Map<string, FacetGroup>} */
  const groups = new Map(names.map((facet) => [facet, facetGroup(facet, choose, say, count)]));
  const facets = element(
    "div",
    { class: "pm-facets", role: "group", "aria-label": "Narrow down" },
    dates,
    ...Array.from(groups.values(), ({ node }) => node),
  );
  const summary = element("summary", {}, "Narrow down");
  /** @type {HTMLDetailsElement} */
  const node = element("details", { class: "pm-narrow" }, summary, facets);
  node.addEventListener("toggle", () => {
    if (node.open && uncounted) void again();
  });

  /**
   * Facets whose values take long to load in a large archive are counted when they are asked for.
   * @param {string} facet
   */
  async function count(facet) {
    asked.add(facet);
    await again();
    groups.get(facet)?.focus();
  }

  return {
    node,
    /** @returns {string[]} facets to count: none while they can't be seen */
    wanted: () => (node.open ? Array.from(asked) : []),
    /** @param {number} count of what narrows the search */
    name(count) {
      summary.textContent = count ? `Narrow down (${count})` : "Narrow down";
    },
    /** @param {Answer} answer @param {PageState} state */
    update(answer, state) {
      const dated = answer.histogram?.bars.some((bar) => bar.count);
      dates.hidden = !dated && !state.from && !state.to;
      range.update(answer, state.from, state.to);
      fields.update(state.from, state.to);
      uncounted = answer.uncounted.some((facet) => asked.has(facet));
      for (const [facet, group] of groups) {
        const left = answer.uncounted.includes(facet);
        group.update(left ? null : (answer.facets[facet] ?? []), state.filters[facet] ?? []);
      }
    },
  };
}
