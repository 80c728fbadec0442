// The editor of an atom: preview while typing, problems at their place, Ctrl+S, nothing lost.

import { likeTexts } from "./alike.js";
import { backup, dropCopy } from "./backup.js";
import { showConflicts } from "./conflicts.js";
import { faqRows } from "./faq.js";
import { mirrorLines } from "./lines.js";
import { suggest } from "./suggest.js";
import { headerViews } from "./yaml.js";

const PAUSE_MS = 300;
const BAR_TOKENS = 1250;
const INDEX_MS = 2000;
const INDEX_LOOKS = 30;
const WATCHED = [
    "title", "type", "summary", "audience", "language", "tags", "related", "review_by",
    "id", "others", "body",
];
const KEPT = [...WATCHED, "header", "mode"];

const form = document.querySelector("[data-atom-editor]");
const words = form.dataset;
const area = form.elements.body;
const find = (name) => form.querySelector(`[data-${name}]`);
const lines = mirrorLines(area, find("mirror"), find("lines"));
const copy = backup(form, words.key, KEPT);
const first = JSON.parse(document.getElementById("atom-findings").textContent);

// A text that was refused or brought back is unsaved although nobody typed here yet.
let clean = "";
let leaving = false;
let running = null;
let timer;

const faq = faqRows(area, find("faq"), rewritten);
const views = headerViews(form, {
    toggle: find("yaml-toggle"),
    area: form.elements.header,
    fields: find("fields"),
    mode: form.elements.mode,
    read: preview,
});

const lookForLike = likeTexts(form, find("alike"), words.alike);

function snapshot() {
    // The YAML follows the fields, unless it is what is being edited.
    const names = form.elements.mode.value === "yaml" ? KEPT : WATCHED;
    return JSON.stringify(names.map((name) => form.elements[name]?.value));
}

if (!("unsaved" in words)) clean = snapshot();

function isDirty() {
    return snapshot() !== clean;
}

function say(text) {
    find("saving").textContent = text;
}

// Problems -----------------------------------------------------------------------------------

function show(findings) {
    for (const list of form.querySelectorAll("[data-findings-of]")) {
        const field = list.dataset.findingsOf;
        const own = findings.filter((finding) => finding.field === field);
        list.replaceChildren(...own.map(field === "body" ? atLine : atField));
        const box = list.closest("[data-field]");
        if (!box) continue;
        const input = box.querySelector("input, select, textarea");
        delete box.dataset.wrong;
        input?.removeAttribute("aria-invalid");
        if (own.some((finding) => finding.severity === "error")) {
            box.dataset.wrong = "error";
            input?.setAttribute("aria-invalid", "true");
        }
    }
    lines.light(findings.filter((finding) => finding.field === "body"));
}

function atField({ line, message, severity, field }) {
    const item = document.createElement("li");
    item.className = `atom-${severity}`;
    item.textContent = (field === "others" || field === "header") && line ? `${words.tLine} ${line}: ${message}` : message;
    return item;
}

function atLine({ line, message, severity }) {
    const item = document.createElement("li");
    const jump = document.createElement("button");
    const place = document.createElement("b");
    place.textContent = `${severity === "error" ? words.tError : words.tWarning}, ${words.tLine} ${line}: `;
    jump.type = "button";
    jump.append(place, message);
    jump.addEventListener("click", () => lines.jump(line));
    item.className = `atom-${severity}`;
    item.append(jump);
    return item;
}

// Preview ------------------------------------------------------------------------------------

/** Lets the desk read the text and shows what it says; resolves to whether it answered. */
async function preview() {
    clearTimeout(timer);
    running?.abort();
    running = new AbortController();
    const text = area.value;
    try {
        const answer = await fetch(words.preview, {
            method: "POST",
            body: new FormData(form),
            signal: running.signal,
        });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        const seen = await answer.json();
        // Rendered and sanitised by the desk, like every text that a customer gets.
        find("html").innerHTML = seen.html;
        show(seen.findings);
        measure(seen);
        faq.show(seen.pairs, text);
        views.show(seen);
        if (isDirty()) say(words.tUnsaved);
        return true;
    } catch (error) {
        if (error.name !== "AbortError") say(words.tOffline);
        return false;
    }
}

