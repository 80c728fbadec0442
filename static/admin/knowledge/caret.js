// Where somebody was typing when a form was sent: the page that answers lets them go on there.

const PLACE = "atomdesk-caret";
const KEPT_MS = 60 * 1000;

/** Keeps which field of a form has the focus, and what is chosen in it. */
export function keepCaret(form) {
    const { name, selectionStart, selectionEnd } = document.activeElement;
    try {
        sessionStorage.removeItem(PLACE);
        if (!form.contains(document.activeElement) || !name || name.startsWith("_")) return;
        const kept = { name, selectionStart, selectionEnd, at: Date.now() };
        sessionStorage.setItem(PLACE, JSON.stringify(kept));
    } catch {
        // Forbidden: the page begins at its top.
    }
}

/** Returns the field that had the focus, with the same chosen in it; null when none is known. */
export function takeCaret(form) {
    try {
        const kept = JSON.parse(sessionStorage.getItem(PLACE));
        sessionStorage.removeItem(PLACE);
        const field = kept && Date.now() - kept.at < KEPT_MS ? form.elements[kept.name] : null;
        if (typeof kept?.selectionStart === "number") field?.setSelectionRange(kept.selectionStart, kept.selectionEnd);
        return field ?? null;
    } catch {
        return null;
    }
}
