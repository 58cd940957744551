"""A report on its way, for the tests of approval, publication and the public pages."""

import datetime
from dataclasses import dataclass

from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from gongkai.agencies.models import Agency, Person, Role
from gongkai.agencies.queries import edition_of
from gongkai.disclosure.models import Item
from gongkai.filing.actions.approval import approve, send_in
from gongkai.filing.actions.publication import publish
from gongkai.filing.models import AnnualReport, Picture, Section, Stage, Version
from tests.people import person

YEAR = 2023
TODAY = datetime.date(2024, 1, 20)
CHAIN_ROLES = {
    Stage.SECTION: Role.SECTION_HEAD,
    Stage.SECRECY: Role.SECRECY_REVIEWER,
    Stage.OFFICE: Role.OFFICE,
    Stage.LEADER: Role.LEADER,
}
ON_THE_WAY = (Stage.DRAFT, Stage.SECTION, Stage.SECRECY, Stage.OFFICE, Stage.LEADER)
SECTIONS = {
    "sec_overall": ("总体情况", "{year}年，本机关制发规章{{{{rules_made}}}}件。"),
    "sec_proactive_disclosure": ("主动公开政府信息情况", ""),
    "sec_requests_handling": ("收到和处理政府信息公开申请情况", ""),
    "sec_review_litigation": ("政府信息公开行政复议、行政诉讼情况", ""),
    "sec_problems": ("存在的主要问题及改进情况", "主动公开的深度还不够，下一年度加强解读。"),
    "sec_other": ("其他需要报告的事项", "本年度没有收取信息处理费。"),
}


@dataclass
class Staff:
    """One person for each part of the way."""

    clerk: Person
    section: Person
    secrecy: Person
    office: Person
    leader: Person

    def at(self, stage: Stage) -> Person:
        return getattr(self, stage.value)


def staff(agency: Agency) -> Staff:
    return Staff(person(Role.CLERK, agency, "经办甲"), *(person(role, agency) for role in CHAIN_ROLES.values()))


def add_rule(agency: Agency, year: int = YEAR, number: str = "1") -> Item:
    """One more 规章 of the year: the cells ``rules_made`` and ``rules_valid`` count it."""
    return Item.objects.create(
        agency=agency, identity=f"{year}-{number}", index_number=f"{year}-{number}", title="示例规章",
        kind=Item.Kind.RULE, attribute=Item.Attribute.PROACTIVE, made_on=datetime.date(year, 3, 1),
        first_published_on=datetime.date(year, 3, 5),
    )  # fmt: skip


def draft(agency: Agency, clerk: Person, year: int = YEAR, remark: str = "") -> Version:
    """A draft; ``remark`` is put at its end."""
    report = AnnualReport.objects.create(agency=agency, year=year, edition=edition_of(agency, year).id)
    version = Version.objects.create(
        report=report, number=1, title=f"{agency.name}{year}年政府信息公开工作年度报告", created_by=clerk
    )
    for position, (key, (title, text)) in enumerate(SECTIONS.items()):
        words = text.format(year=year) + (remark if key == "sec_other" else "")
        Section.objects.create(version=version, key=key, position=position, title=title, text=words)
    return version


def carried(version: Version, people: Staff, to: Stage) -> Version:
    """The version after everybody before ``to`` has agreed."""
    if version.stage == Stage.DRAFT and to != Stage.DRAFT:
        version = send_in(version=version, actor=people.clerk)
    while version.stage != to:
        version = approve(version=version, actor=people.at(Stage(version.stage)))
    return version


def published(version: Version, people: Staff, day: datetime.date = TODAY) -> Version:
    return publish(version=carried(version, people, Stage.LEADER), actor=people.leader, effective_on=day)


def content_of(version: Version, form: str) -> bytes:
    with version.files.get(form=form).content.open() as file:
        return file.read()


def picture(version: Version, alt: str = "政策解读会现场", key: str = "sec_problems") -> Picture:
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    image = Image.objects.create(title="x", file=get_test_image_file(size=(640, 480)))
    section = version.sections.get(key=key)
    return Picture.objects.create(section=section, image=image, alt=alt, caption="解读会")
