"""Cards for wallets of phones: their parts, their sums, and signatures that hold, with keys made for the test."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from PIL import Image

from regulars.domain.members.errors import MemberMissing
from regulars.domain.passes.errors import PassUnavailable
from regulars.domain.passes.policy.google import SAVE_AT
from regulars.domain.passes.policy.pictures import ink_on
from regulars.domain.passes.queries import apple_pass, google_pass_link, offered_passes
from regulars.project.settings.passes import ApplePass, GooglePass
from tests.families import enrol, give, install_family

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PASSWORD = "locked"


def certificate(name: str, key: rsa.RSAPrivateKey, ends: datetime) -> bytes:
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    return builder.not_valid_after(ends).sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


@pytest.fixture
def member(db, frozen_clock):
    """A programme and a member with a card and 120 points."""
    programme = install_family("wallet")
    (number,) = enrol(programme, 1)
    give(programme, number, 120)
    return programme, number


@pytest.fixture
def apple(settings, tmp_path: Path) -> Path:
    """Keys for Apple's passes in files."""
    ends = datetime(2030, 1, 1, tzinfo=UTC)
    locked = BestAvailableEncryption(PASSWORD.encode())
    (tmp_path / "pass.pem").write_bytes(certificate("Pass Type ID", KEY, ends))
    (tmp_path / "key.pem").write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
    (tmp_path / "above.pem").write_bytes(certificate("Above", KEY, ends))
    paths = [str(tmp_path / name) for name in ("pass.pem", "key.pem", "above.pem")]
    settings.APPLE_PASS = ApplePass("pass.example.card", "TEAM123456", *paths, PASSWORD)
    return tmp_path


@pytest.fixture
def google(settings, tmp_path: Path) -> Path:
    """A service account for Google's cards in a file."""
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    path = tmp_path / "account.json"
    path.write_text(json.dumps({"client_email": "cards@example.com", "private_key": pem}), encoding="utf-8")
    settings.GOOGLE_PASS = GooglePass("3388000000012345678", str(path), "https://club.example/logo.png")
    return path


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_apple_pass_has_all_its_parts(member, apple) -> None:
    programme, number = member
    files = unpacked(apple_pass(programme.id, number))
    pictures = {f"{name}{scale}.png" for name in ("icon", "logo") for scale in ("", "@2x", "@3x")}
    strings = {"en.lproj/pass.strings", "zh-Hans.lproj/pass.strings"}
    assert set(files) == {"pass.json", "manifest.json", "signature"} | strings | pictures
    manifest = json.loads(files["manifest.json"])
    assert manifest == {
        name: hashlib.sha1(data, usedforsecurity=False).hexdigest()
        for name, data in files.items()
        if name not in ("manifest.json", "signature")
    }
    said = json.loads(files["pass.json"])
    assert (said["formatVersion"], said["passTypeIdentifier"], said["teamIdentifier"]) == (
        1,
        "pass.example.card",
        "TEAM123456",
    )
    assert [one["format"] for one in said["barcodes"]] == ["PKBarcodeFormatQR", "PKBarcodeFormatCode128"]
    assert said["barcodes"][0]["message"].startswith("88000")
    assert said["storeCard"]["primaryFields"] == [{"key": "wallet_points", "label": "wallet_points", "value": "120"}]
    assert "webServiceURL" not in said
    assert '"label_tier" = "等级";' in files["zh-Hans.lproj/pass.strings"].decode()
    assert '"label_tier" = "Tier";' in files["en.lproj/pass.strings"].decode()
    assert Image.open(io.BytesIO(files["icon@3x.png"])).size == (87, 87)


def test_openssl_verifies_the_signature(member, apple) -> None:
    programme, number = member
    files = unpacked(apple_pass(programme.id, number))
    for name in ("manifest.json", "signature"):
        (apple / name).write_bytes(files[name])
    command = ["openssl", "smime", "-verify", "-inform", "DER", "-in", "signature", "-content", "manifest.json"]
    command += ["-noverify", "-binary"]
    done = subprocess.run(command, cwd=apple, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, files["manifest.json"])
    (apple / "manifest.json").write_bytes(files["manifest.json"] + b" ")
    assert subprocess.run(command, cwd=apple, capture_output=True, check=False).returncode != 0


def test_without_keys_nothing_is_offered(member, settings) -> None:
    programme, number = member
    assert (offered_passes().apple, offered_passes().google) == (False, False)
    for made in (apple_pass, google_pass_link):
        with pytest.raises(PassUnavailable):
            made(programme.id, number)


def test_keys_that_do_not_fit_are_refused(member, apple, frozen_clock) -> None:
    programme, number = member
    with pytest.raises(MemberMissing):
        apple_pass(programme.id, number + 1)
    frozen_clock.advance(timedelta(days=4 * 365))
    with pytest.raises(PassUnavailable):
        apple_pass(programme.id, number)
    frozen_clock.set(datetime(2026, 6, 15, tzinfo=UTC))
    other = ec.generate_private_key(ec.SECP256R1())
    locked = BestAvailableEncryption(PASSWORD.encode())
    for wrong in (b"", other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)):
        (apple / "key.pem").write_bytes(wrong)
        with pytest.raises(PassUnavailable):
            apple_pass(programme.id, number)
    (apple / "key.pem").unlink()
    with pytest.raises(PassUnavailable):
        apple_pass(programme.id, number)


def test_a_google_card_is_a_signed_token(member, google) -> None:
    programme, number = member
    link = google_pass_link(programme.id, number)
    assert link.startswith(SAVE_AT)
    signed, _, signature = link.removeprefix(SAVE_AT).rpartition(".")
    KEY.public_key().verify(decoded(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    head, claims = (json.loads(decoded(part)) for part in signed.split("."))
    assert head == {"alg": "RS256", "typ": "JWT"}
    assert (claims["iss"], claims["aud"], claims["typ"]) == ("cards@example.com", "google", "savetowallet")
    (card,) = claims["payload"]["loyaltyObjects"]
    assert (card["id"], card["classId"]) == (f"3388000000012345678.wallet-{number}", "3388000000012345678.wallet")
    assert card["loyaltyPoints"]["balance"] == {"string": "120"}
    assert card["barcode"]["type"] == "QR_CODE"
    google.write_text("{}", encoding="utf-8")
    with pytest.raises(PassUnavailable):
        google_pass_link(programme.id, number)


def test_the_api_hands_them_out(member, apple, google, client, make_key) -> None:
    programme, number = member
    headers = {"Authorization": f"Bearer {make_key(programme.id)}"}
    found = client.get(f"/api/v1/members/{number}/passes", headers=headers).json()
    assert found["apple"] == f"/api/v1/members/{number}/passes/apple"
    assert found["google"].startswith(SAVE_AT)
    answer = client.get(found["apple"], headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vnd.apple.pkpass")
    assert "signature" in unpacked(answer.content)


def test_ink_can_be_read_on_every_colour() -> None:
    assert [ink_on(one) for one in ("#000000", "#ffffff", "#5b6b7b", "#ffd700")] == [
        *("#ffffff", "#1a1a1a", "#ffffff", "#1a1a1a")
    ]


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
