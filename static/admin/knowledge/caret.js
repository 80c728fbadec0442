// Where somebody was typing when a form was sent: the page that answers lets them go on there, or mend.

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

/**
 * Puts the caret where it stood, else at the first error, else where a new text begins. While
 * somebody `decides` about a merge above the text, nothing scrolls that away.
 */
export function begin(form, { reveal, decides }) {
    const kept = takeCaret(form);
    const wrong = decides ? null : form.querySelector("[aria-invalid]");
    const at = kept ?? wrong ?? ("new" in form.dataset ? form.elements.title : null);
    if (!at || document.activeElement !== document.body) return;
    reveal(at);
    if (!kept && wrong === form.elements.body) form.querySelector("[data-findings] li.atom-error button").click();
    else at.focus();
}

/** Returns the field that had the focus, with the same chosen in it; null when none is known. */
function takeCaret(form) {
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
