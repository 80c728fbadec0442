// What is wrong, shown at its field or line, and in a list below the text that jumps there.

/** Ties the lists of findings in `form` to the mirrors of `lines`, by the names of their fields. */
export function problems(form, lines) {
    const words = form.dataset;

    function atField({ line, message, severity, field }) {
        const item = document.createElement("li");
        item.className = `atom-${severity}`;
        item.textContent = ["others", "header"].includes(field) && line ? `${words.tLine} ${line}: ${message}` : message;
        return item;
    }

    function atLine(finding) {
        const { line, message, severity, field } = finding;
        const item = document.createElement("li");
        const jump = document.createElement("button");
        const place = document.createElement("b");
        place.textContent = `${severity === "error" ? words.tError : words.tWarning}, ${words.tLine} ${line}: `;
        jump.type = "button";
        jump.append(place, message);
        jump.addEventListener("click", () => lines[field].jump(line));
        item.className = `atom-${severity}`;
        item.append(jump);
        return item;
    }

    return (findings) => {
        for (const list of form.querySelectorAll("[data-findings-of]")) {
            const field = list.dataset.findingsOf;
            const own = findings.filter((finding) => finding.field === field);
            list.replaceChildren(...own.map(lines[field] ? atLine : atField));
            const input = form.elements[field];
            const wrong = own.some((finding) => finding.severity === "error");
            input?.toggleAttribute("aria-invalid", false);
            if (wrong) input?.setAttribute("aria-invalid", "true");
            const box = list.closest("[data-field]");
            if (box) delete box.dataset.wrong;
            if (box && wrong) box.dataset.wrong = "error";
        }
        for (const [field, mirror] of Object.entries(lines)) mirror.light(findings.filter((f) => f.field === field));
    };
}
