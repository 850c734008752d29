"""What is drawn here: codes that scanners read, icons, colours that can be read."""

import struct
import zlib

import pytest

from regulars.engine.programme.brand import DARK_GROUND, Brand, check_brand, contrast, legible_on_dark
from regulars.surfaces.portal.icons import icon_png, icon_svg
from regulars.surfaces.portal.looks import dark_colour, logo_of
from regulars.surfaces.portal.templatetags.portal import grouped
from regulars.surfaces.web.marks import code128_of, qr_of


def bits(path: str, width: int) -> str:
    """The row that a path draws, dark fields as 1."""
    row = ["0"] * width
    for part in path.removeprefix("M").split("M"):
        start, rest = part.split(" ", 1)
        length = int(rest.split("h")[1].split("v")[0])
        row[int(start) : int(start) + length] = "1" * length
    return "".join(row)


def test_a_code_128_has_its_parts() -> None:
    shape = code128_of("8451000000000770")
    row = bits(shape.path, shape.width)
    assert row.startswith("0" * 10 + "11010011100")  # silence, then start C
    assert row.endswith("1100011101011" + "0" * 10)  # stop, then silence
    assert (shape.height, len(row)) == (1, 20 + 11 * 10 + 13)
    assert code128_of("卡") is None


def test_a_qr_code_is_square_and_silent_around() -> None:
    shape = qr_of("8451000000000770")
    assert shape.width == shape.height
    assert shape.path.startswith("M2 2h7")
    assert qr_of("8451000000000770") is shape


def test_the_icon_is_a_picture_of_its_size() -> None:
    data = icon_png(192, "#0b6b57")
    assert struct.unpack(">II", data[16:24]) == (192, 192)
    at = data.index(b"IDAT")
    rows = zlib.decompress(data[at + 4 : at + 4 + struct.unpack(">I", data[at - 4 : at])[0]])
    assert rows[1:4] == bytes([0x0B, 0x6B, 0x57])
    assert b"\xff\xff\xff" in rows
    assert 'fill="#0b6b57"' in icon_svg("#0b6b57")


def test_colours_that_cannot_be_read_are_found() -> None:
    findings = list(check_brand(Brand(colour="#ffd400", dark_colour="#333333")))
    assert [one.path for one in findings] == ["brand.colour", "brand.dark_colour"]
    assert "contrast of 1.4 to 1" in findings[0].what
    assert list(check_brand(Brand())) == []


@pytest.mark.parametrize("colour", ["#0b6b57", "#000000", "#8a0000", "#ffffff", "#123456"])
def test_links_can_be_read_on_dark_ground(colour) -> None:
    assert contrast(legible_on_dark(colour), DARK_GROUND) >= 4.5
    assert dark_colour(Brand(colour=colour, dark_colour="#abcdef")) == "#abcdef"


def test_a_logo_is_a_picture_in_the_document() -> None:
    assert logo_of(Brand()) is None
    assert logo_of(Brand(logo="data:image/svg+xml;base64,PHN2Zy8+")) == ("image/svg+xml", b"<svg/>")


def test_numbers_of_cards_stand_in_groups() -> None:
    assert grouped("8451000000000770") == "8451 0000 0000 0770"
    assert [grouped(text) for text in ("880001", "#17", "AB12CD34EF")] == ["880001", "#17", "AB12CD34EF"]
