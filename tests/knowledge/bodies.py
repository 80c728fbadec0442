"""A text of each type that uses all of its structure, and markdown that is hard to cut."""

# Each word that begins with `word` is a field: other text may be put in its place.
BODIES: dict[str, tuple[str, set[str]]] = {
    "error": (
        "wordlead\n\n```\nwordmessage\n```\n\n## Meaning\nwordmeaning\n\n## Causes\n- wordcause\n\n"
        "## Resolution\n1. wordstep\n2. Two.\n   - wordbelow\n",
        {"shape-message", "shape-meaning", "shape-causes", "shape-resolution", "shape-list"},
    ),
    "procedure": (
        "## Before you start\nwordneed\n\n## Steps\n1. wordstep\n\n   wordbelow\n2. Two.\n",
        {"shape-prerequisites", "shape-steps", "shape-list"},
    ),
    "playbook": (
        "## When\nwordwhen\n\n## Plan\n### wordphase\n1. **wordwho:** wordstep\n\n"
        "## How to see that it is over\nwordover\n",
        {"shape-when", "shape-plan", "shape-phase", "shape-who", "shape-over", "shape-list"},
    ),
    "interface_input": (
        "## Field\n| name | wordlabel | default |\n|---|---|---|\n| wordname | wordtype | worddefault |\n",
        {"shape-field", "shape-fields"},
    ),
    "troubleshooting": (
        "## Symptoms\n- wordsign\n\n## Tips\n1. **wordsymptom.** wordtip\n2. Other -> wordother\n\n"
        "### wordhead\nwordtext\n",
        {"shape-symptoms", "shape-tips", "shape-tries", "shape-symptom", "shape-tip"},
    ),
    "config_template": (
        "## Template\n```ini\nkey = wordvalue\n```\n\n## Values\n| name | type | default | meaning |\n"
        "|---|---|---|---|\n| key | wordtype | worddefault | wordmeaning |\n",
        {"shape-template", "shape-code", "shape-values", "shape-fields"},
    ),
    "pitfall": (
        "## Pitfall\nwordwhat\n\n## Why\nwordwhy\n\n## Instead\nwordinstead\n",
        {"shape-part", "shape-pitfall", "shape-why", "shape-instead"},
    ),
    "faq": ("> Q: wordone\n> Q: wordtwo\n> A: wordanswer\n", {"shape-pairs", "shape-mark"}),
    "article": ("## wordhead\nwordtext\n", {"shape"}),
}  # fmt: skip

FRAGMENTS = [
    "## Steps", "## Tips", "# Meaning", "### Causes", "## Resolution", "## Plan", "### Part", "## Field",
    "## Template", "## Values", "Symptoms\n========", "## Pitfall", "## FAQ", "#### Deep",
    "1. One\n2. Two", "7) seven\n8) eight", "1. One\n\n   Below\n2. Two\n   ```\n   code\n   ```",
    "- a\n- b\n  - c\n\n    d", "* x\n\n  > quoted\n\n* y", "-\tTabbed\n\n\tBelow tab\n\n-\tNext",
    "1.  far\n    near\n\n        code", "-     indented code", "1. **Bold.** rest\n2. **Who:** rest\nlazy",
    "- left -> right\n- `a -> b` -> c", "- **Type**: number\n- **Unit**: s\n- Range: 1-5: really",
    "Type: number\nUnit: s", "Unit\n: s\nDefault\n: 5", "- key\n- Type: x", "10. ten\n\n\n11. eleven",
    "| name | type |\n|---|---|\n| `a\\|b` | **c** |\n| short |\n| x | y | z |", "| one |\n|---|",
    "| a |  |\n|---|---|\n|  | v |", "```ini\na = 1\n```", "~~~\nopen fence", "    indented\n    code",
    "> Q: One?\n> Q: Two?\n> A: Yes.\n>\n> - more", "> Q: Open?", "> A: Late.", "> plain quote\n> Q: x\n> A: y",
    "> **Q:** bold?\n> **A:** yes\nlazy end", "> Q: code?\n> A: ```\n> Q: no\n> ```", "---", "<!-- note -->",
    "<div>\n- in html", "<!-- open\n\nstill -->", "plain words *here* and `there`", "[ref] and [x][ref]",
    "[ref]: https://a.example", "word\n===", "1986\\. A year", "- [ ] task\n- [x] done", "\\# no heading",
    "a\rb", "+ plus\n\n+ plus two\n\n\n  after", "0. zero\n1. one", "- \n- empty before", "1.\n2. two",
]  # fmt: skip
