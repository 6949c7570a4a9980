"""Every setting: name, default and help. ``LIAONING_<NAME>`` wins over the default, an option over both."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr

PREFIX = "LIAONING_"
DEMO_DIR = "demo"
DEMO_DATA = "data"
OFFICE_FILE: Final = "office.sqlite"
"""The operational store in its folder, where no database is named."""


class Settings(BaseModel):
    """How one deployment runs. Frozen: what a process starts with is what it keeps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(Path("data"), description="Folder of one deployment: catalog/ and raw/ below it.")
    build_dir: Path | None = Field(
        None, description="Folder of the builds and of the pointer `current`; unset: `<data_dir>/build`."
    )
    demo: bool = Field(
        False,
        description="Serve the synthetic demonstration province, kept apart in `<data_dir>/build/demo`.",
    )
    host: str = Field("127.0.0.1", min_length=1, description="Address the server binds; loopback by default.")
    port: int = Field(8050, ge=0, le=65535, description="Port the server binds; 0 takes any free one.")
    allowed_hosts: str = Field(
        "",
        max_length=2000,
        description="Further host names, separated by commas, under which browsers may open the pages.",
    )
    workers: int = Field(1, ge=1, le=64, description="Server processes; more than one needs Linux or macOS.")
    threads: int = Field(8, ge=1, le=64, description="Threads of each server process.")
    panel_cache_mib: int = Field(
        64, ge=1, le=4096, description="Memory for answers made once, in MiB per server process."
    )
    watch_seconds: int = Field(
        30, ge=1, le=3600, description="Seconds after which an open page asks for a new build again."
    )
    stale_days: int = Field(
        45, ge=1, le=3660, description="Days after which a page says that its build is old."
    )
    map_approval_number: str = Field(
        "",
        max_length=60,
        description="审图号 printed under every map; unset: the map says that it is missing.",
    )
    demo_address: str = Field(
        "",
        max_length=200,
        pattern=r"^(https?://[^\s\"<>]+)?$",
        description="Address of a running demonstration server, offered where real data are missing.",
    )

    spark_master: str = Field(
        "local[*]",
        min_length=1,
        max_length=200,
        description="Cluster of `build --engine spark`: `local[*]`, `spark://host:7077`, `yarn`, `k8s://…`.",
    )
    spark_stages: str = Field(
        "",
        max_length=500,
        description="Address that all machines of that cluster reach (`hdfs://…`), for intermediate tables; "
        "unset: a scratch folder beside the builds.",
    )

    office_dir: Path | None = Field(
        None,
        description="Folder of what people do: store, keys; unset: `<data_dir>/office`, or `demo` in it.",
    )
    database_url: SecretStr = Field(
        SecretStr(""),
        description="PostgreSQL instead of SQLite: `postgresql+psycopg://user:password@host/name`.",
    )
    chain_key_file: Path | None = Field(
        None,
        description="Ed25519 key that signs the chain; unset: `<office_dir>/keys/chain.pem`.",
    )

    backup_recipients: str = Field(
        "",
        max_length=2000,
        description="Public keys (`age1…`, separated by commas) whose owners can open the backups.",
    )

    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="Token with which `/metrics` is read from elsewhere; unset: this machine only.",
    )
    log_requests: bool = Field(
        False, description="A line of JSON in the log for each request, without names or words of a query."
    )

    require_sign_in: bool = Field(
        False,
        description="Sign-in even to read at this machine; from elsewhere it is always required.",
    )
    served_over_https: bool = Field(
        False, description="A proxy in front speaks HTTPS: cookies are sent over it only."
    )
    session_idle_minutes: int = Field(
        30, ge=1, le=1440, description="Minutes without use after which a session ends."
    )
    session_hours: int = Field(12, ge=1, le=72, description="Hours after which a session ends in any case.")
    identity_issuer: str = Field(
        "",
        max_length=300,
        description="Address of an OpenID Connect service whose users may sign in; unset: passwords only.",
    )
    identity_client: str = Field(
        "", max_length=200, description="Name under which that service knows this installation."
    )
    identity_secret: SecretStr = Field(SecretStr(""), description="Secret shared with that service.")

    report_fonts: Path | None = Field(
        None,
        description="Folder of an office's own fonts for the PDF (仿宋_GB2312, 方正小标宋, 黑体 …); "
        "unset: those that come with the project.",
    )

    report_mark: str = Field(
        "", max_length=40, description="Mark of classification on the first page of reports, such as 内部."
    )
    report_watermark: str = Field(
        "", max_length=40, description="Words across every page of reports, such as 内部资料 注意保存."
    )

    smtp_host: str = Field(
        "", max_length=200, description="Mail server that `report --mail` hands reports to; unset: no mail."
    )
    smtp_port: int = Field(25, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        "none", description="How the connection to the mail server is protected: none, starttls or tls."
    )
    smtp_sender: str = Field("", max_length=200, description="Address that reports are sent from.")
    smtp_user: str = Field(
        "", max_length=200, description="Account at the mail server; unset: none is asked."
    )
    smtp_password: SecretStr = Field(SecretStr(""), description="Password of that account.")

    @property
    def session_key(self) -> Path:
        """The file of the key that signs cookies."""
        return self.office / "keys" / "session.key"

    @property
    def office(self) -> Path:
        """The folder of what people do; real and demonstration acts never share a chain."""
        if self.office_dir is not None:
            return self.office_dir
        real = self.data_dir / "office"
        return real / DEMO_DIR if self.demo else real

    @property
    def declared(self) -> Path:
        """The folder of the declarations that two people changed, laid over the catalogue of each build."""
        return self.office / "declared"

    @property
    def accepted(self) -> Path:
        """The folder of the files that two people accepted at the load desk, and of the pointer to them."""
        return self.office / "accepted"

    @property
    def chain_key(self) -> Path:
        """The file of the key that signs the chain."""
        return self.chain_key_file or self.office / "keys" / "chain.pem"

    @property
    def builds(self) -> Path:
        """The folder of ``<build_id>/`` folders and of the pointer ``current``."""
        if self.build_dir is not None:
            return self.build_dir
        real = self.data_dir / "build"
        return real / DEMO_DIR if self.demo else real  # real and demonstration data never share a pointer

    @property
    def host_names(self) -> frozenset[str]:
        """The names that browsers may use, in lower case; those of this machine itself always work."""
        named = (name.strip().lower() for name in (self.host, *self.allowed_hosts.split(",")))
        return frozenset(name for name in named if name)

    @property
    def deployment_dir(self) -> Path:
        """The folder whose ``catalog/`` and ``raw/`` are loaded: the data, or the demonstration's."""
        return self.builds / DEMO_DATA if self.demo else self.data_dir

    @classmethod
    def read(cls, environment: Mapping[str, str], **options: Any) -> Self:
        """The settings of one run.

        Args:
            environment: variables named ``LIAONING_<NAME>``; others are ignored, empty ones count as unset.
            options: what the command line gave; ``None`` counts as not given.

        Raises:
            pydantic.ValidationError: a value does not fit; it names the setting.
        """
        given: dict[str, Any] = {
            name: environment[PREFIX + name.upper()]
            for name in cls.model_fields
            if environment.get(PREFIX + name.upper())
        }
        given |= {name: value for name, value in options.items() if value is not None}
        return cls(**given)


def settings_table() -> str:
    """The settings as a Markdown table, as the README shows it."""
    rows = ["| variable | default | what it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        is_unset = field.default in (None, "", SecretStr(""))
        default = "unset" if is_unset else f"`{field.default}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows) + "\n"
