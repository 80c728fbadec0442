// The buttons above the text, one stop for the Tab key; arrows go from one to the next.

import { DEEDS } from "./marks.js";
import { write } from "./typing.js";

/** Ties the toolbar `bar` to `area`; `others` are deeds that write no marks, by their names. */
export function toolbar(area, bar, others) {
    const words = bar.dataset;
    const language = bar.querySelector("select");
    const stops = [...bar.querySelectorAll("button, select")];
    const byKeys = new Map(stops.filter(({ dataset }) => dataset.keys).map((stop) => [stop.dataset.keys, stop]));

    function stop(at) {
        stops.forEach((one, index) => (one.tabIndex = index === at ? 0 : -1));
    }

    function go(at) {
        const next = (at + stops.length) % stops.length;
        stop(next);
        stops[next].focus();
    }

    function act({ dataset }) {
        if (others[dataset.deed]) return others[dataset.deed]();
        const { value: text, selectionStart: start, selectionEnd: end } = area;
        write(area, DEEDS[dataset.deed]({ text, start, end }, words, language.value));
    }

    bar.addEventListener("click", (event) => {
        const pressed = event.target.closest("button");
        if (pressed) act(pressed);
    });
    bar.addEventListener("focusin", (event) => stop(stops.indexOf(event.target)));
    bar.addEventListener("keydown", (event) => {
        const at = stops.indexOf(event.target);
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops.length - 1 }[event.key];
        if (event.key === "Escape") area.focus();
        else if (to !== undefined) go(to);
        else return;
        event.preventDefault();
    });
    area.addEventListener("keydown", (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
        // With Shift, some keyboards give another sign for a digit: its place counts.
        const key = event.code.startsWith("Digit") ? event.code.slice(5) : event.key.toLowerCase();
        const pressed = byKeys.get(`${event.shiftKey ? "shift+" : ""}${key}`);
        if (!pressed) return;
        event.preventDefault();
        act(pressed);
    });
    stop(0);
}
