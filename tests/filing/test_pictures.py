"""The pictures of a report in what is published, and from whom those of a draft are kept."""

import io
import json

import docx
import pytest
from lxml import html
from PIL import Image
from pypdfium2 import PdfDocument
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from gongkai.agencies.models import Role
from gongkai.filing.actions.correction import open_correction
from gongkai.filing.actions.drafting import open_report
from gongkai.filing.actions.pictures import add_picture, remove_picture
from gongkai.filing.models import Picture, Stage
from gongkai.filing.pictures import pictures_of
from gongkai.filing.reporting import report_of
from gongkai.portal import pages
from gongkai.report.reading import read_bytes
from gongkai.report.writing import write_bytes
from tests.filing.publishing import ON_THE_WAY, TODAY, carried, content_of, draft, picture, published, staff
from tests.people import county, person

pytestmark = pytest.mark.django_db
ADDRESS = "/reports/990101-kj/2023/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    pages._pages.clear()
    return settings.MEDIA_ROOT


@pytest.fixture
def tree():
    return county()


@pytest.fixture
def agency(tree):
    return tree["science"]


@pytest.fixture
def people(agency):
    return staff(agency)


@pytest.fixture
def version(agency, people):
    version = draft(agency, people.clerk)
    picture(version)
    return version


def photo(size=(60, 40), **more):
    out = io.BytesIO()
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0], size[1] // 2))
    image.save(out, "JPEG", **more)
    return out.getvalue()


def test_every_document_shows_it_with_its_text(version, people):
    version = published(version, people)
    word = docx.Document(io.BytesIO(content_of(version, "docx")))
    assert [s._inline.docPr.get("descr") for s in word.inline_shapes] == ["政策解读会现场"]
    pdf = PdfDocument(content_of(version, "pdf"))
    assert sum(o.type == FPDF_PAGEOBJ_IMAGE for page in pdf for o in page.get_objects()) == 1
    [image] = html.fromstring(content_of(version, "html")).findall(".//img")
    assert (image.get("alt"), image.get("src")[:22]) == ("政策解读会现场", "data:image/png;base64,")


def test_the_data_name_it_and_say_where_it_is(version, people):
    data = json.loads(content_of(published(version, people), "json"))
    told = {s["key"]: s["pictures"] for s in data["sections"] if "pictures" in s}
    assert told == {"sec_problems": [{"alt": "政策解读会现场", "caption": "解读会"}]}
    assert data["publication"]["pictures"] == [f"{ADDRESS}v1/p1"]


def test_three_pictures_are_numbered_through_the_report(version, people, client):
    picture(version, "第一张", "sec_overall")
    picture(version, "最后一张", "sec_other")
    version = published(version, people)
    page = html.fromstring(client.get(ADDRESS).content)
    shown = [(i.get("src"), i.get("alt")) for i in page.findall(".//article//img")]
    assert shown == [
        (f"{ADDRESS}v1/p1", "第一张"), (f"{ADDRESS}v1/p2", "政策解读会现场"), (f"{ADDRESS}v1/p3", "最后一张"),
    ]  # fmt: skip
    assert [client.get(source).status_code for source, _alt in shown] == [200, 200, 200]
    signature = page.xpath("//article//p[@class='signature']")[0]
    assert signature.getprevious().tag == "figure"


def test_a_report_with_a_picture_reads_back_as_one_without(version, people):
    for form in ("docx", "html"):
        plain, shown = (
            read_bytes(write_bytes(report, form), f"report.{form}")
            for report in (
                report_of(version, dated=TODAY),
                report_of(version, dated=TODAY, pictures=pictures_of(version)),
            )
        )
        assert len(plain.cells) > 100
        assert (shown.cells, shown.sections) == (plain.cells, plain.sections)


