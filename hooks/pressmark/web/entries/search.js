/** The script `search.js`: all that the search page runs, in one request. */

import "./engine.js";
import { everyPage } from "../page.js";
import { searchPage } from "../search-page.js";

const app = document.getElementById("pm-search-app");
if (app) searchPage(app);
everyPage();
