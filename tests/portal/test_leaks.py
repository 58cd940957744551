"""Nothing that is not published shows anywhere: every public output × every stage of a version.

A version carries words and a figure that stand nowhere else. First it is shown that, once published, every output
tells them; then that no output does at any other stage, neither for a first version nor for a correction.
"""

import io
import zipfile

import pytest
from pypdfium2 import PdfDocument

from gongkai.filing.actions.correction import open_correction
from gongkai.filing.actions.withdrawal import withdraw_correction
from gongkai.filing.models import Stage, Version
from gongkai.portal import pages
from tests.filing.publishing import ON_THE_WAY, YEAR, add_rule, carried, draft, picture, published, staff
from tests.people import county

pytestmark = pytest.mark.django_db
SECRET = "尚未公布的话"
TITLE = "尚未公布的标题"
FILES = ("docx", "pdf", "html", "xlsx", "json", "csv")
PAGES = ("/", "/?q=科学", f"/?year={YEAR}", "/data/", "/data/reports.json", "/data/reports.csv", "/sitemap.xml")
OF_REPORT = ("", *(f"report.{form}" for form in FILES), "p1")


def addresses(number):
    place = f"/reports/990101-kj/{YEAR}/"
    fixed = [f"{place}v{number}/{name}" for name in OF_REPORT]
    return [*PAGES, "/reports/990101-kj/", *(f"{place}{name}" for name in OF_REPORT), *fixed]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    pages._pages.clear()


@pytest.fixture
def agency():
    return county()["science"]


@pytest.fixture
def people(agency):
    return staff(agency)


def secret_draft(agency, people):
    version = draft(agency, people.clerk, remark=SECRET)
    return told(version)


def told(version):
    """The version with a title, words and a picture of its own."""
    version.title = TITLE
    version.save()
    picture(version, alt=SECRET)
    return version


def words_of(response):
    """Everything that an answer says: its headers, its text, whatever its format."""
    content = response.content
    if content.startswith(b"%PDF"):
        said = "".join(page.get_textpage().get_text_range() for page in PdfDocument(content))
    elif content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        said = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    else:
        said = content.decode("utf-8", "replace")
    return f"{response.headers}{said}"


TELLS = {"/reports/990101-kj/", *(f"/reports/990101-kj/{YEAR}/{name}" for name in ("", "report.html", "report.json"))}


def test_there_is_something_to_leak(client, agency, people):
    published(secret_draft(agency, people), people)
    saying = [a for a in addresses(1) if SECRET in words_of(client.get(a)) or TITLE in words_of(client.get(a))]
    assert set(saying) >= TELLS
    for form in ("docx", "pdf", "html", "xlsx", "json"):
        assert SECRET in words_of(client.get(f"/reports/990101-kj/{YEAR}/v1/report.{form}")).replace("\r\n", "")
    assert {"/", "/data/reports.json", "/data/reports.csv"} <= set(saying)
    assert all(client.get(address).status_code == 200 for address in addresses(1))
    assert "990101-kj" in words_of(client.get("/sitemap.xml"))


@pytest.mark.parametrize("stage", ON_THE_WAY)
def test_a_first_version_shows_nowhere(client, agency, people, stage):
    carried(secret_draft(agency, people), people, stage)
    for address in addresses(1):
        response = client.get(address)
        assert response.status_code == (200 if address in PAGES else 404), address
        said = words_of(response)
        assert SECRET not in said, address
        assert TITLE not in said, address
        assert "990101-kj" not in said, address
        assert str(YEAR) not in said or address == f"/?year={YEAR}", address


@pytest.mark.parametrize("stage", [*ON_THE_WAY, Stage.WITHDRAWN])
def test_a_correction_on_its_way_shows_nowhere(client, agency, people, stage):
    add_rule(agency)
    first = published(draft(agency, people.clerk), people)
    outside = {address: client.get(address) for address in addresses(2)}
    version = told(open_correction(report=first.report, actor=people.office, reason=SECRET))
    version.sections.filter(key="sec_problems").update(text=SECRET)
    if stage == Stage.WITHDRAWN:
        withdraw_correction(version=version, actor=people.office, reason=SECRET)
    else:
        carried(version, people, stage)
    assert Version.objects.get(number=2).stage == stage
    for address, before in outside.items():
        after = client.get(address)
        assert after.status_code == before.status_code, address
        assert SECRET not in words_of(after), address
        assert TITLE not in words_of(after), address
        assert after.status_code == 404 or after.content == before.content, address
        assert after.headers.get("ETag") == before.headers.get("ETag"), address


def test_a_file_in_the_store_that_no_version_names_is_not_served(client, agency, people):
    """What a stopped publication leaves behind."""
    from gongkai.filing.files import render_files
    from tests.filing.publishing import TODAY

    version = carried(secret_draft(agency, people), people, Stage.LEADER)
    left = render_files(version, TODAY, [], lambda *heard: None)
    for file in left:
        for place in (f"/{file.name}", f"/media/{file.name}", f"/reports/990101-kj/{YEAR}/v1/{file.name}"):
            assert client.get(place).status_code == 404
