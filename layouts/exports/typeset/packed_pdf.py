"""The objects of a PDF as Typst writes it, and the same objects in less space.

A library takes a second for the 21,000 small objects of a large pack: it makes an object in Python
or C++ of each. Here they stay the bytes they are.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_ENTRY = 20  # bytes of a line in a table of objects
_STREAM_END = b"\nendstream"
_MOST_TOGETHER = 200
"""How many objects are packed together: a reader unpacks them all to see one."""


@dataclass(frozen=True, slots=True)
class PdfObjects:
    """What is before the first object, the objects by number, from 1, and what the end names."""

    start: bytes
    objects: dict[int, bytes]
    names: bytes

    @classmethod
    def read(cls, pdf: bytes) -> PdfObjects:
        """Return the objects of a PDF with one table of objects, which it uses all."""
        table = int(pdf[pdf.rindex(b"startxref\n") :].split()[1])
        end = pdf.index(b"trailer\n<<", table)
        lines = pdf.index(b"\n", table + len(b"xref\n")) + 1
        starts = [int(pdf[at : at + 10]) for at in range(lines + _ENTRY, end, _ENTRY)]
        ends = dict(zip(sorted(starts), [*sorted(starts)[1:], table], strict=True))
        objects = {
            number: _cut(number, pdf[start : ends[start]]) for number, start in enumerate(starts, 1)
        }
        names = pdf[end + len(b"trailer\n<<") : pdf.rindex(b">>\nstartxref")]
        return cls(pdf[: min(starts)], objects, re.sub(rb"^/Size \d+", b"", names))

    def pack(self) -> bytes:
        """Return a PDF of the objects, with all but streams compressed together."""
        packed = _Packed(self.start)
        small = []
        for number, body in self.objects.items():
            if body.endswith(_STREAM_END):
                packed.add(number, body)
            else:
                small.append(number)
        free = max(self.objects) + 1
        for at in range(0, len(small), _MOST_TOGETHER):
            some = small[at : at + _MOST_TOGETHER]
            packed.add_together(free, {number: self.objects[number] for number in some})
            free += 1
        return packed.finish(free, self.names)


def _cut(number: int, found: bytes) -> bytes:
    """Return an object without its number and its end. ValueError if it has others."""
    start, end = b"%d 0 obj\n" % number, b"\nendobj\n"
    if not (found.startswith(start) and found.rstrip().endswith(end.strip())):
        raise ValueError(f"object {number} of the PDF is not where its table says")
    return found[len(start) : found.rindex(end)]


class _Packed:
    """A PDF that is being written, and where each of its objects is."""

    def __init__(self, start: bytes) -> None:
        self._written = bytearray(start)
        self._places = {0: (0, 0, 65535)}

    def add(self, number: int, body: bytes) -> None:
        self._places[number] = (1, len(self._written), 0)
        self._written += b"%d 0 obj\n%b\nendobj\n" % (number, body)

    def add_together(self, number: int, bodies: dict[int, bytes]) -> None:
        """Add objects in a stream with a number of its own."""
        at, index = 0, []
        for place, (each, body) in enumerate(bodies.items()):
            self._places[each] = (2, number, place)
            index.append(b"%d %d " % (each, at))
            at += len(body) + 1
        head = b"".join(index)
        about = b"/Type/ObjStm/N %d/First %d" % (len(bodies), len(head))
        self.add(number, _write_stream(about, head + b"\n".join(bodies.values())))

    def finish(self, number: int, names: bytes) -> bytes:
        """Return the PDF, with its table of objects as the last object."""
        start = len(self._written)
        self._places[number] = (1, start, 0)
        lines = (
            kind.to_bytes(1) + where.to_bytes(4) + place.to_bytes(2)
            for _, (kind, where, place) in sorted(self._places.items())
        )
        about = b"/Type/XRef/Size %d/W[1 4 2]%b" % (number + 1, names)
        self.add(number, _write_stream(about, b"".join(lines)))
        return bytes(self._written) + b"startxref\n%d\n%%%%EOF\n" % start


def _write_stream(about: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    about += b"/Filter/FlateDecode/Length %d" % len(packed)
    return b"<<%b>>\nstream\n%b%b" % (about, packed, _STREAM_END)
