/**
 * Search over the archive, on a page or in Node.
 *
 * `search(query, options)` returns a promise of an answer; `ready` is a promise that is kept once the
 * index is open. Both reject with a `PressmarkError` (`kind`: `missing`, `damaged` or `format`;
 * `chunk`: the file) where a file can't be read, never with a result that lacks something. Where only
 * some of the texts can't be read, the answer has the other results, and says which files are at
 * fault.
 *
 * @typedef {object} Engine
 * @property {(query: string, options?: SearchOptions) => Promise<Answer>} search
 * @property {Promise<void>} ready
 * @property {() => Promise<boolean>} renewed whether the index has been replaced since it was opened
 */

/**
 * @import { Answer, Archive, SearchOptions } from "./answer.js"
 * @import { ReadChunk } from "./chunks.js"
 */

import { searchArchive } from "./answer.js";
import { makeChunks } from "./chunks.js";
import { makeColumns } from "./columns.js";
import { openIndex } from "./index.js";
import { makeWords } from "./words.js";

/** @returns {boolean} whether the page was loaded again, and so wants no file of a cache */
const comesAnew = () =>
  performance
    .getEntriesByType("navigation")
    .some((entry) => /** @type {PerformanceNavigationTiming} */ (entry).type === "reload");

/** @param {ReadChunk} read @returns {Promise<Archive>} */
export async function openArchive(read) {
  const index = await openIndex(makeChunks(read));
  const reader = makeWords(index.root.characters, index.root.parameters.longestWord);
  return { index, reader, columns: makeColumns(index, reader) };
}

/**
 * @param {ReadChunk} read
 * @returns {Engine}
 */
export function makeEngine(read) {
  /** @type {Promise<Archive> | null} */
  let opening = null;
  /** The data of the root that was opened. */
  let root = "";

  /** @type {ReadChunk} */
  async function readNoting(name) {
    const chunk = await read(name, name === "root" && comesAnew());
    if (name === "root") root = chunk[1];
    return chunk;
  }

  function opened() {
    opening ??= openArchive(readNoting).catch((error) => {
      opening = null;
      throw error;
    });
    return opening;
  }

  const ready = Promise.resolve()
    .then(opened)
    .then(() => undefined);
  ready.catch(() => undefined);

  return {
    search: async (query, options) => searchArchive(await opened(), query, options),
    ready,
    async renewed() {
      try {
        return (await read("root", true))[1] !== root;
      } catch {
        return false;
      }
    },
  };
}
