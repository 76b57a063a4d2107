// @ts-check
"use strict";
/**
 * Chooses the passage of a text that shows best why it was found, and marks the words.
 *
 * @typedef {object} Marks
 * @property {Map<string, number>} weights folded word → what it adds to a passage
 * @property {Map<string, number>} clauses folded word → which word of the query it answers
 * @property {string[]} prefixes every word that starts with one is marked too
 *
 * @typedef {object} Excerpt
 * @property {string} html escaped text; `<mark>` is the only element
 * @property {string[]} marked the words that the text holds, as written, each once
 */
(() => {
  const LENGTH = 280;
  const MARKED = 24;

  /** @type {Record<string, string>} */
  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

  /** @param {string} text */
  const escaped = (text) => text.replace(/[&<>"']/g, (c) => ESCAPES[c]);

  /** How a paragraph mostly ends, and a heading needs nothing more if it does. */
  const CLOSED = /[.!?…:;,。．！？：；、，؟۔؛،।॥]["'’\p{Pe}\p{Pf}\p{Pi}]*$/u;
  /** Characters that are looked at for that. */
  const ENDING = 4;

  /**
   * A part of a text as one line, escaped. Where a blank line follows a heading, or whatever else
   * ends without a mark, a dot stands for it, so that the two don't read as one sentence.
   * @param {string} text
   * @param {number} from
   * @param {number} to
   */
  function tidy(text, from, to) {
    /** @param {string} space @param {number} at */
    const joined = (space, at) => {
      const [start, end] = [from + at, from + at + space.length];
      const blank = space.indexOf("\n") !== space.lastIndexOf("\n");
      if (!blank || start === 0 || end === text.length) return " ";
      return CLOSED.test(text.slice(Math.max(0, start - ENDING), start)) ? " " : " · ";
    };
    return escaped(text.slice(from, to).replace(/\s+/gu, joined));
  }

  /**
   * @param {TextWord[]} hits
   * @param {Marks} marks
   * @returns {number} where the best passage begins among the hits
   */
  function bestStart(hits, marks) {
    let best = 0;
    let bestScore = -1;
    for (let first = 0; first < hits.length; first++) {
      /** @type {Set<number>} */
      const seen = new Set();
      let score = 0;
      for (let i = first; i < hits.length && hits[i].end - hits[first].start < LENGTH * 0.8; i++) {
        const { folded } = hits[i];
        const clause = marks.clauses.get(folded) ?? -1;
        const weight = marks.weights.get(folded) ?? 1;
        score += seen.has(clause) ? weight * 0.05 : weight;
        seen.add(clause);
      }
      if (score > bestScore + 1e-9) {
        best = first;
        bestScore = score;
      }
    }
    return best;
  }

  /**
   * @param {string} text
   * @param {TextWord[]} words of the text
   * @param {number} from
   * @returns {[number, number]} where the passage begins and ends
   */
  function passage(text, words, from) {
    if (text.length <= LENGTH) return [0, text.length];
    const room = Math.max(0, Math.min(from - 60, text.length - LENGTH));
    const inside = words.filter((word) => word.start >= room && word.end <= room + LENGTH);
    if (!inside.length) return [room, room + LENGTH];
    const end = inside[inside.length - 1].end;
    const rest = /^[^\s\p{L}\p{N}]{0,3}/u.exec(text.slice(end));
    return [room ? inside[0].start : 0, end + (rest ? rest[0].length : 0)];
  }

  /**
   * @param {string} text
   * @param {Words} reader
   * @param {Marks} marks
   * @returns {Excerpt}
   */
  function makeExcerpt(text, reader, marks) {
    const words = reader.words(text);
    const hits = words.filter(
      ({ folded }) =>
        marks.clauses.has(folded) || marks.prefixes.some((prefix) => folded.startsWith(prefix)),
    );
    const from = hits.length ? hits[bestStart(hits, marks)].start : 0;
    const [begin, end] = passage(text, words, from);
    let html = begin > 0 ? "… " : "";
    let at = begin;
    for (const hit of hits) {
      if (hit.end <= at || hit.start >= end || hit.end > end) continue;
      const start = Math.max(at, hit.start);
      html += `${tidy(text, at, start)}<mark>${tidy(text, start, hit.end)}</mark>`;
      at = hit.end;
    }
    html += tidy(text, at, end) + (end < text.length ? " …" : "");
    const marked = new Set(hits.map((hit) => text.slice(hit.start, hit.end)));
    return {
      html: html.replaceAll("</mark><mark>", ""),
      marked: Array.from(marked).slice(0, MARKED),
    };
  }

  const host = /** @type {any} */ (globalThis);
  host.pressmarkParts = { ...host.pressmarkParts, makeExcerpt };
})();
