"""Reports in an S3-compatible object store, served on this machine: read by this machine's workers, faults told."""

import boto3
import pytest
import s3fs
from moto.server import ThreadedMotoServer

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.running import read_corpus
from gongkai.corpus.running.local import LocalEngine
from gongkai.corpus.store import open_store
from tests.corpus.running.making import Here, contents, put_reports, report_text
from tests.corpus.running.test_run import packed

SETTINGS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server, monkeypatch, tmp_path):
    """A bucket of twelve reports, four of them in a zip too, and the settings that lead to it."""
    for name, value in {**SETTINGS, "AWS_ENDPOINT_URL": server, "AWS_EC2_METADATA_DISABLED": "true"}.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    client = boto3.client("s3")
    client.create_bucket(Bucket="reports")
    for path in put_reports(tmp_path / "in", range(12)):
        client.upload_file(str(path), "reports", f"某县/2021/{path.name}")
    packed(tmp_path / "a.zip", range(8, 16))
    client.upload_file(str(tmp_path / "a.zip"), "reports", "更多/a.zip")
    client.put_object(Bucket="reports", Key="某县/坏.docx", Body=b"")
    yield client
    s3fs.S3FileSystem.clear_instance_cache()


def test_reports_in_a_bucket_are_those_of_a_folder(bucket, tmp_path):
    with LocalEngine(2) as engine:
        summary = read_corpus(["s3://reports"], tmp_path / "store", engine=engine)
    assert (summary.read, summary.duplicates, len(summary.faults)) == (16, 4, 1)
    assert summary.faults[0].path == "s3://reports/某县/坏.docx"
    read_corpus([tmp_path / "in", tmp_path / "a.zip"], tmp_path / "local", engine=Here())
    for table in ("claims", "sections", "findings"):
        assert contents(tmp_path / "store")[table] == contents(tmp_path / "local")[table]
    paths = set(open_store(tmp_path / "store").table("files")["path"].to_pylist())
    assert {"s3://reports/某县/2021/0003.txt", "s3://reports/更多/a.zip!县/0012.txt"} <= paths


def test_objects_that_have_not_changed_are_not_fetched_again(bucket, tmp_path):
    read_corpus(["s3://reports/某县/2021/"], tmp_path / "store", engine=Here())
    bucket.put_object(Bucket="reports", Key="某县/2021/0003.txt", Body=report_text(99).encode())
    engine = Here()
    summary = read_corpus(["s3://reports/某县/2021"], tmp_path / "store", engine=engine)
    assert (summary.read, summary.present) == (1, 11)
    assert engine.submitted == 2  # One chunk to hash, one to read.


def test_what_does_not_open_is_told(bucket, tmp_path, monkeypatch):
    with pytest.raises(CorpusError, match="没有这个文件或文件夹：s3://missing"):
        read_corpus(["s3://missing/a"], tmp_path / "store", engine=Here())
    assert not (tmp_path / "store").exists()
    for name in SETTINGS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(CorpusError, match="没有访问密钥") as caught:
        read_corpus(["s3://reports"], tmp_path / "store", engine=Here())
    assert "AWS_ACCESS_KEY_ID" in caught.value.mend


def test_a_missing_component_is_named(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(CorpusError, match="缺少组件 s3fs") as caught:
        read_corpus(["s3://reports"], tmp_path / "store", engine=Here())
    assert "gongkai[cluster]" in caught.value.mend
