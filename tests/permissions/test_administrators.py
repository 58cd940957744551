"""Who administers sees no case: not in any page, list, export or download of the site."""

import pytest

from tests.permissions.test_table import Site, addresses, content

pytestmark = pytest.mark.django_db
# Words of a request, an import, a draft's problem, a notice and a report that was filed.
CASES = ("上年度服务事项清单", "台账.xlsx", "公开不够及时", "请改正", "报告.html")


def read(site, column):
    """Everything that one column can read, address by address."""
    (client,) = site.clients[column]
    for name, parts in addresses():
        answer = client.get(site.address(name, parts))
        if name != "account_logout":
            yield name, answer.status_code, content(answer).decode("utf-8", "replace")


@pytest.fixture
def site():
    return Site()


def test_there_is_something_to_see(site):
    seen = {
        words
        for column in ("clerk", "superv+")
        for _name, _status, page in read(site, column)
        for words in CASES
        if words in page
    }
    assert seen == set(CASES)


@pytest.mark.parametrize("column", ["admin", "admin+"])
def test_administrators_see_none_of_it(site, column):
    pages = list(read(site, column))
    assert sum(status == 200 for _name, status, _page in pages) > 20
    assert [(name, words) for name, _status, page in pages for words in CASES if words in page] == []
