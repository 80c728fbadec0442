// The mirror behind the text: it numbers the lines and lights those with a problem.

const MOST_LINES = 5000;

/** Ties a textarea to its mirror; returns what others may ask of the two. */
export function mirrorLines(area, mirror, box) {
    let shown = [];

    function draw() {
        const lines = area.value.split("\n");
        if (lines.length > MOST_LINES) {
            // A text of that length scrolls by itself: no author writes one, imports may.
            delete box.dataset.ready;
            mirror.replaceChildren();
            shown = [];
            return;
        }
        box.dataset.ready = "";
        while (mirror.children.length > lines.length) mirror.lastChild.remove();
        while (mirror.children.length < lines.length) {
            mirror.append(document.createElement("div"));
        }
        lines.forEach((line, index) => {
            // A line without characters still needs its height.
            if (shown[index] !== line) mirror.children[index].textContent = line || "\u200b";
        });
        shown = lines;
    }

    function light(findings) {
        for (const line of mirror.querySelectorAll("[data-wrong]")) {
            delete line.dataset.wrong;
            delete line.dataset.message;
        }
        for (const { line, severity, message } of findings) {
            const row = mirror.children[line - 1];
            // The first one stands there, unless an error follows a hint.
            if (!row || row.dataset.wrong === "error" || row.dataset.wrong === severity) continue;
            // The words stand behind the line's end; all of them are in the list below.
            row.dataset.wrong = severity;
            row.dataset.message = message;
        }
    }

    function jump(line) {
        const lines = area.value.split("\n");
        const at = Math.min(line, lines.length) - 1;
        const start = lines.slice(0, at).reduce((sum, text) => sum + text.length + 1, 0);
        area.focus({ preventScroll: true });
        area.setSelectionRange(start, start + lines[at].length);
        (mirror.children[at] ?? area).scrollIntoView({ block: "center" });
    }

    area.addEventListener("input", draw);
    draw();
    return { light, jump, draw };
}
