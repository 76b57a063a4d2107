// @ts-check
"use strict";
/**
 * What every page does beyond being read: the switch between light and dark, and copying.
 * The choice of colours is kept where Material keeps it, so both agree.
 */
(() => {
  /** @type {URL} Where the site begins: set by the header, or by Material's script. */
  const scope = /** @type {any} */ (window).__md_scope;
  const body = document.body;

  /** @type {HTMLButtonElement | null} */
  const toggle = document.querySelector(".pm-scheme");
  if (toggle) {
    const show = () =>
      toggle.setAttribute("aria-pressed", String(body.dataset.mdColorScheme === "slate"));
    toggle.addEventListener("click", () => {
      const scheme = body.dataset.mdColorScheme === "slate" ? "default" : "slate";
      body.dataset.mdColorScheme = scheme;
      try {
        localStorage.setItem(`${scope.pathname}.__palette`, JSON.stringify({ color: { scheme } }));
      } catch {
        // Where nothing may be stored, the choice holds for this page.
      }
      show();
    });
    show();
    toggle.hidden = false;
  }

  /**
   * Where the clipboard can't be written, the text is selected for the reader to copy.
   * @param {HTMLElement} source
   * @returns {Promise<boolean>} whether it was copied
   */
  async function copy(source) {
    try {
      await navigator.clipboard.writeText(source.textContent ?? "");
      return true;
    } catch {
      getSelection()?.selectAllChildren(source);
      return document.execCommand("copy");
    }
  }

  for (const button of document.querySelectorAll("button[data-pm-copy]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.pmCopy ?? "");
      if (!source) return;
      button.textContent = (await copy(source)) ? "Copied" : "Selected";
      setTimeout(() => (button.textContent = label), 2000);
    });
  }
})();
