"""Model text is attacker text: whatever the server lets through, the widget lets through less."""

import pytest

from tests.widget.conftest import Run

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

CLEAN = """
const box = document.createElement('div');
box.append(nodesOf(argument, 'plain words'));
return box.innerHTML;
"""


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>a <strong>b</strong></p>", "<p>a <strong>b</strong></p>"),
        ("<p>a</p><script>window.hit = 1</script>", "<p>a</p>"),
        ("<img src=x onerror='window.hit = 1'>after", "after"),
        (
            "<p onclick='window.hit = 1' style='color:red' id=a class=b>a</p>",
            "<p>a</p>",
        ),
        ("<a href='javascript:window.hit=1'>a</a>", "<a>a</a>"),
        ("<a href=' java\nscript:window.hit=1'>a</a>", "<a>a</a>"),
        ("<a href='/admin/'>a</a>", "<a>a</a>"),
        (
            "<a href='https://example.org/x' target=_top>a</a>",
            '<a href="https://example.org/x" target="_blank" rel="noopener noreferrer nofollow">a</a>',
        ),
        ("<svg><a href='javascript:1'><text>a</text></a></svg>b", "b"),
        ("<math><mtext><p>a</p></mtext></math>b", "b"),
        ("<center><font>a</font></center>", "a"),
        ("<form action=x><input name=a><p>b</p></form>c", "c"),
        ("<iframe srcdoc='<script>window.hit=1</script>'></iframe>a", "a"),
        ("<template><p>a</p></template>b", "b"),
        (
            "<ol start=3 onclick=x><li value=4>a</li></ol>",
            '<ol start="3"><li value="4">a</li></ol>',
        ),
        ("<table><tr><td colspan='2;x'>a</td></tr></table>", None),
        ("", '<p class="plain">plain words</p>'),
    ],
)
async def test_only_listed_elements_and_attributes_pass(
    run: Run, dirty: str, clean: str | None
) -> None:
    seen = await run("markup.js: nodesOf", CLEAN, dirty)

    if clean is None:
        assert "colspan" not in seen
    else:
        assert seen == clean
    assert await run("markup.js: nodesOf", "return window.hit ?? null") is None


PICTURE = f"/pictures/{'0a' * 32}.png"


async def test_a_picture_of_the_desk_is_loaded_from_the_desk_when_it_is_needed(
    run: Run,
) -> None:
    seen = await run(
        "markup.js: nodesOf",
        """
        const box = document.createElement('div');
        box.append(nodesOf(`<p><img src="${argument}" alt='A "list"' onerror="window.hit = 1" srcset="x" style="x"></p>`));
        const image = box.querySelector('img');
        return [image.src === location.origin + argument, image.alt, image.loading,
            image.getAttributeNames().sort().join(), image.parentElement.href === image.src];""",
        PICTURE,
    )

    assert seen == [True, 'A "list"', "lazy", "alt,decoding,loading,src", True]


@pytest.mark.parametrize(
    "address",
    [
        f"https://evil.example{PICTURE}",
        f"//evil.example{PICTURE}",
        f"{PICTURE}?x",
        f"{PICTURE}#x",
        f"/pictures/../{PICTURE}",
        f"/pictures/{'0a' * 32}.svg",
        "data:image/png;base64,AAAA",
        "/admin/logout/",
        "",
    ],
)
async def test_no_other_picture_is_loaded(run: Run, address: str) -> None:
    assert (
        await run("markup.js: nodesOf", CLEAN, f"<img src='{address}' alt=x>a") == "a"
    )


async def test_a_block_of_code_keeps_its_language(run: Run) -> None:
    seen = await run(
        "markup.js: nodesOf",
        CLEAN,
        "<pre data-language='bash' data-x=y>a</pre><pre data-language='a b'>c</pre>",
    )

    assert seen == '<pre data-language="bash">a</pre><pre>c</pre>'


