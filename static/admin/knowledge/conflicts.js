// Places where two people changed the same lines: a card for each, with a choice that is one click.

const MARKS = { mine: "<<<<<<<", middle: "=======", theirs: ">>>>>>>" };

/** Finds the conflicts that stand in a text, in order, with the lines that they take up. */
export function conflictsIn(text) {
    const found = [];
    let open = null;
    text.split("\n").forEach((line, index) => {
        if (line.startsWith(MARKS.mine)) open = { start: index, mine: [], theirs: [], side: "mine" };
        else if (open && line === MARKS.middle && open.side === "mine") open.side = "theirs";
        else if (open && line.startsWith(MARKS.theirs) && open.side === "theirs") {
            found.push({ ...open, end: index });
            open = null;
        } else if (open) open[open.side].push(line);
    });
    return found;
}

/** Shows a card for each conflict of `area` in `box`; `changed` is called after a choice. */
export function showConflicts(area, box, changed) {
    if (!box) return;
    const words = box.dataset;
    let hadSome = false;

    function choose(conflict, lines) {
        const all = area.value.split("\n");
        all.splice(conflict.start, conflict.end - conflict.start + 1, ...lines);
        area.value = all.join("\n");
        changed();
        draw();
        (box.querySelector("button") ?? area).focus();
    }

    function side(name, lines) {
        const text = document.createElement("pre");
        text.className = `atom-conflict-${name}`;
        text.textContent = lines.join("\n") || "–";
        return text;
    }

    function card(conflict) {
        const place = document.createElement("fieldset");
        const title = document.createElement("legend");
        title.textContent = `${words.tPlace} ${conflict.start + 1}`;
        const row = document.createElement("p");
        const choices = [
            [words.tMine, conflict.mine],
            [words.tTheirs, conflict.theirs],
            [words.tBoth, [...conflict.mine, ...conflict.theirs]],
        ];
        for (const [label, lines] of choices) {
            const button = document.createElement("button");
            button.type = "button";
            button.className = "atom-button";
            button.textContent = label;
            button.addEventListener("click", () => choose(conflict, lines));
            row.append(button, " ");
        }
        place.className = "atom-conflict";
        place.append(title, side("mine", conflict.mine), side("theirs", conflict.theirs), row);
        return place;
    }

    function draw() {
        const found = conflictsIn(area.value);
        hadSome ||= found.length > 0;
        box.hidden = !hadSome;
        if (found.length) return box.replaceChildren(...found.map(card));
        const done = document.createElement("p");
        done.textContent = words.tDone;
        box.replaceChildren(done);
    }

    area.addEventListener("input", draw);
    draw();
}
