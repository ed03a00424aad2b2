"""Invents CSV files and compares what our reader makes of them with what Python's csv module does. Speaks TAP.

usage: compare.py ROWS [FILES [SEED]]

ROWS is the program of rows.c, FILES how many files (300), SEED where to begin (1): the same files in every run.
What our writer makes of the rows is given to Python as well.

Both must agree on every field of every row, on the line where each row begins, and on whether and in which row the file is
refused. We differ on purpose, and only so:

  empty lines     are no rows; Python gives a row without fields.
  apostrophes     one before what a spreadsheet would run was put there by a writer such as ours, and goes.
  a NUL           is refused; Python from 3.11 on lets it pass.
  bad UTF-8       is refused at its row, the rows before it are given; Python refuses the piece of the file it lies in.
  separator       found in the first line that is not empty; Python is told. The files are such that it can be found.
  many fields     more than 64 are refused.
"""
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile

BATCH = 500
SEPARATORS = ",;\t"
LINE_ENDS = ["\n", "\r\n", "\r"]
WORDS = ["lamp", "brass", "", "", "12", "1,50", "a;b", "a\tb", 'say "no"', '"', '""', "和紙", "größe", "é\u0301", "😀", " ", " x ",
         "\n", "\r\n", "\r", "\r\r\n", "two\nlines", "\u2028", "\x85", "\x0b\x0c", "\ufeff", "=1+1", "'=1", "''=1", "'tis", "+49",
         "-", "@x", "'\t", "\\", '\\"', "#", "NULL", "\u200b\u202e", "x" * 300]
FAULTS = [b'"open', b'"a"b', b'a\0b', b'\xff', b'\xc3', b'"\xed\xa0\x80"', b'"a" ,b', b'"""']


def is_dangerous(text):
    bare = text.lstrip("'")
    return bare != "" and bare[0] in "=+-@\t\r"


def text_of(rng):
    return "".join(rng.choice(WORDS) for _ in range(rng.choice([1, 1, 1, 2, 3])))


def field_of(rng, separator, habit, first_row):
    text = text_of(rng)
    needed = separator in text or "\n" in text or "\r" in text or text.startswith('"')
    if first_row:
        needed = needed or any(sign in text for sign in SEPARATORS + '"') or text.startswith("\ufeff")
    if needed or habit == "always" or (habit == "sometimes" and rng.random() < 0.4):
        return '"' + text.replace('"', '""') + '"'
    return text


def row_of(rng, separator, habit, columns, first_row):
    if not first_row and rng.random() < 0.15:
        columns = rng.choice([1, 2, columns + 1, columns + 3, 63, 64, 65, 70])
    return separator.join(field_of(rng, separator, habit, first_row) for _ in range(columns))


def file_of(seed):
    """The bytes of one file, and its separator."""
    rng = random.Random(seed)
    separator, habit = rng.choice(SEPARATORS), rng.choice(["needed", "always", "sometimes"])
    ends = [rng.choice(LINE_ENDS)] if rng.random() < 0.8 else LINE_ENDS
    columns, rows = rng.randint(2, 9), []
    for number in range(rng.randint(1, 12)):
        row = row_of(rng, separator, habit, columns, number == 0).encode()
        if number and rng.random() < 0.03:
            row = row + separator.encode() + rng.choice(FAULTS)
        while rng.random() < 0.08:
            rows.append(rng.choice(ends).encode())
        rows.append(row + rng.choice(ends).encode())
    if rng.random() < 0.3:
        rows[-1] = rows[-1].rstrip(b"\r\n")
    return (b"\xef\xbb\xbf" if rng.random() < 0.2 else b"") + b"".join(rows), separator


def python_rows(text, separator):
    """(line, fields) of each row that is not empty, and the line of the row that is refused, or None."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = []
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return rows, None
        except csv.Error:
            return rows, line
        if not fields:
            continue
        if len(fields) > 64 or any("\0" in field or "\ufffd" in field for field in fields):
            return rows, line
        rows.append((line, [field[1:] if field[:1] == "'" and is_dangerous(field) else field for field in fields]))


def differences(data, separator, told):
    text = data.decode("utf-8-sig", errors="replace")
    rows, refused = python_rows(text, separator)
    ours = [(row["line"], row["fields"]) for row in told["rows"]]
    if ours != rows:
        yield f"rows: {ours!r}, and by Python {rows!r}"
    if (told["error"] is None) != (refused is None):
        yield f"refused: {told['error']!r}, and by Python in line {refused}"
    elif refused is not None and f":{refused}: " not in told["error"]:
        yield f"refused: {told['error']!r}, and by Python in line {refused}"
    written = list(csv.reader(io.StringIO(told["written"], newline=""), strict=True))
    meant = [["'" + field if is_dangerous(field) else field for field in fields] for _, fields in ours]
    if written != meant:
        yield f"written: {written!r}, meant {meant!r}"


def compare(program, folder, seeds):
    """The number of files that were refused, and what is told of those that differ."""
    files = [file_of(seed) for seed in seeds]
    paths = [os.path.join(folder, f"{number}.csv") for number in range(len(files))]
    for path, (data, _) in zip(paths, files):
        with open(path, "wb") as file:
            file.write(data)
    run = subprocess.run([program], input="\n".join(paths) + "\n", stdout=subprocess.PIPE, text=True, check=True)
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(told) == len(files), "the program did not tell of every file"
    found = [f"file {seed}, {data!r}: {what}" for seed, (data, separator), ours in zip(seeds, files, told)
             for what in differences(data, separator, ours)]
    return sum(ours["error"] is not None for ours in told), found


def main():
    program, count, first = sys.argv[1], int((sys.argv[2:] + ["300"])[0]), int((sys.argv[3:] + ["1"])[0])
    csv.field_size_limit(1 << 20)
    refused, found = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for start in range(first, first + count, BATCH):
            some, more = compare(program, folder, range(start, min(start + BATCH, first + count)))
            refused, found = refused + some, found + more
    print("1..2")
    for what in found[:20]:
        print("#", what)
    print("not ok" if found else "ok", f"1 - {count} files are read as Python reads them, {len(found)} are not")
    print("ok" if count < 100 or count / 20 < refused < count / 2 else "not ok", f"2 - {refused} of them are refused by both")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
