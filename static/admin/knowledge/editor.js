// The editor of an atom: preview while typing, problems at their place, Ctrl+S, nothing lost.

import { likeTexts } from "./alike.js";
import { askHere } from "./ask.js";
import { backup, dropCopy } from "./backup.js";
import { begin, keepCaret } from "./caret.js";
import { showConflicts } from "./conflicts.js";
import { faqRows } from "./faq.js";
import { keeper } from "./keeping.js";
import { mirrorLines } from "./lines.js";
import { offers } from "./offers.js";
import { panes } from "./panes.js";
import { pictures } from "./pictures.js";
import { problems } from "./problems.js";
import { dress } from "./shapes.js";
import { stand, watchIndex } from "./standing.js";
import { suggest } from "./suggest.js";
import { templates } from "./templates.js";
import { toolbar } from "./toolbar.js";
import { headerViews } from "./yaml.js";

const PAUSE_MS = 300;
const BAR_TOKENS = 1250;
const TOO_MUCH = 413;
const WATCHED = [
    "title", "type", "summary", "audience", "language", "tags", "related", "review_by",
    "id", "needs_role", "needs_state", "needs_inputs", "others", "body",
];
const KEPT = [...WATCHED, "header", "mode", "reason", "collection", "gap", "entry"];

const form = document.querySelector("[data-atom-editor]");
const words = form.dataset;
const area = form.elements.body;
const yaml = form.elements.header;
const find = (name) => form.querySelector(`[data-${name}]`);
const lines = mirrorLines(area, find("mirror"), find("lines"));
const yamlLines = mirrorLines(yaml, find("yaml-mirror"), find("yaml-lines"));
const tell = problems(form, { body: lines, header: yamlLines });
const copy = backup(form, words.key, KEPT);
const first = JSON.parse(document.getElementById("atom-findings").textContent);

// A text that was refused or brought back is unsaved although nobody typed here yet.
let clean = "";
let leaving = false;
let running = null;
let timer;

const faq = faqRows(area, find("faq"), rewritten);
const sections = panes(form, find("panes"));
const views = headerViews(form, {
    toggle: find("yaml-toggle"),
    area: yaml,
    fields: find("fields"),
    mode: form.elements.mode,
    read: preview,
    drawn: () => yamlLines.draw(),
});
const earlier = offers(form, { box: find("offers"), names: KEPT, taken, dropped: () => keep.goOn() });
const keep = keeper(form, {
    url: words.keep,
    copy,
    isDirty,
    told: sayKept,
    met: (offer) => earlier.add(offer, { words: words.tElsewhere, drop }),
});

const lookForLike = likeTexts(form, find("alike"), words.alike);
askHere(form, find("ask"));

function snapshot() {
    // The YAML follows the fields, unless it is what is being edited.
    const names = form.elements.mode.value === "yaml" ? [...WATCHED, "header", "mode"] : WATCHED;
    return JSON.stringify(names.map((name) => form.elements[name]?.value));
}

// On a slow line somebody may be typing before this runs.
const begun = WATCHED.some((name) => form.elements[name] && form.elements[name].value !== (form.elements[name].defaultValue ?? form.elements[name].value));
if (!("unsaved" in words) && !begun) clean = snapshot();

function isDirty() {
    return snapshot() !== clean;
}

function say(text) {
    find("saving").textContent = text;
}

function show(findings) {
    tell(findings);
    sections.mark();
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
            headers: { Accept: "application/json" },
            signal: running.signal,
        });
        if (answer.status === TOO_MUCH) return say((await answer.json()).error), false;
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        const seen = await answer.json();
        // Rendered and sanitised by the desk, like every text that a customer gets.
        find("html").innerHTML = seen.html;
        dress(find("html"));
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

function measure({ tokens, length }) {
    find("meter").hidden = false;
    find("meter-text").textContent = length;
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
    keep.typed();
}

// Saving -------------------------------------------------------------------------------------

/** Ctrl+S: save without leaving the line; whatever is not plain success gets its page. */
async function saveHere() {
    const button = find("save");
    if (words.new) return form.requestSubmit(button);
    say(words.tSaving);
    // What is being kept at this moment changes what the desk must forget after saving.
    await keep.settled();
    const sent = new FormData(form, button);
    const state = snapshot();
    try {
        const answer = await fetch(form.action, {
            method: "POST",
            body: sent,
            headers: { Accept: "application/json" },
        });
        const told = await answer.json();
        if (answer.status === 422) return refused(told.findings);
        if (answer.status === TOO_MUCH) return say(told.error);
        if (!answer.ok) return form.requestSubmit(button);
        form.elements.seen_version.value = told.version;
        clean = state;
        keep.saved();
        stand(form, told);
        say(told.message);
    } catch {
        copy.write();
        say(words.tOffline);
    }
}

function refused(findings) {
    show(findings);
    say(words.tUnsaved);
    sections.reveal(form.querySelector("li.atom-error"));
}

form.addEventListener("input", changed);
form.addEventListener("submit", () => {
    keepCaret(form);
    copy.write();
    keep.leave();
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

// What is kept until it is saved -------------------------------------------------------------

function sayKept(how, more) {
    const time = (more instanceof Date ? more : new Date()).toLocaleTimeString([], { timeStyle: "short" });
    const said = {
        kept: words.tKept,
        offline: words.tNotKept,
        out: words.tNotKeptOut,
        elsewhere: words.tNotKeptElsewhere,
        refused: `${words.tNotKeptRefused} ${more ?? ""}`,
        saved: "",
    }[how];
    find("kept").textContent = said.replace("%s", time);
    find("kept").toggleAttribute("data-wrong", !["kept", "saved"].includes(how));
}

function drop(offer) {
    const { tab, revision } = offer.fields;
    return keep.drop({ tab, revision });
}

function taken() {
    lines.draw();
    views.draw();
    changed();
    keep.goOn();
    area.focus();
}

const address = new URL(location);
if (address.searchParams.has("kept")) {
    dropCopy(words.key);
    dropCopy(address.searchParams.get("kept"));
    address.searchParams.delete("kept");
    history.replaceState(null, "", address);
}
earlier.begin(drop);
const here = copy.kept();
if (here && !("unsaved" in words) && !earlier.isHere(here) && !earlier.knows(here)) {
    earlier.add({ at: here.at, title: here.fields.title, fields: here.fields }, { words: words.tHere, drop: copy.drop });
}

// The parts of the page ----------------------------------------------------------------------

for (const [name, separator] of [["tags", ","], ["related", "\n"]]) {
    const url = words.suggest.replace("FIELD", name);
    suggest(form.elements[name], { url, separator, told: words.tSuggestions, changed });
}
showConflicts(area, find("conflicts"), rewritten);
const images = pictures(area, {
    box: find("sending"),
    dialog: document.querySelector("[data-describe]"),
    chooser: find("chooser"),
    url: words.upload,
    fields: () => ({
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
        atom: words.atom,
        collection: form.elements.collection?.value ?? "",
    }),
});
templates(form, find("templates"), rewritten);
toolbar(area, find("toolbar"), { picture: images.choose, pair: faq.add });

show(first);
sections.reveal(form.querySelector("li.atom-error"));
begin(form, { reveal: sections.reveal, decides: find("conflicts") });
// A new atom is not told at once that it has no title yet.
preview().then(() => words.new && show(first));
if (isDirty()) say(words.tUnsaved);
if (begun) keep.typed();
if (find("waiting")) watchIndex(form);