function measure({ words: count, tokens, pairs, phrasings }) {
    const asked = pairs.length ? ` · ${pairs.length} ${words.tPairs}, ${phrasings} ${words.tPhrasings}` : "";
    find("meter").hidden = false;
    find("meter-text").textContent = `${count} ${words.tWords} · ~${tokens} ${words.tTokens}${asked}`;
    find("meter-fill").style.width = `${Math.min(100, (100 * tokens) / BAR_TOKENS)}%`;
}

/** A part of the page wrote into the text. */
function rewritten() {
    lines.draw();
    changed();
}

function changed() {
    clearTimeout(timer);
    timer = setTimeout(preview, PAUSE_MS);
    lookForLike();
    say(isDirty() ? words.tUnsaved : "");
    copy.keep();
}

// Saving -------------------------------------------------------------------------------------

/** Ctrl+S: save without leaving the line; whatever is not plain success gets its page. */
async function saveHere() {
    const button = find("save");
    if (words.new) return form.requestSubmit(button);
    const sent = new FormData(form, button);
    const state = snapshot();
    say(words.tSaving);
    try {
        const answer = await fetch(form.action, {
            method: "POST",
            body: sent,
            headers: { Accept: "application/json" },
        });
        const told = await answer.json();
        if (answer.status === 422) return show(told.findings), say(words.tUnsaved);
        if (!answer.ok) return form.requestSubmit(button);
        form.elements.seen_version.value = told.version;
        clean = state;
        if (!isDirty()) copy.drop();
        stand(told);
        say(told.message);
    } catch {
        copy.write();
        say(words.tOffline);
    }
}

function stand({ state, standing, index }) {
    find("state").textContent = state;
    find("standing").textContent = standing;
    find("index").textContent = index;
}

/** What was just published is searchable in a moment; say so when it is. */
async function watchIndex(left) {
    if (!left) return;
    try {
        const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
        const told = await answer.json();
        stand(told);
        if (!told.waiting) return;
    } catch {
        // The next look may succeed.
    }
    setTimeout(() => watchIndex(left - 1), INDEX_MS);
}

form.addEventListener("input", changed);
form.addEventListener("submit", () => {
    copy.write();
    leaving = true;
});
addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    saveHere();
});
addEventListener("beforeunload", (event) => {
    if (!leaving && isDirty()) event.preventDefault();
});

// The copy in this browser -------------------------------------------------------------------

const address = new URL(location);
if (address.searchParams.has("kept")) {
    dropCopy(words.key);
    dropCopy(address.searchParams.get("kept"));
    address.searchParams.delete("kept");
    history.replaceState(null, "", address);
}
const forgotten = copy.forgotten();
const notice = find("backup");
if (forgotten && !("unsaved" in words)) {
    notice.hidden = false;
    find("backup-time").textContent = new Date(forgotten.at).toLocaleString();
    find("backup-restore").addEventListener("click", () => {
        copy.restore(forgotten);
        notice.hidden = true;
        lines.draw();
        views.draw();
        changed();
        area.focus();
    });
    find("backup-drop").addEventListener("click", () => {
        copy.drop();
        notice.hidden = true;
    });
}

for (const [name, separator] of [["tags", ","], ["related", "\n"]]) {
    const url = words.suggest.replace("FIELD", name);
    suggest(form.elements[name], { url, separator, told: words.tSuggestions, changed });
}
showConflicts(area, find("conflicts"), rewritten);

show(first);
// A new atom is not told at once that it has no title yet.
preview().then(() => words.new && show(first));
if (isDirty()) say(words.tUnsaved);
if (find("waiting")) setTimeout(() => watchIndex(INDEX_LOOKS), INDEX_MS);
