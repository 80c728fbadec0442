// The copy in this browser of what was typed: for the moments in which the desk has not got it.

const PLACE = "atomdesk-atom:";
const PAUSE_MS = 1000;
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Drops the copy under `key`: the desk has it now. */
export function dropCopy(key) {
    try {
        localStorage.removeItem(`${PLACE}${key}`);
    } catch {
        // Forbidden: then nothing was kept either.
    }
}

/** Keeps a copy of the form under `key`; `names` are those of its fields. */
export function backup(form, key, names) {
    const place = `${PLACE}${key}`;
    let timer;

    function fields() {
        const present = names.filter((name) => form.elements[name]);
        return Object.fromEntries(present.map((name) => [name, form.elements[name].value]));
    }

    function write() {
        // The version that was begun with: what was saved meanwhile must be merged, not undone.
        const seen_version = form.elements.seen_version.value;
        try {
            localStorage.setItem(place, JSON.stringify({ at: Date.now(), fields: { ...fields(), seen_version } }));
        } catch {
            // Full or forbidden: the warning before leaving still stands.
        }
    }

    function drop() {
        clearTimeout(timer);
        dropCopy(key);
    }

    /** The copy, unless it is too old. */
    function kept() {
        try {
            const copy = JSON.parse(localStorage.getItem(place));
            return copy && Date.now() - copy.at < KEPT_MS ? copy : null;
        } catch {
            return null;
        }
    }

    function keep() {
        clearTimeout(timer);
        timer = setTimeout(write, PAUSE_MS);
    }

    return { fields, keep, write, drop, kept };
}
