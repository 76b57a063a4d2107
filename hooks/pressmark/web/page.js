/**
 * What every page does beyond being read: the switch between light and dark, copying, and the key of
 * the search box.
 */

import { slashSearches } from "./keys.js";

export function everyPage() {
  schemeSwitch();
  copyButtons();
  slashSearches();
}

/** The choice of colours is kept where Material keeps it, so both agree. */
function schemeSwitch() {
  const { body } = document;
  /** @type {HTMLButtonElement | null} */
  const toggle = document.querySelector(".pm-scheme");
  if (!toggle) return;
  const show = () =>
    toggle.setAttribute("aria-pressed", String(body.dataset.mdColorScheme === "slate"));
  toggle.addEventListener("click", () => {
    const scheme = body.dataset.mdColorScheme === "slate" ? "default" : "slate";
    body.dataset.mdColorScheme = scheme;
    try {
      localStorage.setItem(`${__md_scope.pathname}.__palette`, JSON.stringify({ color: { scheme } }));
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

function copyButtons() {
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
}
