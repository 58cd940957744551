"""Liveness and readiness."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_lives(client):
    answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_a_site_with_everything_in_place_is_ready(client):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "broken": []})


def test_a_database_that_lacks_a_migration_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'filing'")
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "broken": ["migrations"]})


def test_a_files_folder_that_cannot_be_reached_is_not_ready(client, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert client.get("/health/ready").json()["broken"] == ["files"]


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_monitors_are_never_answered_from_a_cache(client, path):
    assert "no-store" in client.get(path).headers["Cache-Control"]
