from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from regulars.domain.sign_ins.policy.devices import device_name
from regulars.domain.sign_ins.policy.limits import Limit, network_of, reached
from regulars.project.settings.mail import MailServer, codes_from, server_from, webhook_from

MINUTE = timedelta(minutes=1)


def test_the_longest_wait_counts() -> None:
    limits = (Limit(2, 10 * MINUTE), Limit(3, 60 * MINUTE))
    assert reached(limits, [MINUTE]) is None
    assert reached(limits, [MINUTE, 4 * MINUTE]) == 6 * MINUTE
    assert reached(limits, [MINUTE, 4 * MINUTE, 30 * MINUTE]) == 30 * MINUTE
    assert reached(limits, [11 * MINUTE, 12 * MINUTE, 60 * MINUTE]) is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_a_household_is_one_network(address, network) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537 MicroMessenger/8.0", "WeChat · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("curl/8", ""),
    ],
)
def test_devices_have_names(agent, name) -> None:
    assert device_name(agent) == name


def test_the_mail_server_is_one_address() -> None:
    assert server_from("") == MailServer()
    assert server_from("smtp://me%40x:p%3Aw@mail.example.com") == MailServer(
        "mail.example.com", 587, "me@x", "p:w", starts_tls=True
    )
    assert server_from("smtps://mail.example.com") == MailServer("mail.example.com", 465, is_tls=True)
    assert server_from("smtp://localhost:25").starts_tls is False


def test_what_cannot_be_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="REGULARS_MAIL_URL"):
        server_from("mail.example.com:25")
    with pytest.raises(ImproperlyConfigured, match="REGULARS_SIGN_IN_CODES is 'sms'"):
        codes_from("sms")
    for address in ("http://gateway.example.com/", "ftp://localhost", "https://"):
        with pytest.raises(ImproperlyConfigured, match="REGULARS_SMS_URL"):
            webhook_from(address)
    assert [webhook_from(url) for url in ("", "https://g.example.com/sms", "http://localhost:9/")]
    assert codes_from("page") == "page"
