/**
 * Reads a query: words, "phrases", -not, OR, (groups), pre*, fields and dates. Whatever is typed
 * means something; nothing is an error. In prose most of these signs mean nothing: parentheses
 * count beside OR and after a minus only, and a field's name followed by a space is a word.
 *
 * @typedef {{type: "word", word: string, prefix: boolean, star: boolean, last: boolean}} WordNode
 *   `star`: the reader typed `*`; `last`: nothing follows it, so it may be unfinished
 * @typedef {{type: "phrase", words: QueryWord[], text: string}} PhraseNode
 * @typedef {{type: "field", field: string, words: QueryWord[], phrase: boolean}} FieldNode
 * @typedef {{type: "dates", from: string, to: string}} DatesNode
 * @typedef {{type: "not", node: QueryNode}} NotNode
 * @typedef {{type: "or" | "and", nodes: QueryNode[]}} GroupNode
 * @typedef {WordNode | PhraseNode | FieldNode | DatesNode | NotNode | GroupNode} QueryNode
 */

/**
 * @import { QueryWord, Words } from "./words.js"
 */

export const LONGEST_QUERY = 4000;
const MOST_WORDS = 512;
const DEEPEST = 16;
const OPENING = '"“”„«»';
const OR = /^(?:OR|\|)(?=[\s()"]|$)/u;
const EITHER = /^\|(?=[\s()"]|$)/u;

/**
 * In a query all in capitals `OR` is a word like the others.
 * @param {string} text
 */
function shouted(text) {
  const rest = text.replace(/\bOR\b/g, "");
  return rest !== rest.toLowerCase() && rest === rest.toUpperCase();
}

/**
 * @param {string} query
 * @param {Words} reader
 * @param {string[]} facets that are fields too
 * @returns {QueryNode[]} the parts of the query, in order
 */
export function parseQuery(query, reader, facets) {
  const fields = new RegExp(`(title|date|year|${facets.join("|")}):(?!\\s)`, "iy");
  const text = query.slice(0, LONGEST_QUERY);
  const choice = shouted(text) ? EITHER : OR;
  let at = 0;
  let words = 0;

  const space = () => {
    while (at < text.length && /\s/u.test(text[at])) at++;
  };

  /** @param {RegExp} end @returns {string} */
  function until(end) {
    const start = at;
    while (at < text.length && !end.test(text[at])) at++;
    return text.slice(start, at);
  }

  function quoted() {
    at++;
    const found = until(/["“”„«»]/u);
    at++;
    return found;
  }

  /** @param {QueryNode[]} nodes @param {"and" | "or"} type @returns {QueryNode | null} */
  const group = (nodes, type) =>
    nodes.length > 1 ? { type, nodes } : (nodes[0] ?? null);

  /** @param {QueryWord[]} found */
  function counted(found) {
    const kept = found.slice(0, Math.max(0, MOST_WORDS - words));
    words += kept.length;
    return kept;
  }

  /** @param {string} source @returns {QueryNode | null} */
  function phrase(source) {
    const found = counted(reader.phrase(source));
    return found.length ? { type: "phrase", words: found, text: source } : null;
  }

  /** @param {string} field @returns {QueryNode | null} */
  function fieldValue(field) {
    const isQuoted = at < text.length && OPENING.includes(text[at]);
    const source = isQuoted ? quoted() : until(/[\s()]/u);
    if (field === "date" || field === "year") {
      const [from, to] = source.includes("..") ? source.split("..", 2) : [source, source];
      return { type: "dates", from, to };
    }
    const found = counted(isQuoted ? reader.phrase(source) : reader.asked(source));
    return found.length ? { type: "field", field, words: found, phrase: isQuoted } : null;
  }

  /** @returns {QueryNode[]} */
  function plainWords() {
    const source = until(/[\s()"“”„«»]/u);
    const star = /[^*]\*+$/u.test(source);
    const found = counted(reader.asked(source));
    const end = at >= text.length;
    return found.map(({ word, prefix }, i) => {
      const final = i === found.length - 1;
      return {
        type: "word",
        word,
        prefix: prefix || (star && final),
        star: star && final,
        last: end && final && !star && /[\p{L}\p{M}\p{N}]$/u.test(source),
      };
    });
  }

  /** @param {number} depth @returns {QueryNode[]} one item of a list, as the nodes it stands for */
  function item(depth) {
    const c = text[at];
    if (c === "-" && /[^\s\-)]/u.test(text[at + 1] ?? "")) {
      at++;
      const node = group(item(depth), "and");
      return node ? [{ type: "not", node }] : [];
    }
    if (OPENING.includes(c)) {
      const node = phrase(quoted());
      return node ? [node] : [];
    }
    if (c === "(") {
      at++;
      return depth >= DEEPEST ? [] : list(depth + 1);
    }
    fields.lastIndex = at;
    const field = fields.exec(text);
    if (field) {
      at += field[0].length;
      const node = fieldValue(field[1].toLowerCase());
      return node ? [node] : [];
    }
    return plainWords();
  }

  /** @param {number} depth @returns {QueryNode[]} */
  function list(depth) {
    /** @type {QueryNode[]} */
    const out = [];
    /** @type {QueryNode[] | null} */
    let choices = null;
    const close = () => {
      if (choices) {
        const node = group(choices, "or");
        if (node) out.push(node);
        choices = null;
      }
    };
    for (;;) {
      space();
      if (at >= text.length) break;
      if (text[at] === ")") {
        at++;
        if (depth) break;
        continue;
      }
      const or = choice.exec(text.slice(at, at + 3));
      if (or) {
        at += or[0].length;
        /** @type {QueryNode | null | undefined} */
        const last = choices ? null : out.pop();
        choices ??= last ? [last] : [];
        space();
        if (at < text.length && text[at] !== ")") {
          const node = group(item(depth), "and");
          if (node) choices.push(node);
        }
        continue;
      }
      close();
      const nodes = item(depth);
      space();
      const node = choice.test(text.slice(at, at + 3)) ? group(nodes, "and") : null;
      out.push(...(node ? [node] : nodes));
    }
    close();
    return out;
  }

  return list(0);
}
