/** The script `marks.js`, which the pages of documents load. */

import { markWords } from "../marks.js";

const asked = new URLSearchParams(location.search).get("hl");
/** @type {HTMLElement | null} */
const text = document.querySelector(".pm-text");
if (asked && text) markWords(text, asked);
