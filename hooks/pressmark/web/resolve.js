/**
 * What the words of a query are in the dictionary, and the documents that hold them.
 *
 * @typedef {object} Resolved a word of a query
 * @property {WordNode} node
 * @property {Entry[]} entries of the dictionary that it stands for
 * @property {boolean} stop whether all of them are stop words
 *
 * @typedef {object} Listed
 * @property {Int32Array} docs
 * @property {Uint8Array | null} impacts one a document
 * @property {string[]} names the words that are found, as the dictionary has them
 *
 * @typedef {object} Resolver
 * @property {(node: WordNode) => Promise<Resolved>} resolve
 * @property {(link: Link, word: string, own: boolean) => Promise<Listed>} listed
 * @property {(resolved: Resolved) => string} identity
 * @property {(resolved: Resolved | null) => number[]} classesOf
 */

/**
 * @import { Entry, Link } from "./dictionary.js"
 * @import { Index } from "./index.js"
 * @import { WordNode } from "./query.js"
 */

/**
 * @param {Index} index
 * @param {boolean} exact whether words stand for themselves only, not for their other forms
 * @returns {Resolver}
 */
export function makeResolver(index, exact) {
  /** @param {WordNode} node @returns {Promise<Resolved>} */
  async function resolve(node) {
    /** @type {Entry[]} */
    let entries = [];
    if (node.prefix) {
      entries = await index.starting(node.word);
    } else {
      const entry = await index.find(node.word);
      if (entry) entries = [entry];
      else if (node.last && node.word.length > 1) entries = await index.starting(node.word);
      if (!entries.length && !exact) {
        const other = await index.related(node.word);
        if (other) entries = [other];
      }
    }
    const links = entries.flatMap((entry) => entry.links);
    return { node, entries, stop: links.length > 0 && links.every((link) => link.stop) };
  }

  /**
   * The documents of one class, or of one form of it, with their impacts.
   * @param {Link} link @param {string} word @param {boolean} own whether the form's alone
   * @returns {Promise<Listed>}
   */
  async function listed(link, word, own) {
    const cls = await index.postings(link.cls);
    const names = cls.names.length && !own ? cls.names : [word];
    if (!own || !cls.names.length) return { docs: cls.docs, impacts: cls.impacts, names };
    const { docs } = await index.formDocs(cls, word);
    const impacts = cls.impacts && new Uint8Array(docs.length);
    if (impacts && cls.impacts)
      for (let i = 0, k = 0; i < docs.length; i++) {
        while (cls.docs[k] < docs[i]) k++;
        impacts[i] = cls.impacts[k];
      }
    return { docs, impacts, names };
  }

  /** @param {Resolved} resolved @returns {string} the same for words that are searched the same */
  function identity({ node, entries }) {
    if (exact || node.prefix || !entries.length) return `${node.star} ${node.prefix} ${node.word}`;
    return entries.flatMap(({ links }) => links.map(({ cls }) => cls)).join(" ");
  }

  /** @param {Resolved | null} resolved @returns {number[]} whose documents are going to be read */
  const classesOf = (resolved) =>
    (resolved?.entries ?? []).flatMap(({ links }) =>
      links.filter((link) => !link.stop || resolved?.stop).map(({ cls }) => cls),
    );

  return { resolve, listed, identity, classesOf };
}
