// Other texts like the one that is being written: asked for in a pause, never in the way.

const PAUSE_MS = 1200;

/** Keeps `box` filled with what the desk says of the form's text; returns what a change calls. */
export function likeTexts(form, box, url) {
    let timer;
    let running = null;

    async function look() {
        running?.abort();
        running = new AbortController();
        try {
            const answer = await fetch(url, {
                method: "POST",
                body: new FormData(form),
                signal: running.signal,
            });
            if (!answer.ok || answer.redirected) return;
            const html = (await answer.text()).trim();
            // Made by the desk's own template, which escapes every text; an answer that is the
            // same as before is not read out again.
            if (html !== box.dataset.shown) box.innerHTML = html;
            box.dataset.shown = html;
        } catch {
            // Without an answer the last one stays; the next pause asks again.
        }
    }

    look();
    return () => {
        clearTimeout(timer);
        timer = setTimeout(look, PAUSE_MS);
    };
}
