/**
 * Reads a text that was found: chooses the passage that shows best why, marks the words, and says
 * how close together they stand.
 *
 * @typedef {object} Marks
 * @property {Map<string, number>} weights folded word → what it adds to a passage
 * @property {Map<string, number>} clauses folded word → which word of the query it answers
 * @property {string[]} prefixes every word that starts with one is marked too
 * @property {number[]} parts what each word of the query weighs; 0 for one that isn't found
 * @property {number[]} order words of the query as they follow, stop words left out; -1 for
 *   something else
 *
 * @typedef {TextWord & {at: number, clause: number}} Hit `at`: its number among the text's words
 *
 * @typedef {object} Reading
 * @property {string} text
 * @property {TextWord[]} words of the text
 * @property {Hit[]} hits those that were looked for
 * @property {number} from the first character of the best passage
 * @property {number} closeness from 0 to 2: the share of the query that title and passage show,
 *   and the share of its neighbours that are neighbours in title or text; less for long queries
 *
 * @typedef {object} Excerpt
 * @property {string} html escaped text; `<mark>` is the only element
 * @property {string[]} marked the words that the text holds, as written, each once
 */

/**
 * @import { TextWord, Words } from "./words.js"
 */

const LENGTH = 280;
const MARKED = 24;
/** What a word adds to a passage, beside one that is there already. */
const AGAIN = 20;
/** Words of a query that a passage can show: of more, it says less how close they stand. */
const SHOWN = 8;
/** Words from one to the next that still stand side by side, for stop words between them. */
const BESIDE = 3;

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
 * @param {Hit[]} hits
 * @param {Marks} marks
 * @returns {{from: number, seen: Set<number>}} where the best passage begins, and what it shows
 */
function bestPassage(hits, marks) {
  let best = { from: 0, seen: new Set() };
  let bestScore = -1;
  for (let first = 0; first < hits.length; first++) {
    const from = hits[first].start;
    /** @type {Set<number>} */
    const seen = new Set();
    let score = 0;
    for (let i = first; i < hits.length && hits[i].end - from < LENGTH * 0.8; i++) {
      const { folded, clause } = hits[i];
      const weight = marks.weights.get(folded) ?? 1;
      score += seen.has(clause) ? weight : weight * AGAIN;
      seen.add(clause);
    }
    if (score > bestScore) {
      best = { from, seen };
      bestScore = score;
    }
  }
  return best;
}

/** @param {Iterable<number>} numbers */
const sum = (numbers) => Array.from(numbers).reduce((all, each) => all + each, 0);

/**
 * @param {Marks} marks
 * @returns {Map<string, number>} two words that are neighbours in the query → the lesser's weight
 */
function neighbours({ parts, order }) {
  const found = order.filter((clause) => clause < 0 || parts[clause] > 0);
  /** @type {Map<string, number>} */
  const out = new Map();
  found.forEach((next, i) => {
    const clause = i ? found[i - 1] : -1;
    if (clause >= 0 && next >= 0 && clause !== next)
      out.set(`${clause} ${next}`, Math.min(parts[clause], parts[next]));
  });
  return out;
}

/**
 * @param {Hit[]} hits
 * @param {Map<string, number>} pairs
 * @param {Set<string>} out those of `pairs` that stand side by side
 */
function addBeside(hits, pairs, out) {
  hits.forEach(({ at, clause }, i) => {
    for (let k = i + 1; k < hits.length && hits[k].at - at <= BESIDE; k++) {
      const pair = `${clause} ${hits[k].clause}`;
      if (pairs.has(pair)) out.add(pair);
    }
  });
}

/**
 * @param {Words} reader
 * @param {Marks} marks
 * @returns {(title: string | null, text: string) => Reading}
 */
export function makeReading(reader, marks) {
  const whole = sum(marks.parts);
  const pairs = neighbours(marks);
  const sides = sum(pairs.values());
  const telling = Math.min(1, SHOWN / marks.parts.filter(Boolean).length);

  /** @param {TextWord[]} words @returns {Hit[]} */
  const hitsOf = (words) =>
    words.flatMap((word, at) => {
      const clause = marks.clauses.get(word.folded);
      if (clause !== undefined) return [{ ...word, at, clause }];
      const begun = marks.prefixes.some((prefix) => word.folded.startsWith(prefix));
      return begun ? [{ ...word, at, clause: -1 }] : [];
    });

  return (title, text) => {
    const words = reader.words(text);
    const hits = hitsOf(words);
    const { from, seen } = bestPassage(hits, marks);
    const above = hitsOf(reader.words(title ?? ""));
    const shown = new Set([...seen, ...above.map(({ clause }) => clause)]);
    /** @type {Set<string>} */
    const beside = new Set();
    for (const each of [hits, above]) addBeside(each, pairs, beside);
    const share = sum(Array.from(shown, (clause) => marks.parts[clause] ?? 0)) / (whole || 1);
    const together = sum(Array.from(beside, (pair) => pairs.get(pair) ?? 0)) / (sides || 1);
    return { text, words, hits, from, closeness: (share + together) * telling };
  };
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
 * @param {Reading} reading
 * @returns {Excerpt}
 */
export function makeExcerpt({ text, words, hits, from }) {
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
