/** The key `/` goes to the search box, the page's own before the masthead's. */

/** Where `/` is a character, or chooses; a box to tick and a handle to move take no characters. */
const TYPED_IN = "input:not([type=checkbox], [type=range]), textarea, select";

export function slashSearches() {
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = /** @type {HTMLElement | null} */ (event.target);
    if (at?.isContentEditable || at?.matches?.(TYPED_IN)) return;
    /** @type {HTMLInputElement | null} */
    const box =
      document.querySelector("#pm-search-app input[type=search]") ??
      document.querySelector(".pm-search input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