@pytest.mark.parametrize(("count", "queries"), [(1, 1), (3, 1)])
def test_pictures_are_found_in_one_query(version, django_assert_num_queries, count, queries):
    for number in range(count - 1):
        picture(version, f"图{number}")
    with django_assert_num_queries(queries):
        assert [len(found) for found in pictures_of(version).values()] == [count]


def test_a_large_picture_is_published_at_the_size_of_a_page(version, people):
    add_picture(
        version=version,
        key="sec_overall",
        file_name="大.jpg",
        content=photo((3000, 1500)),
        alt="大图",
        actor=people.clerk,
    )
    shown = pictures_of(version)["sec_overall"][0].content
    assert Image.open(io.BytesIO(shown)).size == (1600, 800)


def test_a_picture_taken_sideways_is_turned_and_tells_nothing_of_the_camera(version, people):
    noted = Image.Exif()
    noted[0x0112] = 6  # Held sideways.
    noted[0x010F] = "CAMERA-MAKER"
    content = photo(exif=noted)
    assert b"CAMERA-MAKER" in content
    add_picture(version=version, key="sec_overall", file_name="a.jpg", content=content, alt="图", actor=people.clerk)
    with Picture.objects.get(alt="图").image.file.open() as file:
        stored = file.read()
    image = Image.open(io.BytesIO(stored))
    assert image.size == (40, 60)
    assert image.getpixel((35, 30)) < (60, 60, 60)  # What was on top lies on the right.
    assert image.getpixel((5, 30)) > (190, 190, 190)
    assert b"CAMERA-MAKER" not in stored
    assert not image.getexif()


def test_a_correction_carries_the_picture_along(version, people):
    first = published(version, people)
    second = open_correction(report=first.report, actor=people.office, reason="更正")
    assert pictures_of(second) == pictures_of(first)
    assert len(pictures_of(second)["sec_problems"]) == 1


@pytest.mark.parametrize("stage", ON_THE_WAY)
def test_a_draft_s_picture_is_for_those_who_may_read_the_report(version, people, tree, client, stage):
    carried(version, people, stage)
    shown = Picture.objects.get()
    desk = f"/desk/990101-kj/reports/2023/pictures/{shown.pk}/"
    outside = [f"{ADDRESS}v1/p1", f"{ADDRESS}p1", f"/media/{shown.image.file.name}"]
    readers = [people.leader, person(Role.AUDITOR, tree["government"]), person(Role.SUPERVISOR, tree["government"])]
    for reader in readers:
        client.force_login(reader)
        assert client.get(desk)["Content-Type"] == "image/png"
    others = [person(Role.CLERK, tree["culture"]), person(Role.ADMINISTRATOR, tree["government"])]
    for other in others:
        client.force_login(other)
        assert [client.get(address).status_code for address in (desk, *outside)] == [404, 404, 404, 404]
    client.logout()
    assert [client.get(address).status_code for address in (desk, *outside)] == [302, 404, 404, 404]


def test_a_published_picture_is_for_everybody(version, people, client):
    published(version, people)
    assert version.report.versions.get().stage == Stage.PUBLISHED
    answer = client.get(f"{ADDRESS}v1/p1")
    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.content)).size == (640, 480)
    policy = client.get(f"{ADDRESS}v1/report.html").headers["Content-Security-Policy"]
    assert "img-src data:" in policy


def test_who_puts_a_picture_in_or_takes_one_out_has_drafted_and_the_version_has_changed(tree):
    clerk, head = person(Role.CLERK, tree["science"]), person(Role.SECTION_HEAD, tree["science"])
    version = open_report(agency=tree["science"], year=2021, actor=clerk)
    key = version.sections.first().key
    put = add_picture(version=version, key=key, file_name="a.png", content=photo(), alt="柱状图", actor=head)
    version.refresh_from_db()
    assert (version.revision, head in version.drafters.all()) == (1, True)
    remove_picture(picture=put, actor=clerk)
    version.refresh_from_db()
    assert (version.revision, clerk in version.drafters.all()) == (2, True)
