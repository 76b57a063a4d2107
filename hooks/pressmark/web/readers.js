/**
 * Where the files of the index come from: script elements of a page, or any texts.
 */

/** @import { ReadChunk } from "./chunks.js" */

import { PressmarkError } from "./errors.js";

/**
 * Reads chunks by adding script elements, the only way that a page on a disk may read a file.
 * @param {string} base address of the index's folder
 * @returns {ReadChunk}
 */
export function scriptReader(base) {
  /** @type {Map<string, (chunk: [string, string]) => void>} */
  const waiting = new Map();
  /** @type {Set<string>} */
  const loading = new Set();
  globalThis.pressmarkChunk = (name, data) => waiting.get(name)?.([name, data]);
  // A script that is cut short is a syntax error, which is ours to report: `damaged`.
  addEventListener("error", (event) => {
    const foreign = loading.size > 0 && !event.filename && event.message === "Script error.";
    if (loading.has(event.filename) || foreign) event.preventDefault();
  });
  return (name, anew = false) =>
    new Promise((resolve, reject) => {
      const address = new URL(anew ? `${name}.js?${Date.now()}` : `${name}.js`, base).href;
      // The page may name the root among its scripts, so that it comes sooner.
      const scripts = name === "root" && !anew ? Array.from(document.scripts) : [];
      const named = scripts.find(({ src }) => src === address);
      const script = named ?? document.createElement("script");
      if (!named) script.src = address;
      const done = () => {
        waiting.delete(name);
        loading.delete(script.src);
        script.remove();
      };
      waiting.set(name, (chunk) => {
        waiting.delete(name);
        resolve(chunk);
      });
      loading.add(script.src);
      script.onload = () => {
        done();
        const message = `The search file “${name}” is damaged or out of date.`;
        reject(new PressmarkError("damaged", name, message));
      };
      script.onerror = () => {
        done();
        const message = `The search file “${name}” is missing or can't be reached.`;
        reject(new PressmarkError("missing", name, message));
      };
      if (!named) document.head.append(script);
    });
}

/**
 * Makes a reader of the texts of files, for Node.
 * @param {(path: string) => string | Promise<string>} readText file below the index's folder →
 *   its text
 * @returns {ReadChunk}
 */
export function textReader(readText) {
  return async (name) => {
    let text;
    try {
      text = await readText(`${name}.js`);
    } catch {
      throw new PressmarkError("missing", name, `The search file “${name}” is missing.`);
    }
    const match = /^pressmarkChunk\("([^"]*)","([^"]*)"\);\n$/.exec(text);
    if (!match) throw new PressmarkError("damaged", name, `The search file “${name}” is damaged.`);
    return [match[1], match[2]];
  };
}
