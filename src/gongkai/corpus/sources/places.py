"""Addresses: local paths and whatever fsspec opens (s3://…, memory://…)."""

from __future__ import annotations

import errno
import os
import socket
from typing import Any, BinaryIO, cast

import fsspec
from fsspec.implementations.local import LocalFileSystem

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.extras import require
from gongkai.law.messages import Message
from gongkai.report.reading.errors import UnreadableError

_NEEDS = {"s3": "s3fs", "s3a": "s3fs"}
_NETWORK = (errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ETIMEDOUT)
_SYSTEM_FAULTS = {
    errno.ENOTDIR: Message("路径中有一段不是文件夹"),
    errno.EISDIR: Message("这是文件夹"),
    errno.ENAMETOOLONG: Message("名称太长"),
    errno.EMFILE: Message("打开的文件太多"),
    errno.EIO: Message("读写出错，磁盘或网络可能有故障"),
}


def is_remote(address: str) -> bool:
    """Whether an address is fsspec's to open; anything without ``://`` is a local path."""
    return "://" in address


def normal(address: str) -> str:
    """The address under which a file is known in every run: local paths absolute, without ``file://``."""
    if not is_remote(address):
        return os.path.abspath(address)
    system, path = system_of(address)
    return path if isinstance(system, LocalFileSystem) else str(system.unstrip_protocol(path))


def system_of(address: str) -> tuple[Any, str]:
    """The fsspec file system of a remote address and the path in it; CorpusError when there is none such."""
    protocol = address.partition("://")[0]
    if "::" in address:
        raise CorpusError(
            Message("不支持多层地址 {address}", address=address), "请给出文件夹或压缩包本身的地址，压缩包会自动打开"
        )
    if protocol in _NEEDS:
        require(_NEEDS[protocol], "cluster")
    try:
        return cast(tuple[Any, str], fsspec.core.url_to_fs(address, use_listings_cache=False))
    except Exception as error:  # Each file system objects to its settings in its own way.
        raise _unusable_address(address, error) from error


def _unusable_address(address: str, error: Exception) -> CorpusError:
    if isinstance(error, ImportError):
        package = getattr(error.__cause__, "name", None) or error.name or error
        return CorpusError(
            Message("打开 {address} 缺少组件 {package}", address=address, package=package), "请先安装这个组件"
        )
    if isinstance(error, OSError):
        why = unopened(error)
        return CorpusError(
            Message("打不开 {address}：{reason}", address=address, reason=Message(why.reason)), Message(why.mend)
        )
    return CorpusError(Message("认不出地址 {address}", address=address), "请用本机路径或 s3://桶名/前缀 这样的地址")


def open_file(address: str) -> BinaryIO:
    """The file at a normal address, open for reading and seeking. UnreadableError when it cannot be opened."""
    try:
        if not is_remote(address):
            return open(address, "rb")
        system, path = system_of(address)
        return cast(BinaryIO, system.open(path, "rb"))
    except Exception as error:
        raise unopened(error) from error


def read_file(address: str) -> bytes:
    """The bytes of the file at a normal address. UnreadableError when it cannot be opened."""
    try:
        if not is_remote(address):
            with open(address, "rb") as file:
                return file.read()
        system, path = system_of(address)
        return bytes(system.cat_file(path))
    except Exception as error:
        raise unopened(error) from error


def unopened(error: Exception) -> UnreadableError:
    """The fault of a file or folder that does not open, whatever its file system raised."""
    if isinstance(error, UnreadableError):
        return error
    if is_missing(error):
        return UnreadableError("没有这个文件或文件夹", "请检查地址；链接指向的文件可能已移走")
    if isinstance(error, PermissionError):
        return UnreadableError("没有读取权限", "请检查文件夹和文件的权限，远程地址请检查访问密钥")
    if type(error).__name__ in ("NoCredentialsError", "PartialCredentialsError"):
        return UnreadableError(
            "没有访问密钥", "请设置环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY，或改用有权限的账户运行"
        )
    if any(map(_is_of_the_network, (error, error.__cause__))):
        return UnreadableError("连不上服务器", "请检查地址和网络，再运行同一命令")
    mend = "请检查地址、网络和权限，文件是否被别的程序占用"
    if isinstance(error, OSError) and (known := _SYSTEM_FAULTS.get(error.errno or 0)):
        return UnreadableError(Message("打不开：{reason}", reason=Message(known)), mend)
    return UnreadableError(Message("打不开（{kind}）", kind=type(error).__name__), mend)


def is_missing(error: Exception) -> bool:
    """Whether there is nothing at an address. The file system of the web says so of a server that does not answer,
    too, and what happened is the cause."""
    loop = isinstance(error, OSError) and error.errno == errno.ELOOP
    return loop or (isinstance(error, FileNotFoundError) and not _is_of_the_network(error.__cause__))


def _is_of_the_network(error: BaseException | None) -> bool:
    """Whether a server could not be reached; botocore's errors are no relations of Python's."""
    return (
        isinstance(error, ConnectionError | TimeoutError | socket.gaierror)
        or (isinstance(error, OSError) and error.errno in _NETWORK)
        or type(error).__name__ in ("EndpointConnectionError", "ConnectTimeoutError", "ReadTimeoutError")
    )
