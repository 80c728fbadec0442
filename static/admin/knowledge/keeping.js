// What is typed goes to the desk a moment later, so that a crash takes nothing away. Until it is
// there, and while the desk cannot be reached, a copy stays in this browser.

const PAUSE_MS = 3000;
const LONGEST_MS = 20_000;
const AGAIN_MS = 15_000;

/**
 * Keeps the fields of `form` at `url`. `copy` is the one in this browser, `isDirty` says whether
 * there is anything to keep; `told` gets how it went, `met` what another window keeps.
 */
export function keeper(form, { url, copy, isDirty, told, met }) {
    const { revision, tab, seen_version: seen, csrfmiddlewaretoken: token } = form.elements;
    let timer;
    let since = 0;
    let running = null;
    let stopped = false;

    function body(more) {
        const marks = { tab: tab.value, revision: revision.value, seen_version: seen.value };
        const sent = new FormData();
        const all = { csrfmiddlewaretoken: token.value, ...marks, ...more };
        for (const [name, value] of Object.entries(all)) sent.append(name, value);
        return sent;
    }

    function typed() {
        if (stopped) return;
        copy.keep();
        clearTimeout(timer);
        since ||= Date.now();
        timer = setTimeout(send, Math.max(0, Math.min(PAUSE_MS, since + LONGEST_MS - Date.now())));
    }

    /** Sends what stands there now; one at a time, so that the desk ends with the newest. */
    async function send() {
        clearTimeout(timer);
        await running;
        since = 0;
        if (stopped || !isDirty()) return;
        running = ask();
        await running;
        running = null;
    }

    async function ask() {
        const fields = copy.fields();
        const sent = JSON.stringify(fields);
        try {
            const answer = await fetch(url, { method: "POST", body: body(fields), headers: { Accept: "application/json" } });
            if (answer.redirected || answer.status === 403) return failed("out");
            const said = await answer.json();
            if (answer.status === 409) return other(said.offer);
            if (!answer.ok) return failed("refused", said.error);
            revision.value = said.revision;
            if (sent === JSON.stringify(copy.fields())) copy.drop();
            told("kept", new Date(said.at));
        } catch {
            failed("offline");
        }
    }

    function failed(how, why) {
        copy.write();
        told(how, why);
        if (how !== "refused") timer = setTimeout(send, AGAIN_MS);
    }

    /** Nothing more is sent until its author has decided which of the two to go on with. */
    function other(offer) {
        copy.write();
        stopped = true;
        told("elsewhere");
        met(offer);
    }

    function goOn() {
        stopped = false;
        if (isDirty()) typed();
    }

    /** Takes away what the desk keeps under these marks. */
    function drop(marks) {
        return fetch(url, { method: "POST", body: body({ ...marks, _drop: "1" }) });
    }

    /** The desk has saved what stood there, and forgot what it kept. */
    function saved() {
        revision.value = "";
        if (!isDirty()) copy.drop();
        told("saved");
    }

    function leave() {
        stopped = true;
        clearTimeout(timer);
    }

    addEventListener("online", () => isDirty() && send());
    document.addEventListener("visibilitychange", () => {
        // The last moment that a page on a telephone or tablet is told of.
        if (document.visibilityState === "hidden" && since) send();
    });
    return { typed, drop, saved, leave, goOn, settled: () => running };
}
