// @ts-check
"use strict";
/**
 * Marks, on a document's page, the words that it was found for. The search page puts them into the
 * link as they are written in the text (`?hl=press+presses`), so nothing has to be loaded.
 */
(() => {
  const MOST_WORDS = 60;
  const LONGEST = 64;

  // Scripts without spaces have no edges of words to look for.
  const spaceless =
    "[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}ー]";
  const letter = `(?!${spaceless})[\\p{L}\\p{M}\\p{N}]`;
  const startsLoose = new RegExp(`^${spaceless}`, "u");
  const endsLoose = new RegExp(`${spaceless}\\p{M}*$`, "u");

  const asked = new URLSearchParams(location.search).get("hl");
  const text = document.querySelector(".pm-text");
  if (!asked || !text) return;
  const words = asked
    .split(/\s+/u)
    .filter((word) => word && word.length <= LONGEST)
    .slice(0, MOST_WORDS)
    .sort((a, b) => b.length - a.length)
    .map((word) => {
      const before = startsLoose.test(word) ? "" : `(?<!${letter})`;
      const after = endsLoose.test(word) ? "" : `(?!${letter})`;
      return before + word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") + after;
    });
  if (!words.length) return;
  const pattern = new RegExp(words.join("|"), "giu");

  /** @type {Text[]} */
  const nodes = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    nodes.push(/** @type {Text} */ (node));

  /** @type {HTMLElement | null} */
  let first = null;
  for (const node of nodes) {
    const source = node.data;
    const parts = document.createDocumentFragment();
    let at = 0;
    for (const match of source.matchAll(pattern)) {
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      parts.append(source.slice(at, match.index), mark);
      at = match.index + match[0].length;
      first ??= mark;
    }
    if (at) {
      parts.append(source.slice(at));
      node.replaceWith(parts);
    }
  }
  // The reader who asked for a place on the page, or has begun to scroll, stays there.
  if (first && !location.hash && scrollY === 0) first.scrollIntoView({ block: "center" });
})();
