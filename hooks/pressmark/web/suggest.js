/**
 * "Did you mean": for words of a query that no document holds, or hardly any, a word of the
 * dictionary that is spelt much like it. Only a few chunks of the dictionary are looked at: those
 * where the word would stand, where it would stand with one of its letters swapped, dropped or
 * doubled, and their neighbours. All words of a small archive are in them; in a large one a
 * wrong first letter may go unnoticed, which is the rarest of mistakes.
 */

/**
 * @import { Entry } from "./dictionary.js"
 * @import { Index } from "./index.js"
 * @import { QueryNode } from "./query.js"
 * @import { Words } from "./words.js"
 */

/** Words of a query that are corrected at most where they are unknown, and where they are rare. */
const CORRECTED = 3;
const DOUBTED = 8;
/** Chunks of the dictionary that are looked at for a word. */
const CHUNKS = 8;
/** Letters that a word needs for one difference, and for two; as Lucene's users have them. */
const ONE = 3;
const TWO = 6;
/** One difference more needs a word that so many times as many documents hold. */
const FURTHER = 100;
/** A word in at most so many documents is corrected too, by one in so many times as many. */
const HARDLY = 2;
const FAR_MORE = 50;

/**
 * Differences between two words: letters put in, left out, replaced, or swapped with the next
 * (Damerau's, in the form known as optimal string alignment).
 * @param {string} a
 * @param {string} b
 * @param {number} most
 * @returns {number} at most `most` + 1, which stands for more
 */
function difference(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  /** @type {number[]} */
  let before = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [before, above] = [above, row];
  }
  return Math.min(most + 1, above[b.length]);
}

/** @param {string} word @returns {string[]} the word, and with a letter swapped, dropped, doubled */
function slips(word) {
  const out = [word];
  for (let i = 0; i < word.length; i++) {
    const [head, letter, rest] = [word.slice(0, i), word[i], word.slice(i + 1)];
    if (rest) out.push(head + rest[0] + letter + rest.slice(1));
    out.push(head + rest, head + letter + letter + rest);
  }
  return out;
}

/** @param {Entry} entry */
const held = (entry) => entry.links.reduce((sum, link) => sum + link.documents, 0);

/**
 * @param {Entry[]} entries
 * @param {string} word
 * @param {number} most differences
 * @param {number} least documents that must hold the other word
 * @param {(entry: Entry) => boolean} related words that aren't meant
 * @returns {string | null} the likeliest
 */
function likeliest(entries, word, most, least, related) {
  let best = null;
  let bestWeight = 0;
  for (const entry of entries) {
    const documents = held(entry);
    if (documents < least || documents / FURTHER < bestWeight) continue;
    if (entry.word === word || /[0-9]/.test(entry.word) || related(entry)) continue;
    const differences = difference(word, entry.word, most);
    if (differences > most || (differences > 1 && entry.word[0] !== word[0])) continue;
    const weight = documents / FURTHER ** differences;
    if (weight > bestWeight || (weight === bestWeight && best !== null && entry.word < best)) {
      best = entry.word;
      bestWeight = weight;
    }
  }
  return best;
}

/** @typedef {{word: string, last: boolean}} Wanted a word; `last`: it may be unfinished */

/** @param {QueryNode[]} nodes @returns {Wanted[]} the words that are to be found */
function wanted(nodes) {
  return nodes.flatMap((node) => {
    if (node.type === "word") return node.prefix ? [] : [{ word: node.word, last: node.last }];
    if (node.type === "and" || node.type === "or") return wanted(node.nodes);
    // Of the fields only the title's words are the dictionary's.
    if (node.type !== "phrase" && (node.type !== "field" || node.field !== "title")) return [];
    return node.words
      .filter(({ prefix }) => !prefix)
      .map(({ word }) => ({ word, last: false }));
  });
}

/**
 * @param {Index} index
 * @param {Wanted} wanted
 * @returns {Promise<boolean>} whether no document holds the word, or what begins with it
 */
async function unknown(index, { word, last }) {
  if (await index.find(word)) return false;
  return !last || (await index.starting(word)).length === 0;
}

/**
 * @param {Index} index
 * @param {string} word that no document holds
 * @returns {Promise<string | null>}
 */
async function insteadOfUnknown(index, word) {
  const entries = await index.around(slips(word), CHUNKS);
  return likeliest(entries, word, word.length < TWO ? 1 : 2, 1, () => false);
}

/**
 * Looks no further than the chunk that the word was found in, which has been read anyway: words
 * are often rare, and seldom mistaken.
 * @param {Index} index
 * @param {string} word that some documents hold
 * @returns {Promise<string | null>}
 */
async function insteadOfRare(index, word) {
  const entry = await index.find(word);
  if (!entry || entry.code || held(entry) > HARDLY) return null;
  const classes = new Set(entry.links.map(({ cls }) => cls));
  for (const cls of classes) if ((await index.postings(cls)).docs.length > HARDLY) return null;
  return likeliest(await index.around([word], 1), word, 1, FAR_MORE * held(entry), ({ links }) =>
    links.some(({ cls }) => classes.has(cls)),
  );
}

/**
 * @param {Index} index
 * @param {Words} reader
 * @param {string} query as typed
 * @param {QueryNode[]} nodes what it was read as
 * @returns {Promise<string | null>} the query with other words in place of those that are hardly
 *   ever found, all else as typed; null where there are none
 */
export async function respelt(index, reader, query, nodes) {
  const words = new Map(
    wanted(nodes)
      .filter(({ word }) => word.length >= ONE && !/[0-9]/.test(word))
      .map((each) => [each.word, each]),
  );
  const asked = Array.from(words.values());
  const missing = await Promise.all(asked.map((each) => unknown(index, each)));
  /** @type {Map<string, string>} */
  const others = new Map();
  const bad = asked.filter((_, i) => missing[i]).slice(0, CORRECTED);
  const doubtful = asked.filter((_, i) => !missing[i]).slice(0, DOUBTED);
  for (const { word } of [...bad, ...doubtful]) {
    const find = bad.some((each) => each.word === word) ? insteadOfUnknown : insteadOfRare;
    const other = await find(index, word);
    if (other !== null) others.set(word, other);
  }
  if (!others.size) return null;
  let out = "";
  let at = 0;
  for (const { folded, start, end } of reader.words(query)) {
    const other = others.get(folded);
    if (other === undefined || start < at) continue;
    out += query.slice(at, start) + other;
    at = end;
  }
  return at ? out + query.slice(at) : null;
}
