"""Files of records: CSV, JSON and JSON lines come out the same."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights.importing import ImportingError
from bot.local.insights.records import Record, cells_of, read_records

COLUMNS = ("key", "at", "on")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to write to."""
    return tmp_path / "records"


def read(path: Path) -> list[Record]:
    """Read a file of which the key is required."""
    return list(read_records(path, columns=COLUMNS, required=("key",)))


@pytest.mark.parametrize(
    "content",
    [
        "Key,who, ON \na,x,true\n\nb,y,\n",
        '[\n{"key": "a", "who": {}, "on": true},\n{"key": "b", "on": null}]'.replace("{}", '"x"'),
        'who;"Key";on\nx;a;true\n;b;\n',
        "who\tkey\ton\nx\ta\ttrue\n\tb\t\n",
        "key,who,on\na,x,true,,\nb,y,\n",
        '{"key": "a", "on": true}\n\n{"key": " b "}\n',
        '\ufeff{"key": "a", "on": true} {"key": "b"}',
        '{\n  "key": "a",\n  "on": true\n}\n{"KEY": "b"}',
    ],
)
def test_all_forms_are_read_alike(file: Path, content: str) -> None:
    """Told apart by how they begin, whatever the file is called; other columns are ignored."""
    file.write_text(content, encoding="utf-8")
    found = [{name: text for name, text in one.cells.items() if text} for one in read(file)]
    assert found == [{"key": "a", "on": "true"}, {"key": "b"}]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ('key,at\n"a\na",1\nb,2\n', [2, 4]),
        ('[\n\n{"key": "a",\n"at": 1}\n,{"key": "b"}]', [3, 5]),
        ('{"key": "a"}\n\n{"key": "b"}', [1, 3]),
    ],
)
def test_a_record_knows_the_line_it_starts_on(file: Path, content: str, lines: list[int]) -> None:
    """For whoever has to mend it."""
    file.write_text(content)
    assert [one.line for one in read(file)] == lines


def test_records_of_one_line_are_told_apart(file: Path) -> None:
    """By their number, in an array; elsewhere the line is enough."""
    file.write_text('[{"key": "a"}, {"key": "b"},\n{"key": "c"}]')
    assert [one.where for one in read(file)] == [
        "line 1, record 1",
        "line 1, record 2",
        "line 2, record 3",
    ]
    file.write_text('{"key": "a"}\n{"key": "b"}')
    assert [one.where for one in read(file)] == ["line 1", "line 2"]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (b'{"key": "a"}\n{"key": \n{"key": "b"}', [None, "is no JSON", None]),
        (b'[{"key": "a"},\nx,\n{"key": "b"}]', [None, "is no JSON", None]),
        (b'[{"key": NaN}]', ["is no JSON"]),
        (b'[7, "x", null]', ["must be an object"] * 3),
        (b'{"key": {"a": 1}}', ["has more than text, a number"]),
        (b'{"key": "\xff"}', ["is not UTF-8"]),
        (b'{"key": "\\ud800"}', ["is not UTF-8"]),
        (b'{"key": ' + b"[" * 100_000, ["is no JSON"]),
        (b"key,at\na\nb,\xff\nc,1\n", ["has 1 of 2 columns", "is not UTF-8", None]),
        (b"key,who\na,\xff\n", [None]),
        (b"who,key,more\nx\n", ["has 1 of 3 columns"]),
        (b"key,at\na,1,2\n", ["has 3 cells for 2 columns; lists belong in quotes"]),
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_is_read(
    file: Path, content: bytes, problems: list[str | None]
) -> None:
    """A record that is broken does not take others with it; what is ignored may be."""
    file.write_bytes(content)
    found = [one.problem for one in read(file)]
    assert len(found) == len(problems)
    for said, expected in zip(found, problems, strict=True):
        assert (said or "").startswith(expected or "")
        assert (said is None) == (expected is None)


def test_lists_and_numbers_become_text() -> None:
    """As they would be written in a CSV file."""
    document = {"Key": " a ", "at": 1, "share": 1.5, "on": False, "apps": ["web", "api"], "x": None}
    assert cells_of(document) == {
        "key": "a",
        "at": "1",
        "share": "1.5",
        "on": "false",
        "apps": "web,api",
        "x": "",
    }


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.NDJSON"])
def test_what_is_called_json_must_be(tmp_path: Path, name: str) -> None:
    """One sentence, instead of missing columns."""
    (tmp_path / name).write_text("key,at\n")
    with pytest.raises(ImportingError, match="is no JSON: it must begin with"):
        read(tmp_path / name)


def test_a_missing_column_is_said(file: Path) -> None:
    """With those there must be."""
    file.write_text("at\n1\n")
    with pytest.raises(ImportingError, match=r"has no column key\. .* name the columns: key"):
        read(file)


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("number,createdAt", "Is createdAt meant to be created_at?"),
        ("number, Created at", "Is Created at meant to be created_at?"),
        ("number;creatd_at", "Is creatd_at meant to be created_at?"),
        ("number,author", ""),
    ],
)
def test_a_column_of_nearly_the_name_is_named(file: Path, header: str, meant: str) -> None:
    """Other programs write the same in their own way."""
    file.write_text(f"{header}\n1,2\n")
    with pytest.raises(ImportingError) as error:
        list(
            read_records(file, columns=("number", "created_at"), required=("number", "created_at"))
        )
    assert ("meant to be" in str(error.value)) == bool(meant)
    assert meant in str(error.value)


@pytest.mark.parametrize("content", ['{"key": "a"}\n' * 3_000, "key\n" + "a\n" * 3_000])
def test_progress_grows_and_ends(file: Path, content: str) -> None:
    """Whoever watches sees how far it is."""
    file.write_text(content)
    told: list[tuple[int, int]] = []
    for _ in read_records(
        file, columns=COLUMNS, required=(), progress=lambda *pair: told.append(pair)
    ):
        pass
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1][0] == told[-1][1]


@settings(deadline=None)  # a busy machine is no failure
@given(
    records=st.lists(
        st.fixed_dictionaries(
            {"key": st.text(alphabet="abc,\"'[]{}:\\ ü", min_size=1).map(str.strip)},
            optional={"at": st.integers(0, 10**13)},
        )
    ),
    indent=st.sampled_from([None, 2]),
)
def test_json_of_any_layout_is_read_whole(
    records: list[dict[str, str | int]],
    indent: int | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """An array and lines, pretty or not, give the same cells."""
    file = tmp_path_factory.getbasetemp() / "layout"
    expected = [{name: str(value) for name, value in one.items()} for one in records]
    lines = "\n".join(json.dumps(one, indent=indent) for one in records)
    for text in (json.dumps(records, indent=indent, ensure_ascii=False), lines or "[]"):
        file.write_text(text, encoding="utf-8")
        assert [one.cells for one in read(file)] == expected


@settings(deadline=None)  # a busy machine is no failure
@given(begins=st.sampled_from([b"", b"[", b"{", b"key\n", b'[{"key":1},']), content=st.binary())
def test_no_bytes_are_a_crash(
    begins: bytes, content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever a file holds is records, bad records, or one sentence."""
    file = tmp_path_factory.getbasetemp() / "wild"
    file.write_bytes(begins + content)
    try:
        read(file)
    except ImportingError as error:
        assert str(error)  # noqa: PT017 (either way is fine)


def test_a_header_that_never_ends_is_missing_its_columns(file: Path) -> None:
    """Whatever csv makes of it, it is a sentence."""
    file.write_text("x" * 200_000)
    with pytest.raises(ImportingError, match="has no column key"):
        read(file)
