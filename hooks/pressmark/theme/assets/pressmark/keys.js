// @ts-check
"use strict";
/** On every page: the key `/` goes to the search box, the page's own before the masthead's. */
(() => {
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = /** @type {HTMLElement | null} */ (event.target);
    if (at?.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(at?.tagName ?? "")) return;
    /** @type {HTMLInputElement | null} */
    const box =
      document.querySelector("#pm-search-app input[type=search]") ??
      document.querySelector(".pm-search input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
