// Pictures dropped on the text, pasted or chosen: described, sent, and put where the caret stood.

import { replaceRange } from "./typing.js";

const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
// Markdown takes the line below a quote, such as an FAQ pair, for a part of it.
const BELOW_A_QUOTE = /(^|\n)>[^\n]*\n$/;
let serial = 0;

/** The pictures among what was dropped or pasted. */
export function picturesIn(data) {
    const files = [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
    // Tables and texts of other programs bring a picture of themselves along.
    return data?.getData("text/plain") ? [] : files;
}

/** Words that may stand between the brackets of a picture. */
export function asAlt(words) {
    return words.replace(/\s+/g, " ").trim().replace(/[[\]\\]/g, "\\$&");
}

/** Ties `area` to what takes pictures in; `fields()` says for which atom or collection. */
export function pictures(area, { box, dialog, chooser, url, fields }) {
    const words = box.dataset;
    const alt = dialog.querySelector("input");
    const shown = dialog.querySelector("img");

    function say(text, kind) {
        const line = document.createElement("p");
        line.textContent = text;
        line.className = `atom-${kind}`;
        if (kind === "error") line.role = "alert";
        box.append(line);
        return line;
    }

    /** Asks for the words that stand for a picture; resolves to null when it is not wanted. */
    async function describe(file) {
        dialog.querySelector("[data-name]").textContent = file.name || words.tPasted;
        alt.value = "";
        shown.src = await dataUrl(file).catch(() => "");
        dialog.showModal();
        alt.focus();
        return new Promise((resolve) => {
            dialog.addEventListener("close", () => resolve(dialog.returnValue === "put" ? alt.value : null), { once: true });
        });
    }

    async function take({ file, mark }) {
        const said = await describe(file);
        dialog.returnValue = "";
        area.focus({ preventScroll: true });
        const described = said === null ? "" : mark.replace("![]", () => `![${asAlt(said)}]`);
        const end = settle(mark, described);
        // While a dialog is open, browsers forget where the caret stood.
        if (end >= 0) area.setSelectionRange(end, end);
        if (described) send(file, file.name || words.tPasted, described, asAlt(said));
    }

    async function send(file, name, mark, said) {
        const line = say(`${name}: `, "sending");
        const bar = document.createElement("progress");
        bar.max = 1;
        bar.setAttribute("aria-label", name);
        line.append(bar);
        try {
            const { address } = await post(url, file, fields(), (part) => (bar.value = part));
            settle(mark, `![${said}](${address})`);
        } catch (refusal) {
            settle(mark, "");
            say(`${name}: ${refusal.message || words.tUnreachable}`, "error");
        } finally {
            line.remove();
        }
    }

    /** Puts a text in the place of a mark, if that is still there, and returns where it ends. */
    function settle(mark, text) {
        const at = area.value.indexOf(mark);
        if (at < 0) return -1;
        replaceRange(area, at, at + mark.length, text);
        return at + text.length;
    }

    /** Marks the place of all of them at once, then asks for one after the other. */
    async function all(files) {
        box.querySelectorAll(".atom-error").forEach((line) => line.remove());
        const right = files.filter(({ type }) => TYPES.includes(type));
        for (const { name } of files.filter((file) => !right.includes(file))) say(`${name}: ${words.tWrong}`, "error");
        const coming = right.map((file) => ({ file, mark: `![](${words.tSending}-${(serial += 1)})` }));
        const place = area.selectionEnd;
        const apart = BELOW_A_QUOTE.test(area.value.slice(0, place)) ? "\n" : "";
        if (coming.length) replaceRange(area, place, place, apart + coming.map(({ mark }) => mark).join(""));
        for (const one of coming) await take(one);
    }

    area.addEventListener("paste", (event) => {
        const files = picturesIn(event.clipboardData);
        if (!files.length) return;
        event.preventDefault();
        all(files);
    });
    area.addEventListener("dragover", (event) => {
        if (![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        area.parentElement.dataset.over = "";
    });
    for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => delete area.parentElement.dataset.over);
    area.addEventListener("drop", (event) => {
        if (!event.dataTransfer.files.length) return;
        // Else the browser would leave the page and open the file.
        event.preventDefault();
        all([...event.dataTransfer.files]);
    });
    chooser.addEventListener("change", () => {
        const files = [...chooser.files];
        chooser.value = "";
        all(files);
    });
    return { choose: () => chooser.click() };
}

function dataUrl(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.addEventListener("load", () => resolve(reader.result));
        reader.addEventListener("error", reject);
        reader.readAsDataURL(file);
    });
}

/** Sends a file and tells how much of it has gone; fetch does not know that. */
function post(url, file, fields, progress) {
    return new Promise((resolve, reject) => {
        const form = new FormData();
        for (const [name, value] of Object.entries(fields)) form.append(name, value);
        form.append("picture", file, file.name || "picture");
        const request = new XMLHttpRequest();
        request.responseType = "json";
        request.upload.addEventListener("progress", ({ loaded, total }) => total && progress(loaded / total));
        request.addEventListener("load", () => {
            if (request.status === 201 && request.response) resolve(request.response);
            else reject(new Error(request.response?.error ?? ""));
        });
        for (const name of ["error", "abort"]) request.addEventListener(name, () => reject(new Error("")));
        request.open("POST", url);
        request.send(form);
    });
}
