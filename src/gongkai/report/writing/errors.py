"""Why a report could not be written."""

from __future__ import annotations

import errno

from gongkai.law.messages import Message

OS_FAULTS = {
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.EEXIST: "已有同名文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.ENAMETOOLONG: "名称太长",
}


class UnwritableError(Exception):
    """The report cannot be written. ``reason`` says why, ``mend`` what to do, both for a clerk."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason}；{mend}")
        self.reason = reason
        self.mend = mend


def os_fault(fault: OSError) -> Message:
    """Why the system refused, in the words of a clerk where it is one of the usual reasons."""
    return Message(OS_FAULTS.get(fault.errno or 0, fault.strerror or str(fault)))
