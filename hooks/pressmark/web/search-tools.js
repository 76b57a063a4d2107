/**
 * What stands between the search box and the results: which documents count, and their order.
 */

/** @import { PageState } from "./search-address.js" */

import { element } from "./search-view.js";

/** @type {[PageState["sort"], string][]} */
const ORDERS = [
  ["relevance", "Best match"],
  ["newest", "Newest first"],
  ["oldest", "Oldest first"],
];

/** @param {(changes: Partial<PageState>) => void} search told what the reader has changed */
export function searchTools(search) {
  const allWords = element("input", {
    type: "checkbox",
    change: () => search({ match: allWords.checked ? "all" : "auto" }),
  });
  const apart = element("input", {
    type: "checkbox",
    change: () => search({ apart: apart.checked }),
  });
  const apartLabel = element("label", {}, apart, "List near-copies too");
  const order = element("select", {
    id: "pm-sort",
    change: () => search({ sort: ORDERS[order.selectedIndex][0] }),
  });
  for (const [value, name] of ORDERS) order.append(element("option", { value }, name));

  return {
    node: element(
      "div",
      { class: "pm-tools" },
      element("label", {}, allWords, "Only with all the words"),
      apartLabel,
      element("span", { class: "pm-order" }, element("label", { for: "pm-sort" }, "Order "), order),
    ),

    /** @param {PageState} state */
    update({ sort, match, apart: listed }) {
      order.value = sort;
      allWords.checked = match === "all";
      apart.checked = listed;
    },

    /** @param {boolean} on whether there are near-copies to list, or are listed */
    offerCopies(on) {
      apartLabel.hidden = !on;
    },
  };
}
