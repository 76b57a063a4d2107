/**
 * Reads the files of the index: each is a script that calls `pressmarkChunk` with its name and its
 * data, as gzip (which has a checksum) in base64.
 *
 * @typedef {(name: string, anew?: boolean) => Promise<[string, string]>} ReadChunk name (no ending)
 *   → name and data as they stand in the file, with `anew` past the browser's cache; rejects where
 *   there is no such file
 *
 * @typedef {object} Chunks
 * @property {(name: string) => Promise<Uint8Array>} get rejects with a `PressmarkError`
 */

import { PressmarkError } from "./errors.js";

/** Chunks that are kept, those used last. */
const KEPT = 400;

/** @param {string} coded in base64 @returns {Uint8Array<ArrayBuffer>} */
function decoded(coded) {
  // Since 2025, and not yet in Node.
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(coded);
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
  // The reader below reports errors of these steps as well.
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
export function makeChunks(read) {
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
