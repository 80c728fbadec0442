// Suggestions for fields that hold several words: what colleagues called it before.

const PAUSE_MS = 150;

/** The piece of a text that the caret stands in, with its beginning and end. */
export function pieceAt(text, caret, separator) {
    const start = text.lastIndexOf(separator, caret - 1) + 1;
    const next = text.indexOf(separator, caret);
    const end = next < 0 ? text.length : next;
    return { start, end, words: text.slice(start, end).trim() };
}

/** A text with one of its pieces replaced. */
export function withPiece(text, { start, end }, words, separator) {
    const before = text.slice(0, start);
    const gap = separator === "," && before ? " " : "";
    return { text: `${before}${gap}${words}${text.slice(end)}`, caret: before.length + gap.length + words.length };
}

/** Offers words of `url` below a field whose pieces are parted by `separator`. */
export function suggest(field, { url, separator, told, changed }) {
    const list = document.createElement("ul");
    let timer;
    let running = null;
    let at = -1;

    list.className = "atom-suggest";
    list.id = `${field.id}-suggest`;
    list.role = "listbox";
    list.hidden = true;
    list.setAttribute("aria-label", told);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.autocomplete = "off";
    field.after(list);

    const piece = () => pieceAt(field.value, field.selectionStart, separator);

    function close() {
        list.hidden = true;
        at = -1;
        field.removeAttribute("aria-activedescendant");
    }

    /** What was asked for meanwhile is wanted no more. */
    function stop() {
        clearTimeout(timer);
        running?.abort();
        close();
    }

    function take(words) {
        const made = withPiece(field.value, piece(), words, separator);
        field.value = made.text;
        field.setSelectionRange(made.caret, made.caret);
        stop();
        changed();
        field.focus();
    }

    function light(index) {
        at = index;
        [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
        const chosen = list.children[at];
        if (!chosen) return field.removeAttribute("aria-activedescendant");
        field.setAttribute("aria-activedescendant", chosen.id);
        chosen.scrollIntoView({ block: "nearest" });
    }

    function show(found) {
        list.replaceChildren(
            ...found.map((words, index) => {
                const item = document.createElement("li");
                item.role = "option";
                item.id = `${list.id}-${index}`;
                item.textContent = words;
                // The field must keep the focus, or the list would close before the click.
                item.addEventListener("mousedown", (event) => event.preventDefault());
                item.addEventListener("click", () => take(words));
                return item;
            }),
        );
        list.hidden = !found.length;
        light(-1);
    }

    async function ask() {
        const { words } = piece();
        running?.abort();
        if (!words) return close();
        running = new AbortController();
        try {
            const address = new URL(url, location);
            address.searchParams.set("q", words);
            const answer = await fetch(address, { signal: running.signal });
            if (!answer.ok || answer.redirected) return close();
            const { found } = await answer.json();
            show(found.filter((text) => text !== words));
        } catch (error) {
            // Without suggestions the field still takes every word.
            if (error.name !== "AbortError") close();
        }
    }

    field.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(ask, PAUSE_MS);
    });
    field.addEventListener("keydown", (event) => {
        if (list.hidden) return;
        const last = list.children.length - 1;
        if (event.key === "ArrowDown") light(at === last ? 0 : at + 1);
        else if (event.key === "ArrowUp") light(at <= 0 ? last : at - 1);
        else if (event.key === "Enter" && at >= 0) take(list.children[at].textContent);
        else if (event.key === "Escape") stop();
        else return;
        event.preventDefault();
        event.stopPropagation();
    });
    field.addEventListener("blur", stop);
}
