/**
 * What goes wrong with an index.
 *
 * @typedef {"missing" | "damaged" | "format"} Fault
 */

const NAME = "PressmarkError";

/** A file of the index that is `missing`, `damaged`, or of another `format`. */
export class PressmarkError extends Error {
  /**
   * @param {Fault} kind
   * @param {string} chunk the file's name
   * @param {string} message
   */
  constructor(kind, chunk, message) {
    super(message);
    this.name = NAME;
    this.kind = kind;
    this.chunk = chunk;
  }
}

/**
 * By its name: a page may load two scripts with an engine in each, and the class of one isn't that of
 * the other.
 * @param {unknown} error
 * @returns {error is PressmarkError}
 */
export const isPressmarkError = (error) => error instanceof Error && error.name === NAME;
