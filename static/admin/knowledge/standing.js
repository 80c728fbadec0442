// How an atom stands: draft or published, which version, and whether it can be found already.

const LOOK_MS = 2000;
const LOOKS = 150;

/** Shows what the desk says of it. */
export function stand(form, told) {
    for (const name of ["state", "standing", "index"]) form.querySelector(`[data-${name}]`).textContent = told[name];
}

/** What was just published is searchable in a moment, or after golden questions were asked; says so. */
export function watchIndex(form, left = LOOKS) {
    if (left) setTimeout(() => look(form, left), LOOK_MS);
}

async function look(form, left) {
    try {
        const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
        const told = await answer.json();
        stand(form, told);
        if (!told.waiting) return;
    } catch {
        // The next look may succeed.
    }
    watchIndex(form, left - 1);
}
