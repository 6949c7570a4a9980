"""Change a delivery on purpose, as a publisher or a slip of the hand would."""

import hashlib
from pathlib import Path


def replace_in(data_dir: Path, file: str, old: str, new: str) -> None:
    """Replace a text of a raw file once, and take its hash anew."""
    path = data_dir / "raw" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    take_hash(path)


def take_hash(path: Path) -> None:
    """Let the meta beside a raw file state the hash of its bytes."""
    meta = path.with_name(f"{path.name}.meta.yaml")
    lines = [line for line in meta.read_text(encoding="utf-8").splitlines() if not line.startswith("sha256:")]
    lines.append(f"sha256: {hashlib.sha256(path.read_bytes()).hexdigest()}")
    meta.write_text("\n".join(lines) + "\n", encoding="utf-8")
