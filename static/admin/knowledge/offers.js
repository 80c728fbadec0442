// What was typed earlier and never saved: shown above the page, to be taken up or thrown away.

const MARKS = ["seen_version", "revision", "tab"];

/** Ties the offers in `box` to `form`; `names` are the fields that an edit holds. */
export function offers(form, { box, names, taken, dropped }) {
    const template = box.querySelector("template");
    const told = JSON.parse(document.getElementById("atom-offers").textContent);
    const own = [...box.querySelectorAll("[data-offer]")];

    const value = (name) => form.elements[name]?.value ?? "";

    /** Whether an edit says what stands in the page. */
    function isHere({ fields }) {
        // The YAML follows the fields, unless it is what was edited.
        const counted = fields.mode === "yaml" ? names : names.filter((name) => name !== "header" && name !== "mode");
        return counted.every((name) => !(name in fields) || !form.elements[name] || fields[name] === value(name));
    }

    function take(offer) {
        for (const name of [...names, ...MARKS]) {
            const field = form.elements[name];
            if (field && !field.disabled && name in offer.fields) field.value = offer.fields[name];
        }
    }

    function show(offer, element, drop) {
        const time = element.querySelector("time");
        const at = new Date(offer.at);
        time.dateTime = at.toISOString();
        time.textContent = at.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
        element.querySelector("[data-offer-title]").textContent = offer.title ? `“${offer.title}”` : "";
        const text = element.querySelector("textarea");
        if (text) text.value = offer.fields.body ?? "";
        element.querySelector("[data-offer-take]").addEventListener("click", () => {
            take(offer);
            element.remove();
            taken();
        });
        element.querySelector("[data-offer-drop]").addEventListener("click", async () => {
            element.remove();
            try {
                await drop(offer);
            } catch {
                // The desk cannot be reached: it will be offered again.
            }
            dropped();
        });
        element.hidden = false;
    }

    /** Offers one that came later: from another window, or from this browser. */
    function add(offer, { words, drop }) {
        const element = template.content.firstElementChild.cloneNode(true);
        element.querySelector("[data-offer-words]").textContent = words;
        box.append(element);
        show(offer, element, drop);
    }

    /** Offers what the desk keeps. */
    function begin(drop) {
        told.forEach((offer, index) => {
            // Kept a moment before it was saved: nothing to decide, but its mark is needed.
            if (isHere(offer) && offer.fields.tab === value("tab")) {
                form.elements.revision.value = offer.fields.revision;
                return own[index].remove();
            }
            show(offer, own[index], drop);
        });
    }

    return { begin, add, isHere, knows: (offer) => told.some((other) => same(other, offer, names)) };
}

function same(one, other, names) {
    return names.every((name) => (one.fields[name] ?? "") === (other.fields[name] ?? ""));
}
