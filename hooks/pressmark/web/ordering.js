/**
 * The order of what was found: by score or date, near-copies folded, and what the shown texts say.
 */

/**
 * @import { PressmarkFault } from "./answer.js"
 * @import { Evaluation } from "./evaluate.js"
 * @import { Column } from "./index.js"
 */

import { isPressmarkError } from "./errors.js";

/** Results that are put in order among themselves by what their texts say. */
const BLOCK = 10;

/**
 * @param {Evaluation} evaluation
 * @param {Uint8Array} keep
 * @param {string} sort
 * @param {Int32Array | null} years
 * @returns {number[]} documents, first result first
 */
export function ordered({ scores }, keep, sort, years) {
  /** @type {number[]} */
  const docs = [];
  for (let doc = 0; doc < keep.length; doc++) if (keep[doc]) docs.push(doc);
  if (sort === "oldest")
    return docs.filter((doc) => years?.[doc]).concat(docs.filter((doc) => !years?.[doc]));
  if (sort === "newest") return docs.reverse();
  // Score and document in one number, so that ties fall to the newer and numbers sort fast.
  const scale = 2 ** Math.ceil(Math.log2(keep.length + 1));
  const keys = Float64Array.from(docs, (doc) => scores[doc] * scale + doc).sort();
  return Array.from(keys.reverse(), (key) => key % scale);
}

/** @param {Column} families @param {number} doc @returns {string | undefined} */
export const familyOf = ({ starts, numbers, values }, doc) =>
  starts[doc] === starts[doc + 1] ? undefined : values[numbers[starts[doc]]];

/**
 * @param {number[]} docs
 * @param {Column | null} families
 * @returns {{docs: number[], copies: Map<number, number>}} the first of each family
 */
export function fold(docs, families) {
  /** @type {Map<number, number>} */
  const copies = new Map();
  if (!families) return { docs, copies };
  /** @type {Map<string, number>} */
  const first = new Map();
  const kept = docs.filter((doc) => {
    const family = familyOf(families, doc);
    if (family === undefined) return true;
    const head = first.get(family);
    if (head === undefined) first.set(family, doc);
    else copies.set(head, (copies.get(head) ?? 0) + 1);
    return head === undefined;
  });
  return { docs: kept, copies };
}

/**
 * Results as they are shown. Blocks of ten are put in order by what their texts say too, which
 * costs nothing to load, since these texts are shown; blocks begin at the first result, so that
 * every page of a search agrees with the others.
 * @template {{weight: number}} T
 * @param {number[]} docs
 * @param {number} offset
 * @param {number} limit
 * @param {boolean} close whether to put them in order
 * @param {(doc: number) => Promise<T>} read
 * @returns {Promise<{chosen: T[], unread: PressmarkFault[]}>} those from `offset` on, at most
 *   `limit`, and all of their blocks that can't be read. Rejects where nothing can be read
 */
export async function inBlocks(docs, offset, limit, close, read) {
  const block = close ? BLOCK : 1;
  const first = offset - (offset % block);
  const last = limit ? Math.ceil((offset + limit) / block) * block : first;
  const found = await Promise.allSettled(docs.slice(first, last).map(read));
  /** @param {PromiseSettledResult<T>} each */
  const weight = (each) => (each.status === "fulfilled" ? each.value.weight : -1);
  const out = [];
  for (let at = 0; at < found.length; at += block)
    out.push(...found.slice(at, at + block).sort((a, b) => weight(b) - weight(a)));
  /** @type {T[]} */
  const chosen = [];
  /** @type {PressmarkFault[]} */
  const unread = [];
  for (const [at, each] of out.entries()) {
    const within = at >= offset - first && at < offset - first + limit;
    if (each.status === "fulfilled") chosen.push(...(within ? [each.value] : []));
    else if (isPressmarkError(each.reason)) unread.push(each.reason);
    else throw each.reason;
  }
  if (unread.length && !chosen.length) throw unread[0];
  return { chosen, unread };
}
