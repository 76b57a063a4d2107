/** The script `page.js`, which every page loads but the search page. */

import { everyPage } from "../page.js";

everyPage();
