// @ts-check
"use strict";
/**
 * Reads the files of the index: each is a script that calls `pressmarkChunk` with its name,
 * a checksum and its data, deflated and in base64.
 *
 * @typedef {(name: string) => Promise<[string, string, string]>} ReadChunk name (no ending) →
 *   name, checksum and data as they stand in the file; rejects where there is no such file
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

  const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n;
  });

  /** @param {Uint8Array} bytes */
  function checksum(bytes) {
    let crc = -1;
    for (let i = 0; i < bytes.length; i++) crc = CRC[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
    return ((crc ^ -1) >>> 0).toString(16).padStart(8, "0");
  }

  /**
   * @param {string} coded
   * @returns {Promise<Uint8Array>}
   */
  async function inflate(coded) {
    const binary = atob(coded);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    const stream = new DecompressionStream("deflate-raw");
    const writer = stream.writable.getWriter();
    // What goes wrong is told to whoever reads. (A `Blob` would do too, by way of another process.)
    for (const step of [writer.write(bytes), writer.close()]) step.catch(() => undefined);
    return new Uint8Array(await new Response(stream.readable).arrayBuffer());
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
      const [found, sum, coded] = await read(name);
      const damaged = () =>
        new PressmarkError("damaged", name, `The search file “${name}” is damaged or out of date.`);
      if (found !== name) throw damaged();
      let bytes;
      try {
        bytes = await inflate(coded);
      } catch {
        throw damaged();
      }
      if (checksum(bytes) !== sum) throw damaged();
      return bytes;
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
    /** @type {Map<string, (chunk: [string, string, string]) => void>} */
    const waiting = new Map();
    /** @type {Set<string>} */
    const loading = new Set();
    host.pressmarkChunk = (
      /** @type {string} */ name,
      /** @type {string} */ sum,
      /** @type {string} */ data,
    ) => waiting.get(name)?.([name, sum, data]);
    // A script that is cut short is a syntax error, which is ours to report: `damaged`.
    addEventListener("error", (event) => {
      const foreign = loading.size > 0 && !event.filename && event.message === "Script error.";
      if (loading.has(event.filename) || foreign) event.preventDefault();
    });
    return (name) =>
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL(`${name}.js`, base).href;
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
        document.head.append(script);
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
      const match = /^pressmarkChunk\("([^"]*)","([^"]*)","([^"]*)"\);\n$/.exec(text);
      if (!match) throw new PressmarkError("damaged", name, `The search file “${name}” is damaged.`);
      return [match[1], match[2], match[3]];
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
