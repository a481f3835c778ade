"""A packed PDF has the objects that it was made of, in less space, and readers find them all."""

import re
from io import BytesIO

import pikepdf
import pytest

from layouts.exports.typeset.packed_pdf import PdfObjects
from layouts.exports.typeset.pdf_compiler import compile_pdf
from tests.support.pdf_text import read_pdf_text

SOURCE = '#set document(title: "A title")\n' + "\n".join(f"= Line {n}" for n in range(400))


@pytest.fixture(scope="module")
def typeset():
    return compile_pdf(SOURCE)


def test_a_packed_pdf_has_the_same_objects_in_less_space(typeset):
    packed = PdfObjects.read(typeset).pack()
    assert len(packed) < len(typeset) / 2
    with pikepdf.open(BytesIO(typeset)) as before, pikepdf.open(BytesIO(packed)) as after:
        assert after.check_pdf_syntax() == []
        count = len(before.objects)
        assert [repr(each) for each in list(after.objects)[:count]] == [
            repr(each) for each in before.objects
        ]
        assert after.trailer.ID == before.trailer.ID
        assert after.docinfo.Title == "A title"


@pytest.mark.documents
def test_other_programs_read_it_too(typeset, tmp_path):
    said = read_pdf_text(PdfObjects.read(typeset).pack(), tmp_path)
    assert re.findall(r"Line \d+", said) == [f"Line {n}" for n in range(400)]


def test_an_object_that_is_not_where_the_table_says_is_a_defect(typeset):
    with pytest.raises(ValueError, match="object 1 of the PDF is not where its table says"):
        PdfObjects.read(typeset.replace(b"\n1 0 obj\n", b"\n7 0 obj\n", 1))
