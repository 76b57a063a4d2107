/**
 * Marks, on a document's page, the words that it was found for. The search page puts them into the
 * link as they are written in the text (`?hl=press+presses`), so nothing has to be loaded. A bar
 * counts the hits and leads from one to the next; Escape takes it and the marks away.
 */

const MOST_WORDS = 60;
/** Milliseconds after which screen readers have seen the bar, and read out what changes in it. */
const SETTLED = 150;

// Scripts without spaces have no edges of words to look for.
const spaceless =
  "[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}ー]";
const letter = `(?!${spaceless})[\\p{L}\\p{M}\\p{N}]`;
const startsLoose = new RegExp(`^${spaceless}`, "u");
const endsLoose = new RegExp(`${spaceless}\\p{M}*$`, "u");

/**
 * @param {string} asked words with spaces between
 * @returns {RegExp | null} what matches any of them
 */
function patternOf(asked) {
  const words = asked
    .split(/\s+/u)
    .filter((word) => word && word.length <= LONGEST_WORD)
    .slice(0, MOST_WORDS)
    .sort((a, b) => b.length - a.length)
    .map((word) => {
      const before = startsLoose.test(word) ? "" : `(?<!${letter})`;
      const after = endsLoose.test(word) ? "" : `(?!${letter})`;
      return before + word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") + after;
    });
  return words.length ? new RegExp(words.join("|"), "giu") : null;
}

/**
 * @param {HTMLElement} text
 * @param {RegExp} pattern
 * @returns {HTMLElement[]} a mark around each match
 */
function marked(text, pattern) {
  /** @type {Text[]} */
  const nodes = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    nodes.push(/** @type {Text} */ (node));

  /** @type {HTMLElement[]} */
  const hits = [];
  for (const node of nodes) {
    const source = node.data;
    const parts = document.createDocumentFragment();
    let at = 0;
    for (const match of source.matchAll(pattern)) {
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      parts.append(source.slice(at, match.index), mark);
      at = match.index + match[0].length;
      hits.push(mark);
    }
    if (at) {
      parts.append(source.slice(at));
      node.replaceWith(parts);
    }
  }
  return hits;
}

/** @param {string} name @param {string} sign @param {() => void} press */
function button(name, sign, press) {
  const out = document.createElement("button");
  out.type = "button";
  out.textContent = sign;
  out.title = name;
  out.setAttribute("aria-label", name);
  out.addEventListener("click", press);
  return out;
}

/**
 * @param {HTMLElement} text
 * @param {string} asked words with spaces between
 */
export function markWords(text, asked) {
  const pattern = patternOf(asked);
  const hits = pattern ? marked(text, pattern) : [];
  if (hits.length) showBar(text, hits);
}

/** @param {HTMLElement} text @param {HTMLElement[]} hits */
function showBar(text, hits) {
  let at = -1;
  const place = document.createElement("span");
  place.setAttribute("role", "status");
  const tell = () => {
    const all = `${hits.length} ${hits.length === 1 ? "hit" : "hits"}`;
    place.textContent = at < 0 ? all : `${at + 1} of ${all}`;
  };

  /** @param {number} step 1 or -1; after the last hit comes the first */
  function go(step) {
    hits[at]?.removeAttribute("aria-current");
    at = at < 0 && step < 0 ? hits.length - 1 : (at + step + hits.length) % hits.length;
    hits[at].setAttribute("aria-current", "true");
    hits[at].scrollIntoView({ block: "center" });
  }

  function removeMarks() {
    document.removeEventListener("keydown", onKey);
    bar.remove();
    for (const mark of hits) mark.replaceWith(...mark.childNodes);
    text.normalize();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "Escape" && !event.defaultPrevented && !typing) removeMarks();
  }

  /** @param {number} step */
  const going = (step) => () => {
    go(step);
    tell();
  };
  const bar = document.createElement("div");
  bar.className = "pm-hits";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Words found");
  bar.append(
    place,
    button("Previous hit", "↑", going(-1)),
    button("Next hit", "↓", going(1)),
    button("Remove the marks", "×", removeMarks),
  );
  text.before(bar);
  document.addEventListener("keydown", onKey);
  // The reader who asked for a place on the page, or has begun to scroll, stays there.
  if (!location.hash && scrollY === 0) go(1);
  setTimeout(tell, SETTLED);
}
