"""Packing a large file into a zip: `zipfile` knows no other deflater than zlib, which takes four times as long."""

from __future__ import annotations

import zipfile
from pathlib import Path

try:
    from isal import isal_zlib as zlib
except ImportError:  # it has no wheel for Windows on ARM
    import zlib  # type: ignore[no-redef]

LEVEL = 1
"""Of compression: what makes a package a tenth smaller takes up to four times as long."""
_PIECE = 1 << 20
_LARGEST = 1 << 30
"""Bytes; what is larger would need the longer headers of zip64."""


def pack(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    """Put a file into an archive, deflated."""
    if path.stat().st_size > _LARGEST:
        archive.write(path, name)
        return
    info = zipfile.ZipInfo(name)
    size = checksum = 0
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    with path.open("rb") as file, archive.open(info, "w") as entry:
        while piece := file.read(_PIECE):
            entry.write(packer.compress(piece))
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
        entry.write(packer.flush())
    # What was written as it is is the deflated stream: the header is told so.
    info.compress_type, info.file_size, info.CRC = zipfile.ZIP_DEFLATED, size, checksum
    assert archive.fp is not None
    archive.fp.seek(info.header_offset)
    archive.fp.write(info.FileHeader())
    archive.fp.seek(archive.start_dir)
