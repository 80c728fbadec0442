// The tools of a text in the look of its type, on the pages of the admin.

import { equip } from "../../widget/shapes.js";

const WORDS = { copy: "tCopy", copied: "tCopied", copy_by_hand: "tCopyByHand" };

/** Gives a box that holds a rendered atom its tools; the box says their words. */
export function dress(box) {
    equip(box, { say: (key) => box.dataset[WORDS[key]] });
}

for (const box of document.querySelectorAll("[data-shaped]")) dress(box);
