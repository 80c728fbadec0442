// A question to the text as it stands in the editor, before anybody saved it.

/** Lets `box` ask the desk at `url` what would become of a question with the form's text. */
export function askHere(form, box) {
    const field = box.querySelector("input");
    const told = box.querySelector("[data-asked]");
    let running = null;

    async function ask() {
        running?.abort();
        running = new AbortController();
        const sent = new FormData(form);
        sent.set("question", field.value);
        told.setAttribute("aria-busy", "true");
        try {
            const answer = await fetch(box.dataset.url, { method: "POST", body: sent, signal: running.signal });
            if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
            // Made by the desk's own template, which escapes every text.
            told.innerHTML = await answer.text();
        } catch (error) {
            if (error.name === "AbortError") return;
            told.textContent = box.dataset.tFailed;
        }
        told.removeAttribute("aria-busy");
    }

    // A question is no part of the text, and Enter in it sends no form.
    box.addEventListener("input", (event) => event.stopPropagation());
    field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        ask();
    });
    box.querySelector("button").addEventListener("click", ask);
}
