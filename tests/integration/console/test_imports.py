"""Files through the console: mapping, dry run, import, report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regulars.domain.members.queries import count_members
from regulars.platform import jobs

ROWS = """order_id,date,card,amount,store
A1,2026-06-01 10:00,8800000001,20.50,7
A2,2026-06-02 10:00,8800000002,x12,7
A3,2026-13-03 10:00,8800000003,9.00,7
A4,2026-06-04 10:00,8800000001,30.00,7
"""


def upload(client, text: str | bytes = ROWS, name: str = "june.csv", **fields: str):
    """Bring a file."""
    content = text.encode() if isinstance(text, str) else text
    return client.post("/console/imports/upload", {"file": SimpleUploadedFile(name, content)} | fields)


def as_suggested(client, address: str) -> dict[str, str]:
    """The mapping as the form suggests it."""
    form = client.get(address).context["form"]
    return {field.html_name: str(field.value() or "") for field in form}


@pytest.fixture
def client(club, frozen_clock, client_as, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return client_as("operator")


def test_a_file_is_mapped_checked_imported_and_reported(club, client) -> None:
    address = upload(client).headers["Location"]
    page = client.get(address)
    assert page.context["form"].initial == {"layout": "events", "kind": "purchase", "time_zone": "America/New_York"}
    assert as_suggested(client, address)["column-2"] == "card"
    assert client.post(f"{address}check", as_suggested(client, address)).status_code == 302
    assert "hx-trigger" in client.get(address).content.decode()
    jobs.run_due()
    checked = client.get(address)
    assert count_members(club.id) == 0
    assert [row[:2] for row in checked.context["problems"]] == [["3", "amount"], ["4", "date"]]
    assert client.post(f"{address}start").status_code == 302
    jobs.run_due()
    done = client.get(address)
    assert done.context["view"].state == "imported"
    assert dict(done.context["tally"]) == {
        "已读行数": "4",
        "识别事件": "4",
        "成功入库": "2",
        "重复（已存在）": "0",
        "有问题": "2",
        "积分": "+50",
        "成长值": "+50",
    }
    report = b"".join(client.get(f"{address}bad-rows.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert report[0] == "行,列,问题,代码"
    assert [line.split(",")[0] for line in report[1:]] == ["3", "4"]


def test_progress_asks_for_the_whole_page_when_the_work_is_done(client) -> None:
    address = upload(client).headers["Location"]
    client.post(f"{address}check", as_suggested(client, address))
    assert "HX-Refresh" not in client.get(f"{address}progress").headers
    jobs.run_due()
    assert client.get(f"{address}progress").headers["HX-Refresh"] == "true"


def test_two_columns_cannot_be_one_field(client) -> None:
    address = upload(client).headers["Location"]
    response = client.post(f"{address}check", as_suggested(client, address) | {"column-4": "card"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"column-4"}


def test_a_mapping_without_a_member_or_time_is_refused(client) -> None:
    address = upload(client).headers["Location"]
    response = client.post(f"{address}check", as_suggested(client, address) | {"column-1": "", "column-2": ""})
    assert response.status_code == 422
    assert len(response.context["form"].non_field_errors()) == 2


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n", b"PAR1nothing more", b"a,a\n1,2\n", b'a,b\n"1,2\n', b"\xff\xfe\x00"]
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(content, client) -> None:
    response = upload(client, content)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert client.get("/console/imports/").context["lines"] == []


def test_no_file_is_told(client) -> None:
    assert client.post("/console/imports/upload", {}).context["form"].errors["file"]


def test_an_import_is_not_started_twice(client) -> None:
    address = upload(client).headers["Location"]
    client.post(f"{address}check", as_suggested(client, address))
    jobs.run_due()
    for _ in range(2):
        client.post(f"{address}start")
        jobs.run_due()
    assert client.get(address).context["view"].tally.accepted == 2
    again = client.post(f"{address}check", as_suggested_after(client, address))
    assert again.status_code == 422


def as_suggested_after(client, address: str) -> dict[str, str]:
    """The mapping of an import that is done, as somebody with an old page would send it."""
    return {"layout": "events", "kind": "purchase", "time_zone": "UTC", "column-1": "occurred_at", "column-2": "card"}
