"""A source artifact as CodeConnections writes it (CODE_ZIP: files, no git history), and its unpacking in a build."""

import io
import os
import stat
import zipfile
from pathlib import Path

# The zip format begins in 1980; a fixed time makes equal trees equal archives.
TIME_OF_EVERY_FILE = (1980, 1, 1, 0, 0, 0)


def zip_files(directory: Path, files: list[Path]) -> bytes:
    """These files, relative to the directory, with their permissions; a symbolic link stays one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            path = directory / file
            entry = zipfile.ZipInfo(file.as_posix(), TIME_OF_EVERY_FILE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = path.lstat().st_mode << 16
            archive.writestr(entry, os.readlink(path) if path.is_symlink() else path.read_bytes())
    return buffer.getvalue()


def unzip_files(content: bytes, directory: Path) -> None:
    """Lays an archive out in a directory, with permissions and symbolic links."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            mode = entry.external_attr >> 16
            if stat.S_ISLNK(mode):
                link = directory / entry.filename
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(archive.read(entry).decode())
                continue
            extracted = Path(archive.extract(entry, directory))
            if mode and not entry.is_dir():
                extracted.chmod(stat.S_IMODE(mode))
