// On a narrow page header, text and preview take turns: tabs say which one is shown.

/** Ties the tabs in `bar` to the sections of `form`; returns how to go to one. */
export function panes(form, bar) {
    const tabs = [...bar.querySelectorAll("[role=tab]")];

    /** Marks the tab of what is shown: beside a text that needs none, that is the last one. */
    function choose() {
        const seen = tabs.filter((tab) => tab.offsetParent);
        const named = tabs.find((tab) => tab.dataset.tab === form.dataset.pane);
        const chosen = seen.length && !seen.includes(named) ? seen.at(-1) : named;
        for (const tab of tabs) {
            tab.setAttribute("aria-selected", String(tab === chosen));
            tab.tabIndex = tab === chosen ? 0 : -1;
        }
    }

    function show(name) {
        form.dataset.pane = name;
        choose();
    }

    /** Shows the section that holds an element, if it is hidden. */
    function reveal(element) {
        const section = element?.closest("[data-section]");
        if (section && !section.offsetParent) show(section.dataset.section);
    }

    /** Marks the tabs whose section holds an error. */
    function mark() {
        for (const tab of tabs) {
            const section = form.querySelector(`[data-section=${tab.dataset.tab}]`);
            const wrong = section.querySelectorAll("li.atom-error").length;
            tab.toggleAttribute("data-wrong", wrong > 0);
        }
    }

    bar.addEventListener("click", ({ target }) => target.dataset.tab && show(target.dataset.tab));
    bar.addEventListener("keydown", (event) => {
        const seen = tabs.filter((tab) => tab.offsetParent);
        const at = seen.indexOf(event.target);
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: seen.length - 1 }[event.key];
        if (at < 0 || to === undefined) return;
        event.preventDefault();
        const next = seen[(to + seen.length) % seen.length];
        show(next.dataset.tab);
        next.focus();
    });
    new ResizeObserver(choose).observe(bar);
    choose();
    return { show, reveal, mark };
}
