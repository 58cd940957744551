"""The public pages of published reports: what they show, what they cost, how they are cached."""

import csv
import datetime
import hashlib
import io
import json

import pytest
from lxml import etree, html

from gongkai.filing.actions.correction import open_correction
from gongkai.portal import pages
from gongkai.report.serialise import from_json
from tests.filing.publishing import TODAY, YEAR, add_rule, content_of, draft, picture, published, staff
from tests.people import county

pytestmark = pytest.mark.django_db
LATER = datetime.date(2024, 3, 1)
ADDRESS = "/reports/990101-kj/2023/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BASE_URL = "https://gongkai.example"
    pages._pages.clear()


@pytest.fixture
def places():
    return county()


@pytest.fixture
def agency(places):
    return places["science"]


@pytest.fixture
def people(agency):
    return staff(agency)


@pytest.fixture
def first(agency, people):
    add_rule(agency)
    version = draft(agency, people.clerk)
    picture(version)
    return published(version, people)


@pytest.fixture
def second(first, agency, people):
    version = open_correction(report=first.report, actor=people.office, reason="漏登一件规章")
    add_rule(agency, number="2")
    return published(version, people, LATER)


def text_of(response):
    body = html.fromstring(response.content.decode()).find("body")
    return " ".join(" ".join(body.itertext()).split())


def test_the_report_shows_prose_tables_and_pictures(client, first):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    page = html.fromstring(response.content)
    assert page.findtext(".//h1") == "示例县科学技术局"
    assert "2023年，本机关制发规章1件。" in text_of(response)
    assert [caption.text for caption in page.iterfind(".//div[@class='scroll official']//caption")] == [
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
    ]
    [image] = page.iterfind(".//article//img")
    assert (image.get("src"), image.get("alt")) == (f"{ADDRESS}v1/p1", "政策解读会现场")


def test_every_file_has_its_address_size_and_hash(client, first):
    page = html.fromstring(client.get(ADDRESS).content)
    rows = [
        (row.find(".//a").get("href"), row.find(".//code").text)
        for row in page.iterfind(".//table[@id='downloads']/tbody/tr")
    ]
    assert rows == [
        (f"{ADDRESS}v1/report.{form}", first.files.get(form=form).sha256)
        for form in ("docx", "pdf", "html", "xlsx", "json", "csv")
    ]
    for address, sha256 in rows:
        assert hashlib.sha256(client.get(address).content).hexdigest() == sha256


