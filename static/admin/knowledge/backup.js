// What is typed is also kept in this browser until the desk has it: a closed tab, a lost
// connection or a session that ended takes nothing away.

const PLACE = "atomdesk-atom:";
const PAUSE_MS = 1000;
const KEPT_MS = 14 * 24 * 3600 * 1000;

/** Drops the copy under `key`: the desk has it now. */
export function dropCopy(key) {
    try {
        localStorage.removeItem(`${PLACE}${key}`);
    } catch {
        // Forbidden: then nothing was kept either.
    }
}

/** Keeps a copy of the form under `key`; `watched` are the names of its fields. */
export function backup(form, key, watched) {
    const place = `${PLACE}${key}`;
    let timer;

    function fields() {
        return Object.fromEntries(watched.map((name) => [name, form.elements[name]?.value ?? ""]));
    }

    /** The version that was begun with: what was saved meanwhile must be merged, not undone. */
    function seen() {
        return { seen_version: form.elements.seen_version?.value ?? "" };
    }

    function read() {
        try {
            return JSON.parse(localStorage.getItem(place));
        } catch {
            return null;
        }
    }

    function write() {
        try {
            localStorage.setItem(place, JSON.stringify({ at: Date.now(), fields: { ...fields(), ...seen() } }));
        } catch {
            // Full or forbidden: the warning before leaving still stands.
        }
    }

    function drop() {
        clearTimeout(timer);
        dropCopy(key);
    }

    /** The copy, if it holds something that the page does not show. */
    function forgotten() {
        const saved = read();
        const now = fields();
        const fresh = saved && Date.now() - saved.at < KEPT_MS;
        return fresh && watched.some((name) => (saved.fields[name] ?? "") !== now[name]) ? saved : null;
    }

    function restore(saved) {
        for (const name of [...watched, "seen_version"]) {
            const field = form.elements[name];
            if (field && !field.disabled) field.value = saved.fields[name] ?? field.value;
        }
    }

    function keep() {
        clearTimeout(timer);
        timer = setTimeout(write, PAUSE_MS);
    }

    return { keep, write, drop, forgotten, restore };
}
