"""Lists as CSV: whatever a spreadsheet writes is read, and every fault has its line."""

import pytest

from knowledge.inventories.reading import read
from knowledge.inventories.values import MOST_ITEMS, Item, Reading, Refused


def table(data: str | bytes, kind: str = "errors") -> Reading:
    raw = data.encode() if isinstance(data, str) else data
    return read(raw, name="list.csv", kind=kind)


def faults(data: str | bytes, kind: str = "errors") -> list[str]:
    with pytest.raises(Refused) as refused:
        table(data, kind)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"])
def test_any_delimiter_line_end_and_mark_gives_the_same(
    delimiter: str, end: str, begin: bytes
) -> None:
    lines = [["Message", "CODE"], ["Disk full", "E-1"], ["", ""], ["Größe", "E-2"]]
    text = end.join(delimiter.join(cells) for cells in lines)

    items = table(begin + text.encode()).items

    assert items == (Item("E-1", "Disk full"), Item("E-2", "Größe"))


def test_a_line_that_names_the_delimiter_is_taken_at_its_word() -> None:
    items = table("sep=;\r\ncode;message, long\r\nE-1;a, b\r\n").items

    assert items == (Item("E-1", details={"message, long": "a, b"}),)


def test_quotes_hold_delimiters_quotes_and_lines() -> None:
    text = 'code,description\n"E-1","one, ""two""\nthree"\nE-2,x\n'

    items = table(text).items

    assert items[0].description == 'one, "two"\nthree'
    assert items[1].key == "E-2"


def test_what_is_known_of_an_input_becomes_details_and_other_columns_are_kept() -> None:
    text = (
        "Max;Name;Min;Unit;Required;Options;Data type;Default;Owner\n"
        "90;timeout;1;s;Yes;;integer;30;Ana\n"
        ";mode;;;no;fast|safe;string;;\n"
    )

    timeout, mode = table(text, "inputs").items

    assert timeout.key == "timeout"
    assert timeout.details == {
        "type": "integer", "unit": "s", "range": "1 to 90", "default": "30",
        "required": True, "owner": "Ana",
    }  # fmt: skip
    assert mode.details == {
        "type": "string", "required": False, "enum": ["fast", "safe"],
    }  # fmt: skip


def test_the_best_of_several_columns_is_the_key() -> None:
    items = table("name,code,meaning\nNoSpace,E-1,Disk is full\n").items

    assert items == (Item("E-1", "NoSpace", "Disk is full"),)


def test_every_fault_is_named_with_its_line_and_column() -> None:
    text = 'code,text\nE-1,a\n,lost\n"E-2\n",b\nE-1,again\nE-3,c,d\n'

    assert faults(text) == [
        "3: code: is empty",
        "6: code: “E-1” stands in line 2 already",
        "7: has 3 cells under 2 headings",
    ]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("", "holds no line"),
        ("\n\n", "holds no line"),
        ("severity,text\nhigh,x\n", "1: no column is called key, code"),
        ("code,Code\nE-1,x\n", "1: Code: stands over two columns"),
        ('code,text\nE-1,"never ends\n\nx\n', "2: begins a quotation that never ends"),
        ('code,text\nE-1,"a" b\n', "2: has text behind a closing quotation mark"),
        (b"code\nE-1\nE-\xff\n", "3: is not UTF-8 (byte 0xff)"),
        ("code\nE-1\nE\0\n", "3: holds a NUL character"),
        ("code\nE-1".encode("utf-16"), "1: is not UTF-8"),
        ("code\n" + "x" * 401, "2: code: has more than 400 characters"),
        ("code,text\nE-1," + "x" * 200_000, "2: has a cell of more than"),
        (",".join(f"c{n}" for n in range(61)), "1: has more than 60 columns"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_words(data: str | bytes, fault: str) -> None:
    assert faults(data)[0].startswith(fault)


def test_a_list_that_is_too_long_is_refused_at_the_line() -> None:
    text = "code\n" + "".join(f"E-{n}\n" for n in range(MOST_ITEMS + 1))

    (fault,) = faults(text)

    assert fault.startswith("5002: holds more than 5,000 entries")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("knowledge.inventories.reading.MOST_BYTES", 10)

    assert faults("code\nE-1234\n") == ["1: is larger than 10 bytes"]


def test_names_that_look_like_paths_or_formulas_are_only_text() -> None:
    keys = ["../../etc/passwd", "=cmd|' /C calc'!A0", "<script>alert(1)</script>"]
    text = "code\n" + "\n".join(f'"{key}"' for key in keys)

    assert [each.key for each in table(text).items] == keys
