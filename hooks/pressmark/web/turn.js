/**
 * Lets a page do what else it has to do: the work of a search is cut into turns, so that typing stays
 * smooth in an archive of any size.
 */

/** Milliseconds that work may go on for before the page gets its turn. */
const LONGEST = 25;

const channel = typeof document === "object" ? new MessageChannel() : null;
/** @type {(() => void)[]} */
const waiting = [];
let since = 0;
if (channel)
  channel.port1.onmessage = () => {
    since = performance.now();
    waiting.shift()?.();
  };

/** @returns {Promise<void>} kept at once, or when the page has had its turn. In Node, at once. */
export async function turn() {
  if (!channel || performance.now() - since < LONGEST) return;
  await new Promise((resolve) => {
    waiting.push(() => resolve(undefined));
    channel.port2.postMessage(0);
  });
}
