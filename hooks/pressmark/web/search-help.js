/**
 * What can be typed, in a dialog, each with an example that is searched for at a click.
 */

import { button, element, followed } from "./search-view.js";

const EXAMPLES = [
  ["printing libraries", "either word, and related forms such as printed or library"],
  ['"reading room"', "the words side by side, just as they stand"],
  ["library -newspaper", "the first word without the second"],
  ["incunabula OR lithography", "either"],
  ["(ink OR type) paper", "parentheses keep words together"],
  ["incunab*", "every word that begins so"],
  ["title:clock", "the word in the title"],
  ["publisher:gazette", "a field: publisher, place, language or tag"],
  ["date:1990..2010", "a span of time; also 1994-04..1994-06, ..1911, 2010.."],
];

/**
 * @param {(q: string) => string} href the address of a search
 * @param {(q: string) => void} search
 * @returns {{opener: HTMLElement, dialog: HTMLDialogElement}}
 */
export function searchHelp(href, search) {
  /** @type {HTMLDialogElement} */
  const dialog = element("dialog", {
    class: "pm-dialog",
    "aria-labelledby": "pm-help-title",
    // A click beside it closes it.
    click: (/** @type {MouseEvent} */ event) => {
      if (event.target === dialog) dialog.close();
    },
  });
  const opener = button("What you can type", {
    class: "pm-link",
    "aria-haspopup": "dialog",
    click() {
      // Few readers ask for it, and those who search aren't to wait for it.
      if (!dialog.childElementCount) dialog.append(content());
      dialog.showModal();
    },
  });

  function content() {
    const list = element("dl", {});
    for (const [query, meaning] of EXAMPLES) {
      const link = element(
        "a",
        {
          href: href(query),
          click: followed(() => {
            dialog.close();
            search(query);
          }),
        },
        element("code", {}, query),
      );
      list.append(element("dt", {}, link), element("dd", {}, meaning));
    }
    return element(
      "div",
      {},
      element(
        "header",
        {},
        element("h2", { id: "pm-help-title" }, "What you can type"),
        button("Close", { click: () => dialog.close() }),
      ),
      list,
      element(
        "p",
        {},
        "Documents with any of the words are found, those with all of them come first. " +
          "Capital letters and accents don’t matter.",
      ),
      element(
        "p",
        {},
        element("kbd", {}, "/"),
        " leads to the search box, ",
        element("kbd", {}, "↓"),
        " and ",
        element("kbd", {}, "↑"),
        " from result to result, ",
        element("kbd", {}, "Esc"),
        " back to the box.",
      ),
    );
  }
  return { opener, dialog };
}
