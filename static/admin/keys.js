// What the admin's theme lets only a mouse click gets a place in the order of Tab, Enter and Space.

const CLICKED = "[x-on\\:click]:not(a[href], button, input, select, summary, textarea, label, tr, #changelist-filter-close)";
// An icon is a word to its font, and to nobody else.
const ICONS = { dock_to_right: "tSidebar", close: "tClose" };

const SHOWN_MS = 50;

function reach(element, words) {
    element.tabIndex = 0;
    element.role = "button";
    const spoken = element.cloneNode(true);
    for (const icon of spoken.querySelectorAll(".material-symbols-outlined")) icon.remove();
    const icon = element.matches(".material-symbols-outlined");
    element.ariaLabel = icon ? words[ICONS[element.textContent.trim()]] : spoken.textContent.trim().replace(/\s+/g, " ");
    element.addEventListener("keydown", (event) => {
        if (event.target !== element || !["Enter", " "].includes(event.key)) return;
        event.preventDefault();
        element.click();
        setTimeout(() => enter(element), SHOWN_MS);
    });
}

/** What a click has opened takes the focus: it stands before its button. */
function enter(element) {
    const icon = element.matches(".material-symbols-outlined");
    const opened = icon ? document.getElementById("nav-sidebar") : element.previousElementSibling;
    opened?.querySelector("a, [role=button]")?.focus();
}

// The theme hides the page while it loads, and what is hidden takes no focus.
document.addEventListener("alpine:initialized", () => {
    setTimeout(() => {
        if (document.activeElement === document.body) document.querySelector("#login-form [autofocus]")?.focus();
    });
});

addEventListener("DOMContentLoaded", () => {
    const words = document.querySelector(".skip-link")?.dataset;
    if (!words) return;
    for (const element of document.querySelectorAll(CLICKED)) reach(element, words);
});