async def test_markers_become_buttons_but_not_in_code_nor_for_unknown_sources(
    run: Run,
) -> None:
    seen = await run(
        "markup.js: nodesOf, replaceMarkers",
        """
        const box = document.createElement('div');
        box.append(nodesOf('<p>One [1], two [2][1]. Three [9]</p><pre>a[1]</pre><p><code>b[1]</code></p>'));
        replaceMarkers(box, new Set([1, 2]), (n) => document.createElement('button').appendChild(new Text(`<${n}>`)).parentNode);
        return [box.textContent, [...box.querySelectorAll('button')].map((b) => b.textContent)];""",
    )

    assert seen == ["One <1>, two <2><1>. Three [9]a[1]b[1]", ["<1>", "<2>", "<1>"]]


@pytest.mark.parametrize(
    ("html", "quote", "lit"),
    [
        (
            "<p>Run <code>x</code> with the <b>folder's path</b>. Then wait.</p>",
            "Run `x` with the **folder's path**.",
            "Run x with the folder's path",
        ),
        ("<p>Press Save.</p><p>Other words here.</p>", "Press  Save.", "Press Save"),
        (
            "<ol><li>Open the big menu.</li><li>Choose the import entry.</li></ol>",
            "1. Open the big menu.\n2. Choose the import entry.",
            "Open the big menuChoose the import entry",
        ),
        ("<p>Grüße an 5 Leute</p>", "grüße an 5", "Grüße an 5"),
        ("<p>Nothing alike</p>", "Something else entirely", None),
    ],
)
async def test_the_quoted_passage_is_lit_whatever_its_marks(
    run: Run, html: str, quote: str, lit: str | None
) -> None:
    seen = await run(
        "quote.js: light",
        """
        const box = document.createElement('div');
        box.innerHTML = argument.html;
        const before = box.textContent;
        light(box, argument.quote);
        const marks = [...box.querySelectorAll('mark')].map((mark) => mark.textContent).join('');
        return [marks || null, box.textContent === before];""",
        {"html": html, "quote": quote},
    )

    assert seen == [lit, True]


@pytest.mark.parametrize(
    "accent",
    ["#117162", "#ffd400", "#000000", "#ffffff", "#7f7f7f", "#c0ffee", "red;}"],
)
async def test_any_accent_colour_stays_readable(run: Run, accent: str) -> None:
    seen = await run(
        "colour.js: accentRules, contrast",
        """
        const rules = accentRules(argument);
        const value = (name) => rules.match(new RegExp(`${name}: (#[0-9a-f]{6});`, 'i'))[1];
        return [
          contrast(value('--accent'), value('--on-accent')),
          contrast(value('--accent-text'), '#f1f3f4'), contrast(value('--accent-text'), '#ffffff'),
          contrast(value('--accent-text-dark'), '#24292d'), contrast(value('--accent-text-dark'), '#171a1d'),
        ];""",
        accent,
    )

    assert min(seen) >= 4.5


async def test_every_language_has_every_word(run: Run) -> None:
    seen = await run(
        "strings.js: CATALOGUE",
        """
        const holes = (text) => [...text.matchAll(/\\{\\w+\\}/g)].map(String).sort().join();
        const english = Object.entries(CATALOGUE.en);
        return Object.entries(CATALOGUE).map(([name, words]) => [
          name,
          english.filter(([key, text]) => !words[key] || holes(words[key]) !== holes(text)).map(([key]) => key),
          Object.keys(words).filter((key) => !(key in CATALOGUE.en)),
        ]);""",
    )

    assert seen == [["en", [], []], ["de", [], []]]


@pytest.mark.parametrize(
    ("wished", "chosen"),
    [
        (["de-AT", "en"], "de-AT"),
        (["fr", "de"], "de"),
        (["fr"], "en"),
        (["", None, "EN-gb"], "EN-gb"),
        (["en", "en-GB"], "en-GB"),
    ],
)
async def test_the_first_language_that_there_is_wins(
    run: Run, wished: list[str | None], chosen: str
) -> None:
    assert await run("strings.js: choose", "return choose(argument)", wished) == chosen
