// Fifty questions in a sitting: each is decided with one key, and all are saved with one more.

const form = document.querySelector(".phrasings-form");
const rows = [...document.querySelectorAll("[data-row]")];
const counts = document.querySelector("[data-counts]");
let here = -1;
let sent = false;

const DEEDS = { a: "accept", r: "refuse", u: "" };

function radio(row, value) {
    return row.querySelector(`input[type="radio"][value="${value}"]`);
}

function chosen(value) {
    return rows.filter((row) => radio(row, value).checked).length;
}

/** Goes to a row; the one that decides is in view as a whole. */
function go(place) {
    if (!rows[place]) return;
    rows[here]?.classList.remove("is-here");
    here = place;
    rows[here].classList.add("is-here");
    rows[here].querySelector('input[type="radio"]:checked').focus({ preventScroll: true });
    rows[here].scrollIntoView({ block: "center" });
}

function decide(value) {
    if (here < 0) return go(0);
    radio(rows[here], value).checked = true;
    count();
    if (value) go(here + 1);
}

function count() {
    const accepted = chosen("accept");
    const refused = chosen("refuse");
    counts.textContent = accepted || refused ? `✓ ${accepted} ${counts.dataset.tAccepted} · ✕ ${refused} ${counts.dataset.tRefused}` : "";
}

/** Shows the answer of the pair that is chosen. */
function show(select) {
    for (const answer of select.closest("[data-row]").querySelectorAll("[data-answer]")) {
        answer.hidden = answer.dataset.answer !== select.value;
    }
}

function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.target.matches('input[type="text"], textarea, select')) {
        if (event.key === "Escape" || (event.key === "Enter" && rows.includes(event.target.closest("[data-row]")))) {
            go(Math.max(here, 0));
            return true;
        }
        return false;
    }
    if (event.key in DEEDS) decide(DEEDS[event.key]);
    else if (event.key === "j") go(here + 1);
    else if (event.key === "k") go(Math.max(here - 1, 0));
    else if (event.key === "e") rows[Math.max(here, 0)].querySelector('input[type="text"]').focus();
    else if (event.key === "p") rows[Math.max(here, 0)].querySelector("select").focus();
    else if (event.key === "s") form.requestSubmit();
    else return false;
    return true;
}

if (form) {
    addEventListener("keydown", (event) => {
        if (pressed(event)) event.preventDefault();
    });
    form.addEventListener("change", (event) => {
        if (event.target.matches("select")) show(event.target);
        count();
    });
    // A page that was left and come back to has what was chosen there.
    for (const row of rows) show(row.querySelector("select"));
    form.addEventListener("focusin", (event) => {
        const place = rows.indexOf(event.target.closest("[data-row]"));
        if (place < 0) return;
        rows[here]?.classList.remove("is-here");
        here = place;
        rows[here].classList.add("is-here");
    });
    form.addEventListener("submit", () => { sent = true; });
    addEventListener("beforeunload", (event) => {
        if (!sent && (chosen("accept") || chosen("refuse"))) event.preventDefault();
    });
    count();
}
