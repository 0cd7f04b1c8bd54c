# SPDX-License-Identifier: Apache-2.0
"""Zipped Shapefiles are read in the encodings and systems that offices use; any other file is told why not."""

import io
import json
import random
import zipfile
from contextlib import suppress

import pyproj
import pytest
import shapefile

from sidan.base.errors import Refused
from sidan.places.geojson import read_features
from sidan.places.shapefiles import read_shapefile
from tests.places.map_files import collection, zipped

RING = [(116.0, 28.0), (116.0, 28.01), (116.01, 28.01), (116.01, 28.0), (116.0, 28.0)]
ROWS = [({"网格编码": "369901001001001", "名称": "第一网格"}, RING)]


def projected(code: int) -> tuple[list[tuple[float, float]], str]:
    """Return the ring in metres of a system, and how a .prj names that."""
    system = pyproj.CRS.from_epsg(code)
    way = pyproj.Transformer.from_crs(system.geodetic_crs, system, always_xy=True)
    return [way.transform(*point) for point in RING], system.to_wkt("WKT1_ESRI")


@pytest.mark.parametrize(
    ("encoding", "named"), [("gb18030", ""), ("gb18030", "GBK"), ("utf-8", "UTF-8"), ("utf-8", "")]
)
def test_texts_are_read_whatever_the_office_wrote(encoding: str, named: str):
    """With the name of the encoding beside it, or without; a wrong one is found out."""
    table = read_shapefile(zipped(ROWS, encoding=encoding, encoding_named=named), known=["网格编码", "名称"])

    assert table.header == ("网格编码", "名称", "geometry")
    assert table.rows[0].cells[:2] == ("369901001001001", "第一网格")
    assert json.loads(table.rows[0].cells[2])["coordinates"][0] == [list(point) for point in RING]


def test_a_wrongly_named_encoding_is_found_out():
    """A table in GBK beside a file that says UTF-8 is read as it is."""
    table = read_shapefile(zipped(ROWS, encoding="gb18030", encoding_named="UTF-8"))

    assert table.rows[0].cells[1] == "第一网格"


@pytest.mark.parametrize("code", [4547, 4549, 4508, 32650, 4490])
def test_metres_of_surveys_become_degrees(code: int):
    """CGCS2000 zones of three and six degrees, UTM, and degrees that stay as they are."""
    ring, projection = projected(code)

    table = read_shapefile(zipped([(ROWS[0][0], ring)], projection=projection))

    points = json.loads(table.rows[0].cells[2])["coordinates"][0]
    assert [(round(lon, 7), round(lat, 7)) for lon, lat in points] == RING


def test_a_map_program_may_name_the_system_in_geojson():
    """The member crs, which old programs write, is understood too."""
    ring, _ = projected(4547)
    file = json.loads(collection(({"code": "1"}, {"type": "Polygon", "coordinates": [ring]})))
    file["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}

    table = read_features(json.dumps(file).encode())

    lon, lat = json.loads(table.rows[0].cells[1])["coordinates"][0][2]
    assert (lon, lat) == pytest.approx((116.01, 28.01))


def test_a_name_cut_to_ten_bytes_is_made_whole():
    """The field supervisio can only be the supervision phone."""
    rows = [({"supervisio": "0794-1", "编码": "3699"}, RING)]

    table = read_shapefile(zipped(rows, encoding="utf-8"), known=["supervision_phone", "编码", "name"])

    assert table.header[0] == "supervision_phone"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{}", "The file is not a .zip archive with a Shapefile."),
        (b"PK\x05\x06" + b"\0" * 18, "The archive must hold exactly one Shapefile; it holds 0."),
        (zipped(ROWS, projection="PROJCS[nonsense"), "The file names a system of coordinates that is not known."),
        (
            zipped([(ROWS[0][0], projected(2435)[0])], projection=projected(2435)[1]),
            "The coordinates are in Beijing 1954 / 3-degree Gauss-Kruger CM 114E, which cannot be turned into degrees",
        ),
        (zipped([(ROWS[0][0], projected(4547)[0])]), "The archive lacks the .prj that says in which system"),
        (zipped(ROWS, kind=shapefile.POINT), "The Shapefile must hold polygons."),
    ],
)
def test_another_file_is_told_why_not(data: bytes, sentence: str):
    """Each in a sentence for the clerk."""
    with pytest.raises(Refused) as refused:
        read_shapefile(data)

    assert str(refused.value).startswith(sentence)


@pytest.mark.filterwarnings("ignore")
def test_a_damaged_file_never_crashes():
    """Bytes changed or cut anywhere inside lead to a table or to a sentence."""
    chance = random.Random(7)
    with zipfile.ZipFile(io.BytesIO(zipped(ROWS * 3))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(150):
        broken = io.BytesIO()
        with zipfile.ZipFile(broken, "w") as archive:
            for name, part in parts.items():
                bytes_ = bytearray(part)
                for _ in range(chance.randrange(3)):
                    bytes_[chance.randrange(len(bytes_))] = chance.randrange(256)
                archive.writestr(name, bytes(bytes_[: chance.choice([len(bytes_), chance.randrange(len(bytes_))])]))

        with suppress(Refused):
            assert read_shapefile(broken.getvalue()).rows
