"""An exported Parquet file, read with Apache Thrift's own protocol and by the format's document.

No Parquet library comes with Debian 12; this decodes what export uses of the format
(github.com/apache/parquet-format), apart from the program's code, and compares it with
the CSV of the same points.
"""
import csv
import io
import json
import pathlib
import struct
import subprocess
import sys
import unittest
import zlib

import numpy
from thrift.protocol.TCompactProtocol import TCompactProtocol
from thrift.Thrift import TType
from thrift.transport.TTransport import TMemoryBuffer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
from program import PROGRAM, SMOKE, ProgramTest  # noqa: E402

FLOAT, DOUBLE, BYTE_ARRAY = 4, 5, 6  # physical types
PLAIN, RLE_DICTIONARY, GZIP = 0, 8, 2


def read_value(protocol, kind):
    if kind == TType.STRUCT:
        return read_struct(protocol)
    if kind == TType.LIST:
        of, size = protocol.readListBegin()
        values = [read_value(protocol, of) for _ in range(size)]
        protocol.readListEnd()
        return values
    read = {TType.I32: protocol.readI32, TType.I64: protocol.readI64, TType.STRING: protocol.readBinary}[kind]
    return read()


def read_struct(protocol):
    """Fields by their number."""
    fields = {}
    protocol.readStructBegin()
    while True:
        _, kind, number = protocol.readFieldBegin()
        if kind == TType.STOP:
            break
        fields[number] = read_value(protocol, kind)
        protocol.readFieldEnd()
    protocol.readStructEnd()
    return fields


def parse(data):
    """A structure at the start of `data`, and how many bytes it took."""
    transport = TMemoryBuffer(data)
    return read_struct(TCompactProtocol(transport)), transport.cstringio_buf.tell()


def page(data, offset):
    header, length = parse(data[offset:])
    body = zlib.decompress(data[offset + length:offset + length + header[3]], 31)
    assert len(body) == header[2], "size before compression"
    return header, body


def plain(kind, body, count):
    if kind in (FLOAT, DOUBLE):
        return numpy.frombuffer(body, "<f4" if kind == FLOAT else "<f8", count).tolist()
    values, at = [], 0
    for _ in range(count):
        (length,) = struct.unpack_from("<I", body, at)
        values.append(body[at + 4:at + 4 + length].decode())
        at += 4 + length
    return values


def varint(body, at):
    value = shift = 0
    while True:
        byte = body[at]
        value |= (byte & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if byte < 0x80:
            return value, at


def places(body, count):
    """The hybrid of runs and bit-packed groups, after a byte that says how many bits a value takes."""
    width, at, values = body[0], 1, []
    while len(values) < count:
        head, at = varint(body, at)
        if head & 1:
            size = (head >> 1) * width
            bits = numpy.unpackbits(numpy.frombuffer(body, numpy.uint8, size, at), bitorder="little").reshape(-1, width)
            values += (bits @ (1 << numpy.arange(width))).tolist()
            at += size
        else:
            size = (width + 7) // 8
            values += [int.from_bytes(body[at:at + size], "little")] * (head >> 1)
            at += size
    return values[:count]


def read_parquet(data):
    """Columns by name, and the key-value metadata."""
    assert data[:4] == data[-4:] == b"PAR1"
    (length,) = struct.unpack("<I", data[-8:-4])
    footer, taken = parse(data[-8 - length:-8])
    assert taken == length, "the footer is one structure"
    schema = footer[2][1:]
    assert footer[2][0][5] == len(schema)
    columns = {element[4].decode(): [] for element in schema}
    for group in footer[4]:
        for element, chunk in zip(schema, group[1], strict=True):
            about = chunk[3]
            assert (about[1], about[3], about[4], about[5]) == (element[1], [element[4]], GZIP, group[3])
            header, body = page(data, about[9])
            assert header[5][1] == group[3]
            if header[5][2] == PLAIN:
                values = plain(about[1], body, group[3])
            else:
                assert header[5][2] == RLE_DICTIONARY
                listed, words = page(data, about[11])
                known = plain(about[1], words, listed[7][1])
                values = [known[place] for place in places(body, group[3])]
            columns[element[4].decode()] += values
    assert all(len(values) == footer[3] for values in columns.values())
    return columns, {pair[1].decode(): pair[2].decode() for pair in footer[5]}


class Parquet(ProgramTest):
    def export(self, *arguments):
        """The table as Parquet and as CSV: columns by name, and metadata."""
        done = subprocess.run([PROGRAM, "export", *arguments, "--parquet"], cwd=self.folder, capture_output=True, check=True)
        columns, metadata = read_parquet(done.stdout)
        rows = list(csv.reader(io.StringIO(self.succeed("export", *arguments, "--csv"))))
        return columns, metadata, dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))

    def check_same(self, columns, metadata, table):
        units = json.loads(metadata["units"])
        for name, values in columns.items():
            texts = table[f"{name} [{units[name]}]" if name in units else name]
            if isinstance(values[0], str):
                self.assertEqual(list(texts), values, name)
            else:
                numbers = numpy.array([float(text) if text else numpy.nan for text in texts], numpy.float32)
                numpy.testing.assert_array_equal(numbers, numpy.array(values, numpy.float32), name)

    def test_it_holds_what_the_csv_holds(self):
        self.succeed("run", SMOKE, "-o", "a.h5")
        columns, metadata, table = self.export("a.h5")
        self.assertEqual(len(table), len(columns))
        self.check_same(columns, metadata, table)
        self.assertIn("Llama 3 8B", metadata["question"])
        self.assertEqual("USD", json.loads(metadata["units"])["cost_usd"])

    def test_words_numbers_and_conditions(self):
        self.succeed("run", SMOKE, "-o", "a.h5")
        names = "vendor,chips,price_factor,recompute,cost_usd,region"
        columns, metadata, table = self.export("a.h5", "--columns", names, "--where", "vendor == aws")
        self.check_same(columns, metadata, table)
        self.assertEqual({"aws"}, set(columns["vendor"]))
        self.assertEqual(names.split(","), list(columns))

    def test_many_groups_of_rows(self):
        """More rows than a group holds, and places of more than one byte."""
        config = self.write("many.toml", """
[fixed]
model = "llama3-8b"
[grid]
offer = ["aws-p5-h100", "aws-trn2"]
chips = [64, 128]
price_factor = { from = 0.5, to = 2, count = 100000 }
[output]
columns = ["cost_usd"]
""")
        self.succeed("run", config)
        columns, metadata, table = self.export("many.h5")
        self.assertEqual(400_000, len(columns["cost_usd"]))
        self.check_same(columns, metadata, table)

    def test_no_point_is_a_table_without_rows(self):
        self.succeed("run", SMOKE, "-o", "a.h5")
        done = subprocess.run([PROGRAM, "export", "a.h5", "--parquet", "--where", "cost_usd < 0"], cwd=self.folder,
                              capture_output=True, check=True)
        columns, _ = read_parquet(done.stdout)
        self.assertTrue(columns)
        self.assertTrue(all(values == [] for values in columns.values()))
        self.assertIn(b"no point satisfies this", done.stderr)


if __name__ == "__main__":
    unittest.main()
