"""Packing a large file into a zip on several processors."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

LEVEL = 1
"""Of compression: what makes a package a tenth smaller takes three to four times as long."""
_PIECE = 4 << 20
_AT_ONCE = 4
_END = b"\x03\x00"
"""An empty last block."""
_LARGEST = 1 << 30
"""Bytes; what is larger would need the longer headers of zip64."""


def pack(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    """Put a file into an archive. Its pieces are deflated at once, each by itself, and joined to one stream."""
    if path.stat().st_size > _LARGEST:
        archive.write(path, name)
        return
    info = zipfile.ZipInfo(name)
    size = checksum = 0
    with archive.open(info, "w") as entry, ThreadPoolExecutor(_AT_ONCE) as threads:
        pieces = _pieces(path)
        while batch := list(islice(pieces, _AT_ONCE)):
            for piece, packed in zip(batch, threads.map(_packed, batch), strict=True):
                entry.write(packed)
                size, checksum = size + len(piece), zlib.crc32(piece, checksum)
        entry.write(_END)
    # What was written as it is is the deflated stream: the header is told so.
    info.compress_type, info.file_size, info.CRC = zipfile.ZIP_DEFLATED, size, checksum
    assert archive.fp is not None
    archive.fp.seek(info.header_offset)
    archive.fp.write(info.FileHeader())
    archive.fp.seek(archive.start_dir)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _packed(piece: bytes) -> bytes:
    """Return a piece deflated, so that another can follow."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
