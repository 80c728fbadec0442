// Writing into a text as if it were typed, so that Ctrl+Z takes it back.

/** Puts `text` in the place of a range; what is chosen elsewhere in the text stays chosen. */
export function replaceRange(area, start, end, text) {
    const typed = document.activeElement === area;
    const kept = [area.selectionStart, area.selectionEnd].map((at) => moved(at, start, end, text.length));
    if (typed) {
        area.setSelectionRange(start, end);
        // The one way to write that browsers can undo.
        const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
        if (done && area.value.slice(start, start + text.length) === text) return area.setSelectionRange(...kept);
    }
    area.setRangeText(text, start, end, "preserve");
    area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Puts `text` in the place of a range, and chooses a part of it. */
export function write(area, { start, end, text, choose }) {
    area.focus({ preventScroll: true });
    replaceRange(area, start, end, text);
    area.setSelectionRange(...choose);
}

function moved(at, start, end, length) {
    if (at <= start) return at;
    return at >= end ? at + length - (end - start) : start + length;
}
