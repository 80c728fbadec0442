"""Where the embedded servers keep their data and their sockets."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

# The kernel's limit for a socket's path is 107 bytes; PostgreSQL adds "/.s.PGSQL.5432".
LONGEST_SOCKET_DIRECTORY = 90
# Root may have to hand the servers' folders to this user: PostgreSQL refuses to run as root.
NOBODY = 65534


@dataclass(frozen=True)
class Layout:
    """The folders below one DATA_DIR; equal for every process that is given the same one."""

    data: Path

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def redis(self) -> Path:
        return self.data / "redis"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def lock(self) -> Path:
        return self.data / "servers.lock"

    @property
    def sockets(self) -> Path:
        """A private folder whose path is short enough; outside the data only when it must be."""
        inside = self.data / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIRECTORY:
            return inside
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return Path("/tmp") / f"atomdesk-{os.geteuid()}-{name}"  # noqa: S108 made 0700 and checked

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    def make(self) -> None:
        """Create the folders, private to this user; refuse a socket folder of somebody else."""
        for folder in (self.data, self.logs, self.sockets):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.postgres, self.redis):
            folder.mkdir(mode=0o700, exist_ok=True)
        owner = self.sockets.lstat()
        ours = {os.geteuid()} | ({NOBODY} if os.geteuid() == 0 else set())
        if owner.st_uid not in ours or self.sockets.is_symlink():
            message = (
                f"{self.sockets} belongs to another user: remove it and start again."
            )
            raise PermissionError(message)
        self.sockets.chmod(0o700)
