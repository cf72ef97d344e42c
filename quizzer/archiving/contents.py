"""What is in files, in pieces: each content once, by its digest."""

from __future__ import annotations

from hashlib import file_digest, sha256
from io import SEEK_END, BufferedReader, BytesIO
from pathlib import Path

from quizzer.archiving.lines import LinesOut
from quizzer.archiving.records import PIECE, ContentHead, Piece
from quizzer.errors import LibraryError


class ContentsOut:
    """Writes what is in files before they are named."""

    def __init__(self, out: LinesOut) -> None:
        self._out = out
        self._written: set[str] = set()

    def put_file(self, path: Path) -> str:
        """Write a file's content, unless it was written, and return its digest. LibraryError when it changes."""
        with path.open("rb") as file:
            return self.put(file, str(path))

    def put(self, file: BufferedReader | BytesIO, name: str) -> str:
        """Write what is in an open file, as `put_file` does."""
        digest = file_digest(file, "sha256").hexdigest()
        if digest in self._written:
            return digest
        size = file.seek(0, SEEK_END)
        file.seek(0)
        self._out.put(ContentHead(digest, size, -(-size // PIECE)))
        again = sha256()
        while data := file.read(PIECE):
            again.update(data)
            self._out.put(_piece(data))
        if again.hexdigest() != digest:
            raise LibraryError(f"{name} was changed meanwhile; nothing was exported. Do it again.")
        self._written.add(digest)
        return digest


def _piece(data: bytes) -> Piece:
    try:
        return Piece(text=data.decode())
    except UnicodeDecodeError:
        return Piece(base64=data)


class ContentsIn:
    """Keeps contents in a folder, by their digests. ValueError says what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self._head: ContentHead | None = None
        self._pieces = 0

    def begin(self, head: ContentHead) -> None:
        """Begin a content."""
        self.check_whole()
        self._head, self._pieces = head, 0
        self.path(head.sha256).write_bytes(b"")
        self._end_if_whole()

    def add(self, piece: Piece) -> None:
        """Add the next piece of it."""
        if self._head is None:
            raise ValueError("a piece of no file")
        if (piece.text is None) is (piece.base64 is None):
            raise ValueError("a piece has either `text` or `base64`")
        with self.path(self._head.sha256).open("ab") as file:
            file.write(piece.base64 or (piece.text or "").encode())
        self._pieces += 1
        self._end_if_whole()

    def check_whole(self) -> None:
        """Raise ValueError when pieces are missing."""
        if self._head is not None:
            raise ValueError(f"{self._head.pieces - self._pieces:,} pieces of the file before are missing")

    def check(self, digest: str) -> None:
        """Raise ValueError when a content is not there."""
        self.check_whole()
        if not self.path(digest).is_file():
            raise ValueError("its content is not in the archive")

    def path(self, digest: str) -> Path:
        """Return where a content lies."""
        return self._folder / digest

    def _end_if_whole(self) -> None:
        head = self._head
        if head is None or self._pieces < head.pieces:
            return
        with self.path(head.sha256).open("rb") as file:
            digest, size = file_digest(file, "sha256").hexdigest(), file.seek(0, SEEK_END)
        if (digest, size) != (head.sha256, head.bytes):
            raise ValueError("the file's content is not what its digest and its size say")
        self._head = None
