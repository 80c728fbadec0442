// The header as fields or as YAML: one is shown, the other follows.

/**
 * Ties the fields in `form` to the YAML in `area`. `read` lets the desk read what stands there
 * and gives the answer to `show`; it resolves to whether that went well. `drawn` follows the YAML.
 */
export function headerViews(form, { toggle, area, fields, mode, read, drawn }) {
    let broken = false;
    const asYaml = () => mode.value === "yaml";

    function draw() {
        toggle.setAttribute("aria-pressed", String(asYaml()));
        area.closest("[data-yaml]").hidden = !asYaml();
        fields.hidden = asYaml();
        drawn();
    }

    toggle.addEventListener("click", async () => {
        // The other view must first hold what was typed in this one.
        if (!(await read()) || broken) return (asYaml() ? area : form.elements.others).focus();
        mode.value = asYaml() ? "fields" : "yaml";
        draw();
        (asYaml() ? area : form.elements.title).focus();
    });

    /** Takes over what the desk read: the YAML of the fields, or the fields of the YAML. */
    function show({ header, shown, findings }) {
        const wrong = findings.some(({ field, severity }) => field === "header" && severity === "error");
        broken = wrong || header === null;
        if (!asYaml() && header !== null) {
            area.value = header;
            drawn();
        }
        // What cannot be read would empty the fields.
        if (!asYaml() || broken) return;
        for (const [name, value] of Object.entries(shown)) {
            const field = form.elements[name];
            if (field && !field.disabled && name !== "body") field.value = value;
        }
    }

    draw();
    return { show, draw };
}
