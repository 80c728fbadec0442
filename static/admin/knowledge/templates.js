// The sections of a type in a new text: another type brings its own, as long as nobody wrote into them.

/** Ties the types in `bar` to the text of `form`; `rewritten` is called when that got other sections. */
export function templates(form, bar, rewritten) {
    if (!bar) return;
    const texts = JSON.parse(document.getElementById("atom-skeletons").textContent);
    const { type, body } = form.elements;

    const untouched = () => Object.values(texts).some((text) => text.trim() === body.value.trim());

    function follow() {
        for (const link of bar.querySelectorAll("a")) {
            if (link.dataset.type === type.value) link.setAttribute("aria-current", "true");
            else link.removeAttribute("aria-current");
        }
        if (!untouched()) return;
        body.value = texts[type.value];
        rewritten();
    }

    bar.addEventListener("click", (event) => {
        const { type: chosen } = event.target.closest("a")?.dataset ?? {};
        // What was written stays behind on another page: that is a choice of its own.
        if (!chosen || !untouched()) return;
        event.preventDefault();
        type.value = chosen;
        follow();
    });
    type.addEventListener("change", follow);
}
