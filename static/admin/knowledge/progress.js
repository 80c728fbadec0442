// Follows long work that is under way, and shows its result when it is done.

const PAUSE_MS = 400;

const box = document.querySelector("[data-progress]");
const bar = box.querySelector("progress");
const told = box.querySelector("[data-progress-told]");

async function look() {
    try {
        const response = await fetch(location.href, { headers: { Accept: "application/json" } });
        if (!response.ok) return location.reload();
        const { finished, done, total, stage } = await response.json();
        if (finished) return location.reload();
        if (total) {
            bar.max = total;
            bar.value = done;
            told.textContent = `${done} ${box.dataset.tOf} ${total}`;
        } else if (stage) {
            told.textContent = stage;
        }
    } catch {
        // The desk is away for a moment; the next look may find it.
    }
    setTimeout(look, PAUSE_MS);
}

setTimeout(look, PAUSE_MS);
