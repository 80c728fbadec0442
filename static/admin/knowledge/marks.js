// What the buttons above the text write: each takes a text with its chosen part and says what to put where.

/** Puts marks around the chosen words, or takes away those that stand there. */
function around(before, after, sample) {
    return ({ text, start, end }) => {
        const chosen = text.slice(start, end);
        const out = text.slice(start - before.length, start) === before && text.slice(end, end + after.length) === after;
        // One star of two is no mark of its own.
        const part = before === "*" && text[start - 2] === "*" && text[start - 3] !== "*";
        if (out && !part) {
            const from = start - before.length;
            return { start: from, end: end + after.length, text: chosen, choose: [from, from + chosen.length] };
        }
        const words = chosen || sample;
        const from = start + before.length;
        return { start, end, text: before + words + after, choose: [from, from + words.length] };
    };
}

/** Begins each line of the chosen part with a sign, or takes it away where all have it. */
function atLines(sign, found) {
    return ({ text, start, end }) => {
        const from = text.lastIndexOf("\n", start - 1) + 1;
        const stop = text.indexOf("\n", end);
        const to = stop < 0 ? text.length : stop;
        const lines = text.slice(from, to).split("\n");
        const marked = lines.every((line) => found.test(line) || !line.trim()) && lines.some((line) => line.trim());
        const made = lines.map((line, index) => {
            if (!line.trim() && lines.length > 1) return line;
            return marked ? line.replace(found, "") : sign(index) + line.replace(/^(#{1,6}|[-*+]|\d+[.)])\s+/, "");
        });
        const put = made.join("\n");
        return { start: from, end: to, text: put, choose: [from + put.length, from + put.length] };
    };
}

function link({ text, start, end }, words) {
    const chosen = text.slice(start, end);
    const isAddress = /^(https:\/\/|mailto:)\S+$/.test(chosen);
    const name = isAddress ? words.tLinkName : chosen || words.tLinkName;
    const address = isAddress ? chosen : "https://";
    const put = `[${name}](${address})`;
    const from = isAddress || !chosen ? start + 1 : start + name.length + 3;
    const to = isAddress || !chosen ? from + name.length : from + address.length;
    return { start, end, text: put, choose: [from, to] };
}

/** Puts a block on lines of its own, with an empty line before and after it. */
function block({ text, start, end }, lines, chosen) {
    const before = text.slice(0, start);
    const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const after = text.slice(end);
    const trail = !after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    const put = `${lead}${lines}${trail || (after ? "" : "\n")}`;
    const from = start + lead.length + lines.indexOf(chosen);
    return { start, end, text: put, choose: [from, from + chosen.length] };
}

function fence(where, words, language) {
    const chosen = where.text.slice(where.start, where.end).replace(/^\n+|\n+$/g, "") || words.tCode;
    // A fence must be longer than any that stands in the code.
    const longest = Math.max(2, ...[...chosen.matchAll(/`+/g)].map(([ticks]) => ticks.length));
    const ticks = "`".repeat(longest + 1);
    const made = block(where, `${ticks}${language}\n${chosen}\n${ticks}`, chosen);
    return made;
}

function table(where, words) {
    const name = words.tColumn;
    return block(where, `| ${name} 1 | ${name} 2 |\n|---|---|\n|  |  |`, `${name} 1`);
}

/** What each button does, by its name. */
export const DEEDS = {
    bold: (where, words) => around("**", "**", words.tSample)(where),
    italic: (where, words) => around("*", "*", words.tSample)(where),
    code: (where, words) => around("`", "`", words.tCode)(where),
    heading: atLines(() => "## ", /^##\s+/),
    bullets: atLines(() => "- ", /^[-*+]\s+/),
    numbers: atLines((index) => `${index + 1}. `, /^\d+[.)]\s+/),
    link,
    fence,
    table,
};
