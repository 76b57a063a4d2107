// @ts-check
"use strict";
/**
 * Reads the files of the index: each is a script that calls `pressmarkChunk` with its name and its
 * data, as gzip (which has a checksum) in base64.
 *
 * @typedef {(name: string, anew?: boolean) => Promise<[string, string]>} ReadChunk name (no ending)
 *   → name and data as they stand in the file, with `anew` past the browser's cache; rejects where
 *   there is no such file
 *
 * @typedef {"missing" | "damaged" | "format"} Fault
 *
 * @typedef {object} Chunks
 * @property {(name: string) => Promise<Uint8Array>} get rejects with a `PressmarkError`
 */
(() => {
  const KEPT = 400;

  const host = /** @type {any} */ (globalThis);

  /** What goes wrong with an index: a file that is `missing`, `damaged`, or of another `format`. */
  class PressmarkError extends Error {
    /**
     * @param {Fault} kind
     * @param {string} chunk the file's name
     * @param {string} message
     */
    constructor(kind, chunk, message) {
      super(message);
      this.name = "PressmarkError";
      this.kind = kind;
      this.chunk = chunk;
    }
  }

  /** @param {string} coded in base64 @returns {Uint8Array<ArrayBuffer>} */
  function decoded(coded) {
    // Since 2025, and not yet in Node.
    if (host.Uint8Array.fromBase64) return host.Uint8Array.fromBase64(coded);
    const binary = atob(coded);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  /**
   * @param {string} coded
   * @returns {Promise<Uint8Array>} rejects where length or checksum aren't those that it ends with
   */
  async function inflate(coded) {
    const bytes = decoded(coded);
    const { readable, writable } = new DecompressionStream("gzip");
    const writer = writable.getWriter();
    // What goes wrong is told to whoever reads.
    for (const step of [writer.closed, writer.write(bytes), writer.close()])
      step.catch(() => undefined);
    const reader = readable.getReader();
    const parts = [];
    for (let step = await reader.read(); !step.done; step = await reader.read())
      parts.push(step.value);
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  /**
   * @param {ReadChunk} read
   * @returns {Chunks}
   */
  function makeChunks(read) {
    /** @type {Map<string, Promise<Uint8Array>>} */
    const kept = new Map();

    /** @param {string} name */
    async function load(name) {
      const [found, coded] = await read(name);
      const damaged = () =>
        new PressmarkError("damaged", name, `The search file “${name}” is damaged or out of date.`);
      if (found !== name) throw damaged();
      try {
        return await inflate(coded);
      } catch {
        throw damaged();
      }
    }

    return {
      get(name) {
        let chunk = kept.get(name);
        if (chunk) {
          kept.delete(name);
        } else {
          chunk = load(name);
          chunk.catch(() => kept.delete(name));
          const oldest = kept.keys().next().value;
          if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
        }
        kept.set(name, chunk);
        return chunk;
      },
    };
  }

  /**
   * Reads chunks by adding script elements, the only way that a page on a disk may read a file.
   * @param {string} base address of the index's folder
   * @returns {ReadChunk}
   */
  function scriptReader(base) {
    /** @type {Map<string, (chunk: [string, string]) => void>} */
    const waiting = new Map();
    /** @type {Set<string>} */
    const loading = new Set();
    host.pressmarkChunk = (/** @type {string} */ name, /** @type {string} */ data) =>
      waiting.get(name)?.([name, data]);
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
  function textReader(readText) {
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

  host.pressmarkParts = {
    ...host.pressmarkParts,
    makeChunks,
    scriptReader,
    textReader,
    PressmarkError,
  };
})();
