"""Office files are ZIP archives: what is looked at before one is opened."""

from __future__ import annotations

import io
import zipfile

#: what an office file may hold unpacked, in bytes
MOST = 300_000_000
#: XML that shrinks to less than so small a part is made to be large, above so many bytes
RATIO, SOUND = 250, 20_000_000


def check_archive(data: bytes, *, xml: int = MOST) -> None:
    """Raises ValueError where an archive is damaged, locked, or unpacks to more than anybody writes.

    What it unpacks to is what its directory says; zipfile reads no more than that of a member. ``xml`` is
    how much XML it may hold.
    """
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ValueError("is a damaged office file; save it again or fetch it again") from None
    if any(member.flag_bits & 1 for member in members):
        raise ValueError("is locked with a password; save it without one")
    parts = [member for member in members if member.filename.endswith((".xml", ".rels"))]
    large = sum(member.file_size for member in parts)
    most = MOST if sum(member.file_size for member in members) > MOST else 0
    most = xml if large > xml else most
    if large > SOUND and large > RATIO * sum(member.compress_size for member in parts):
        most = SOUND
    if most:
        raise ValueError(f"unpacks to more than {most // 1_000_000} MB; save its text as a .txt file")


def needs(package: str) -> ValueError:
    """What is raised where a library of the extra is missing."""
    return ValueError(f"needs {package}; install it with: pip install 'zhkg[office]'")


def damaged() -> ValueError:
    """What is raised where a library finds no sense in a file."""
    return ValueError("is a damaged office file; save it again or fetch it again")
