/**
 * Numbers, words and lists of documents, as `pressmark/search/pack.py` writes them.
 */

/** Reads them one after the other. */
export class Cursor {
  /** @param {Uint8Array} bytes @param {number} [at] */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  number() {
    const bytes = this.bytes;
    let byte = bytes[this.at++];
    let value = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = bytes[this.at++];
      value += (byte & 127) * scale;
    }
    return value;
  }

  /** @param {number} count */
  numbers(count) {
    const out = new Int32Array(count);
    for (let i = 0; i < count; i++) out[i] = this.number();
    return out;
  }

  /** @param {number} length */
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** @param {Uint8Array} previous @returns {Uint8Array} a front-coded word */
  word(previous) {
    const shared = this.number();
    const length = this.number();
    const out = new Uint8Array(shared + length);
    out.set(previous.subarray(0, shared));
    out.set(this.take(length), shared);
    return out;
  }

  /** @param {boolean} bitmap @param {number} count @param {number} total */
  documents(bitmap, count, total) {
    const out = new Int32Array(count);
    if (bitmap) {
      const bits = this.take((total + 7) >> 3);
      for (let doc = 0, i = 0; doc < total; doc++)
        if ((bits[doc >> 3] >> (doc & 7)) & 1) out[i++] = doc;
    } else {
      for (let i = 0, doc = 0; i < count; i++) out[i] = doc += this.number();
    }
    return out;
  }
}

/** @param {number[]} gaps @returns {number[]} */
export const summed = (gaps) => {
  let sum = 0;
  return gaps.map((gap) => (sum += gap));
};

/**
 * @template T
 * @param {T[]} sorted
 * @param {T} value
 * @returns {number} the last place whose value isn't greater, or -1
 */
export function place(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
