// The FAQ pairs of a text as rows. The text stays the only truth: a row rewrites its own lines.

/** The lines that a pair takes up in a text. */
export function linesOf({ phrasings, answer }) {
    const asked = phrasings.map((text) => `> Q: ${text}`.trimEnd());
    const [first, ...more] = answer.split("\n");
    return [...asked, `> A: ${first}`.trimEnd(), ...more.map((line) => `> ${line}`.trimEnd())];
}

/** A text with one more, empty, pair at its end, below a heading of its own. */
export function withNewPair(text) {
    const heading = /^#{1,6}\s+FAQ\s*$/im.test(text) ? "" : "## FAQ\n";
    const before = text.trimEnd();
    return `${before}${before ? "\n\n" : ""}${heading}> Q:\n> A:\n`;
}

/** Ties the rows in `box` to the pairs of `area`; `changed` is called after each rewriting. */
export function faqRows(area, box, changed) {
    const words = box.dataset;
    const rows = box.querySelector("[data-faq-rows]");
    let pairs = [];
    let wanted = -1;
    let heard = null;

    /** Puts lines in the place of a pair's own; false when they are no longer where they were. */
    function replace(pair, lines, extra = 0) {
        const all = area.value.split("\n");
        const at = all.slice(pair.line - 1, pair.last_line);
        if (at.join("\n") !== pair.source) return false;
        all.splice(pair.line - 1, at.length + extra, ...lines);
        area.value = all.join("\n");
        const moved = lines.length - at.length - extra;
        for (const other of pairs) {
            if (other === pair || other.line < pair.line) continue;
            other.line += moved;
            other.last_line += moved;
        }
        return true;
    }

    function rewrite(pair) {
        const lines = linesOf(pair);
        // Somebody typed in the text a moment ago: the next preview says where the lines are now.
        pair.waits = !replace(pair, lines);
        if (!pair.waits) {
            pair.last_line = pair.line + lines.length - 1;
            pair.source = lines.join("\n");
        }
        changed();
    }

    function remove(pair) {
        const blank = area.value.split("\n")[pair.last_line] === "" ? 1 : 0;
        if (!replace(pair, [], blank)) return changed();
        pairs = pairs.filter((other) => other !== pair);
        changed();
        draw();
        box.querySelector("[data-faq-add]").focus();
    }

    function field(tag, label, value, oninput) {
        const input = document.createElement(tag);
        input.value = value;
        input.setAttribute("aria-label", label);
        input.placeholder = label;
        input.addEventListener("input", () => oninput(input.value));
        return input;
    }

    function button(label, name, onclick) {
        const made = document.createElement("button");
        made.type = "button";
        made.className = name;
        made.textContent = label;
        made.addEventListener("click", onclick);
        return made;
    }

    function row(pair, number) {
        const set = document.createElement("fieldset");
        const legend = document.createElement("legend");
        legend.textContent = `${words.tPair} ${number + 1}`;
        const asked = pair.phrasings.map((text, index) =>
            field("input", index ? words.tAlso : words.tQuestion, text, (value) => {
                pair.phrasings[index] = value.replace(/\s+/g, " ");
                rewrite(pair);
            }),
        );
        const answer = field("textarea", words.tAnswer, pair.answer, (value) => {
            pair.answer = value;
            rewrite(pair);
        });
        answer.rows = Math.min(8, Math.max(2, pair.answer.split("\n").length + 1));
        const also = button(words.tAddAlso, "atom-link", () => {
            pair.phrasings.push("");
            rewrite(pair);
            draw();
            rows.children[number].querySelectorAll("input")[pair.phrasings.length - 1].focus();
        });
        const gone = button(words.tRemove, "atom-link atom-danger", () => remove(pair));
        const deeds = document.createElement("p");
        deeds.append(also, gone);
        set.append(legend, ...asked, offers(pair, number), answer, deeds);
        return set;
    }

    /** What customers asked that is near to a pair; each becomes a phrasing of it with one press. */
    function offers(pair, number) {
        const list = document.createElement("div");
        list.className = "atom-asked-as";
        const said = new Set(pair.phrasings.map((text) => text.toLowerCase()));
        const near = (heard ?? []).filter(
            (each) => pair.phrasings.includes(each.pair) && !said.has(each.text.toLowerCase()),
        );
        list.hidden = !near.length;
        list.append(words.tAskedAs);
        for (const each of near) {
            const made = button(`+ ${each.text}`, "atom-quiet", () => {
                pair.phrasings.push(each.text);
                rewrite(pair);
                draw();
                rows.children[number].querySelectorAll("input")[pair.phrasings.length - 1].focus();
            });
            made.title = each.times;
            made.setAttribute("aria-label", `${each.label}, ${each.times}`);
            list.append(made);
        }
        return list;
    }

    /** Asks once for what customers asked, as soon as somebody looks at the pairs. */
    async function hear() {
        if (heard || !box.open || !words.askedAs) return;
        heard = [];
        try {
            const told = await fetch(words.askedAs, { headers: { accept: "application/json" } });
            if (told.ok) heard = (await told.json()).found;
        } catch {
            // The desk is away: the pairs can be written without.
        }
        if (heard.length && !rows.contains(document.activeElement)) draw();
    }

    function draw() {
        rows.replaceChildren(...pairs.map(row));
        box.querySelector("[data-faq-count]").textContent = pairs.length;
        if (wanted >= 0 && rows.children[wanted]) {
            rows.children[wanted].querySelector("input").focus();
            wanted = -1;
        }
    }

    /** Shows the pairs that the desk found; rows that somebody writes in stay as they are. */
    function show(found, text) {
        // An answer about a text that has changed since would point to the wrong lines.
        if (text !== area.value) return;
        const lines = area.value.split("\n");
        const fresh = found.map((pair) => ({
            ...pair,
            source: lines.slice(pair.line - 1, pair.last_line).join("\n"),
        }));
        const writing = rows.contains(document.activeElement) && fresh.length === pairs.length;
        pairs = writing ? pairs.map((pair, index) => Object.assign(pair, place(fresh[index]))) : fresh;
        if (!writing) draw();
        for (const pair of pairs.filter(({ waits }) => waits)) rewrite(pair);
    }

    function place({ line, last_line, source }) {
        return { line, last_line, source };
    }

    function add() {
        wanted = pairs.length;
        area.value = withNewPair(area.value);
        box.open = true;
        changed();
    }

    box.querySelector("[data-faq-add]").addEventListener("click", add);
    box.addEventListener("toggle", hear);
    return { show, add };
}
