// A field that names an atom offers the titles that there are.

import { suggest } from "./suggest.js";

for (const field of document.querySelectorAll("[data-titles]")) {
    // A title has no line end: all that stands in the field is one piece.
    suggest(field, { url: field.dataset.titles, separator: "\n", told: field.dataset.tTitles, changed: () => {} });
}
