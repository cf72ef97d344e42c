"""The name under which this machine writes into the log."""

from __future__ import annotations

import uuid

from quizzer.errors import StoreError
from quizzer.paths import Paths


def device_id(paths: Paths) -> str:
    """Return the name under which this machine writes into the log; made up at the first call."""
    try:
        paths.data.mkdir(parents=True, exist_ok=True)
        try:
            with paths.device.open("x", encoding="ascii") as file:
                file.write(uuid.uuid4().hex + "\n")
        except FileExistsError:
            pass
        name = paths.device.read_text(encoding="ascii").strip()
        if not name:  # the machine stopped while it was written
            name = uuid.uuid4().hex
            paths.device.write_text(name + "\n", encoding="ascii")
    except UnicodeDecodeError as error:
        raise StoreError(f"{paths.device} is damaged. Delete it; this machine then gets another name.") from error
    except OSError as error:
        raise StoreError(
            f"{paths.data} cannot be used: {error.strerror or error}. Choose another folder with --home."
        ) from error
    return name
