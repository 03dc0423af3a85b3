"""What the operating system says against a file or an address, as a message of ours."""

from __future__ import annotations

import errno
import socket

from kg.values.phrase import Phrase, phrase

#: the system's reasons that users meet, in words that the catalogue has; others stay as the system says them
_REASONS = {
    errno.ENOENT: "No such file or directory",
    errno.EACCES: "Permission denied",
    errno.EPERM: "Operation not permitted",
    errno.EEXIST: "File exists",
    errno.EISDIR: "Is a directory",
    errno.ENOTDIR: "Not a directory",
    errno.ENOTEMPTY: "Directory not empty",
    errno.ENOSPC: "No space left on device",
    errno.EDQUOT: "Disk quota exceeded",
    errno.EFBIG: "File too large",
    errno.EROFS: "Read-only file system",
    errno.ENAMETOOLONG: "File name too long",
    errno.ELOOP: "Too many levels of symbolic links",
    errno.EMFILE: "Too many open files",
    errno.EBUSY: "Device or resource busy",
    errno.EIO: "Input/output error",
    errno.EINVAL: "Invalid argument",
    errno.EADDRINUSE: "Address already in use",
    errno.EADDRNOTAVAIL: "Cannot assign requested address",
    errno.ECONNREFUSED: "Connection refused",
    errno.ECONNRESET: "Connection reset by peer",
    errno.ENETUNREACH: "Network is unreachable",
    errno.EHOSTUNREACH: "No route to host",
    errno.ETIMEDOUT: "Connection timed out",
}


def why(error: BaseException) -> Phrase | str:
    """The reason that the system gives, without its number or path; one line, whatever raised it."""
    if isinstance(error, socket.gaierror):
        return phrase("the name of the host is not known")
    if isinstance(error, TimeoutError) and error.errno is None:
        return phrase("Connection timed out")
    if isinstance(error, OSError) and error.errno in _REASONS:
        return phrase(_REASONS[error.errno])
    strerror = error.strerror if isinstance(error, OSError) else None
    return " ".join((strerror or str(error)).split())[:200]
