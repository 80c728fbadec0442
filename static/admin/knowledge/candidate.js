// Fifty candidates in a sitting: every deed has a key, and a sentence lights up where it was said.

const form = document.querySelector(".candidate-form");
const text = form?.querySelector("textarea");
let sent = false;

addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) {
        if (event.key === "Escape") event.target.blur();
        return;
    }
    const wanted = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
    if (!wanted) return;
    event.preventDefault();
    const field = wanted.matches("summary") ? opened(wanted) : wanted;
    if (field.matches("input, textarea")) field.focus();
    else field.click();
});

function opened(summary) {
    summary.parentElement.open = true;
    return summary.parentElement.querySelector("textarea");
}

for (const sentence of document.querySelectorAll("[data-turns]")) {
    const light = (on) => show(sentence.dataset.turns.split(" "), on);
    sentence.addEventListener("mouseenter", () => light(true));
    sentence.addEventListener("mouseleave", () => light(false));
    sentence.addEventListener("focusin", () => light(true));
    sentence.addEventListener("focusout", () => light(false));
}

/** The turns of one sentence stand out; the first of them comes into view. */
function show(numbers, on) {
    const turns = numbers.map((number) => document.getElementById(`turn-${number}`)).filter(Boolean);
    for (const turn of turns) turn.classList.toggle("is-pointed-at", on);
    if (on) bring(turns[0]);
}

function bring(turn) {
    const list = turn?.parentElement;
    if (!list) return;
    const above = turn.offsetTop < list.scrollTop;
    const below = turn.offsetTop + turn.offsetHeight > list.scrollTop + list.clientHeight;
    if (above || below) list.scrollTop = turn.offsetTop - list.clientHeight / 3;
}

bring(document.querySelector(".candidate-turns .is-lit"));

form?.addEventListener("submit", () => { sent = true; });
addEventListener("beforeunload", (event) => {
    if (!sent && text && ("edited" in form.dataset || text.value !== text.defaultValue)) event.preventDefault();
});