@pytest.mark.parametrize(
    ("form", "kind", "opens"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
        ("pdf", "application/pdf", "inline"),
        ("html", "text/html; charset=utf-8", "inline"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
        ("json", "application/json", "inline"),
        ("csv", "text/csv; charset=utf-8", "attachment"),
    ],
)
def test_a_file_says_what_it_is(client, first, form, kind, opens):
    response = client.get(f"{ADDRESS}v1/report.{form}")
    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"].startswith(f'{opens}; filename="report.{form}"')
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["ETag"] == f'"{first.files.get(form=form).sha256}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_is_served(client, first):
    response = client.get(f"{ADDRESS}v1/p1")
    assert response.headers["Content-Type"] == "image/png"
    assert response.content == content_of(first, "p1")


def test_the_web_page_as_a_file_may_run_nothing(client, first):
    policy = client.get(f"{ADDRESS}v1/report.html").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert policy.endswith("sandbox")


def test_the_address_without_a_version_gives_the_one_that_holds(client, second):
    response = client.get(f"{ADDRESS}report.json")
    assert response.headers["Content-Location"] == f"{ADDRESS}v2/report.json"
    assert "max-age=60" in response.headers["Cache-Control"]
    assert json.loads(response.content)["publication"]["version"] == 2
    assert from_json(json.loads(response.content)).value("rules_made") == 2


@pytest.mark.parametrize(
    "address",
    [
        "report.exe", "report.page", "page", "p2", "px", "docx", "v1/report.page", "v1/page", "v2/", "v2/report.pdf",
        "v1/..%2f..%2fgongkai.sqlite3", "v1/report.json/",
    ],
)  # fmt: skip
def test_nothing_else_is_a_file(client, first, address):
    assert client.get(f"{ADDRESS}{address}").status_code == 404


def test_a_correction_says_what_changed_and_why(client, second):
    said = text_of(client.get(ADDRESS))
    assert "本报告于2024年3月1日更正，现为第2版。更正原因：漏登一件规章" in said
    assert "规章·本年制发件数 1 2" in said
    assert "“总体情况”有改动" in said
    assert "第1版 2024年1月20日" in said


def test_the_old_version_stays_and_is_marked(client, first, second):
    response = client.get(f"{ADDRESS}v1/")
    assert response.status_code == 200
    said = text_of(response)
    assert "这一版已被2024年3月1日发布的第2版更正。" in said
    assert "本机关制发规章1件" in said
    assert client.get(f"{ADDRESS}v1/report.pdf").content == content_of(first, "pdf")


def test_the_current_version_is_not_marked(client, second):
    assert "已被更正" not in text_of(client.get(ADDRESS))
    assert "已被更正" not in text_of(client.get(f"{ADDRESS}v2/"))


@pytest.mark.parametrize("year", ["0", "1", "99999", "99999999999999999999999"])
def test_a_year_that_cannot_be_is_not_found(client, first, year):
    for name in ("", "v1/", "report.json", "v1/report.json", "v99999999999999999999/report.json"):
        assert client.get(f"/reports/990101-kj/{year}/{name}").status_code == 404


# Caching.


def test_a_reader_who_has_the_page_gets_no_second(client, first):
    response = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"if-none-match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get(ADDRESS, headers={"if-modified-since": response.headers["Last-Modified"]})
    assert since.status_code == 304


def test_a_correction_changes_the_page_for_those_who_have_it(client, first, agency, people):
    before = client.get(ADDRESS)
    version = open_correction(report=first.report, actor=people.office, reason="漏登一件规章")
    still = client.get(ADDRESS, headers={"if-none-match": before.headers["ETag"]})
    assert still.status_code == 304
    add_rule(agency, number="2")
    published(version, people, LATER)
    after = client.get(ADDRESS, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "制发规章2件" in text_of(after)


@pytest.mark.parametrize("address", ["/", ADDRESS, "/reports/990101-kj/", "/data/", "/data/reports.json"])
def test_who_asks_plays_no_part(client, first, people, address):
    outside = client.get(address)
    client.force_login(people.leader)
    inside = client.get(address)
    assert inside.content == outside.content
    for response in (outside, inside):
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies


def test_each_language_has_a_page_of_its_own(client, first):
    chinese = client.get(ADDRESS, headers={"accept-language": "zh-CN"})
    english = client.get(ADDRESS, headers={"accept-language": "en"})
    assert chinese.headers["ETag"] != english.headers["ETag"]
    assert "Accept-Language" in chinese.headers["Vary"]


def test_the_report_page_costs_one_question_and_the_first_time_four(client, second, django_assert_num_queries):
    with django_assert_num_queries(4):  # The state, the versions, the files, what the correction changed.
        client.get(ADDRESS)
    with django_assert_num_queries(1):
        client.get(ADDRESS)


@pytest.fixture
def reports_of_three_years(agency, people):
    return [published(draft(agency, people.clerk, year), people) for year in (2021, 2022, YEAR)]


@pytest.mark.parametrize(
    ("address", "questions"),
    [("/", 3), ("/reports/990101-kj/", 1), ("/data/reports.json", 1), ("/data/reports.csv", 1), ("/sitemap.xml", 1)],
)
@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_at_any_length(
    client, agency, people, address, questions, count, django_assert_num_queries
):
    for year in (2021, 2022, YEAR)[:count]:
        published(draft(agency, people.clerk, year), people)
    with django_assert_num_queries(questions):
        assert client.get(address).content.count(b"990101-kj") >= count


# Lists.


def test_the_index_by_year_and_name(client, reports_of_three_years):
    assert [a.text for a in html.fromstring(client.get("/").content).iterfind(".//ul[@class='entries']/li/a")] == [
        f"示例县科学技术局{year}年政府信息公开工作年度报告" for year in (2023, 2022, 2021)
    ]
    assert text_of(client.get("/?year=2022")).count("年政府信息公开工作年度报告") == 1
    assert text_of(client.get("/?q=科学")).count("年政府信息公开工作年度报告") == 3
    assert "没有找到年度报告" in text_of(client.get("/?q=文化"))


@pytest.mark.parametrize(
    "question", ["?year=abc", "?year=99999999999999999999", "?page=x", "?page=-1", "?q=%00", "?q='--"]
)
def test_a_senseless_question_is_answered(client, first, question):
    assert client.get(f"/{question}").status_code == 200


def test_what_is_asked_is_not_run(client, first):
    assert b"<script>alert" not in client.get("/?q=<script>alert(1)</script>").content


def test_scripts_in_the_report_are_text(client, agency, people):
    version = published(
        draft(agency, people.clerk, remark="<script>alert(1)</script><img src=x onerror=alert(1)>"), people
    )
    for address in (ADDRESS, f"{ADDRESS}v1/report.html"):
        page = html.fromstring(client.get(address).content)
        assert not [s for s in page.iter("script") if "alert" in (s.text or "")]
        assert not list(page.iterfind(".//img[@onerror]"))
    assert version.stage == "published"


def test_the_open_data_index(client, second):
    data = json.loads(client.get("/data/reports.json").content)
    assert data["schema"] == "gongkai.reports/1"
    assert data["reports"] == [
        {
            "agency_code": "990101-kj",
            "agency": "示例县科学技术局",
            "year": 2023,
            "version": 2,
            "published_on": "2024-03-01",
            "title": "示例县科学技术局2023年政府信息公开工作年度报告",
            "sha256": second.sha256,
            "page": ADDRESS,
            **{f: f"{ADDRESS}v2/report.{f}" for f in ("docx", "pdf", "html", "xlsx", "json", "csv")},
        }
    ]
    response = client.get("/data/reports.csv")
    [line] = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert line == {key: str(value) for key, value in data["reports"][0].items()}
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_title_that_is_a_formula_stays_text_in_the_csv(client, agency, people):
    version = draft(agency, people.clerk)
    version.title = "=HYPERLINK(1)"
    version.save()
    published(version, people)
    text = client.get("/data/reports.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["title"] == "'=HYPERLINK(1)"


def test_the_sitemap_lists_index_organ_and_report(client, second):
    tree = etree.fromstring(client.get("/sitemap.xml").content)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    assert tree.xpath("//s:loc/text()", namespaces=names) == [
        "https://gongkai.example/",
        "https://gongkai.example/reports/990101-kj/",
        f"https://gongkai.example{ADDRESS}",
    ]


def test_robots_are_led_to_the_sitemap(client):
    assert "Sitemap: https://gongkai.example/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_nothing_is_public_at_first(client, agency):
    assert "没有找到年度报告" in text_of(client.get("/"))
    assert client.get("/reports/990101-kj/").status_code == 404
    assert json.loads(client.get("/data/reports.json").content)["reports"] == []


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/", ADDRESS, f"{ADDRESS}v1/report.pdf", "/data/reports.json", "/sitemap.xml"])
def test_the_public_only_reads(client, first, method, address):
    assert getattr(client, method)(address).status_code == 405


def test_today_is_the_day_of_the_tests(first):
    assert first.published_on == TODAY


def links_of(response):
    """Where the links with these words lead: {words: address}."""
    return {" ".join(a.text_content().split()): a.get("href") for a in html.fromstring(response.content).iter("a")}


@pytest.mark.parametrize(("address", "current"), [("/", "年度报告"), ("/data/", "开放数据"), (ADDRESS, "年度报告")])
def test_the_frame_says_where_one_is_and_where_staff_log_in(client, first, address, current):
    response = client.get(address)
    here = html.fromstring(response.content).xpath("//nav[@class='ways']//a[@aria-current]/text()")
    assert (here, links_of(response)["工作人员登录"]) == ([current], "/desk/")


def test_a_long_report_leads_to_what_stands_at_its_end(client, first, second):
    ends = {"更正说明": "#correction", "下载": "#files", "其他版本": "#others"}
    assert ends.items() <= links_of(client.get(ADDRESS)).items()
    old = client.get(f"{ADDRESS}v1/")
    assert "更正说明" not in links_of(old)
    found = html.fromstring(old.content)
    assert [found.get_element_by_id(name).tag for name in ("files", "others")] == ["h2", "h2"]


@pytest.mark.parametrize(("demo", "said"), [(True, 1), (False, 0)])
def test_a_demonstration_says_so_to_the_public(client, first, settings, demo, said):
    settings.DEMO = demo
    assert text_of(client.get("/")).count("演示环境：机关和数据都是虚构的。") == said


def test_an_address_without_a_page_leads_home(client, first):
    response = client.get("/reports/990101-kj/2010/")
    assert (response.status_code, links_of(response)["回到首页"]) == (404, "/")
