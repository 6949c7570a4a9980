"""Every setting: name, default and help. ``LIAONING_<NAME>`` wins over the default, an option over both."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, get_type_hints

from msgspec import Meta, Struct
from msgspec.structs import fields, force_setattr

from etl.plain_values.read import read_as

PREFIX = "LIAONING_"
DEMO_DIR = "demo"
DEMO_DATA = "data"
OFFICE_FILE: Final = "office.sqlite"
"""The operational store in its folder, where no database is named."""

_YES_OR_NO: Final = {
    **dict.fromkeys(("yes", "y", "on", "t"), True),
    **dict.fromkeys(("no", "n", "off", "f"), False),
}
_SECRETS: Final = ("database_url", "metrics_token", "identity_secret", "smtp_password")


class Secret:
    """A text that no message, log or page repeats."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def read(cls, value: object) -> "Secret":
        """The secret of a setting.

        Raises:
            ValueError: it is no text.
        """
        if isinstance(value, Secret):
            return value
        if not isinstance(value, str):
            raise ValueError("a text")  # noqa: TRY004  told like any other wrong setting
        return cls(value)

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret('**********')" if self._text else "Secret('')"

    def __str__(self) -> str:
        return "**********" if self._text else ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one deployment runs. Frozen: what a process starts with is what it keeps."""

    data_dir: Annotated[Path, Meta(description="Folder of one deployment: catalog/ and raw/ below it.")] = (
        Path("data")
    )
    build_dir: Annotated[
        Path | None,
        Meta(description="Folder of the builds and of the pointer `current`; unset: `<data_dir>/build`."),
    ] = None
    demo: Annotated[
        bool,
        Meta(
            description="Serve the synthetic demonstration province, kept apart in `<data_dir>/build/demo`."
        ),
    ] = False
    host: Annotated[str, Meta(min_length=1, description="Address the server binds; loopback by default.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Meta(ge=0, le=65535, description="Port the server binds; 0 takes any free one.")] = (
        8050
    )
    allowed_hosts: Annotated[
        str,
        Meta(
            max_length=2000,
            description="Further host names, separated by commas, under which browsers may open the pages.",
        ),
    ] = ""
    workers: Annotated[
        int, Meta(ge=1, le=64, description="Server processes; more than one needs Linux or macOS.")
    ] = 1
    threads: Annotated[int, Meta(ge=1, le=64, description="Threads of each server process.")] = 8
    panel_cache_mib: Annotated[
        int, Meta(ge=1, le=4096, description="Memory for answers made once, in MiB per server process.")
    ] = 64
    watch_seconds: Annotated[
        int, Meta(ge=1, le=3600, description="Seconds after which an open page asks for a new build again.")
    ] = 30
    stale_days: Annotated[
        int, Meta(ge=1, le=3660, description="Days after which a page says that its build is old.")
    ] = 45
    map_approval_number: Annotated[
        str,
        Meta(
            max_length=60,
            description="审图号 printed under every map; unset: the map says that it is missing.",
        ),
    ] = ""
    demo_address: Annotated[
        str,
        Meta(
            max_length=200,
            pattern=r"^(https?://[^\s\"<>]+)?\Z",
            description="Address of a running demonstration server, offered where real data are missing.",
        ),
    ] = ""

    spark_master: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=200,
            description="Cluster of `build --engine spark`: `local[*]`, `spark://host:7077`, `yarn`, "
            "`k8s://…`.",
        ),
    ] = "local[*]"
    spark_stages: Annotated[
        str,
        Meta(
            max_length=500,
            description="Address that all machines of that cluster reach (`hdfs://…`), for intermediate "
            "tables; unset: a scratch folder beside the builds.",
        ),
    ] = ""

    office_dir: Annotated[
        Path | None,
        Meta(
            description="Folder of what people do: store, keys; unset: `<data_dir>/office`, or `demo` in it."
        ),
    ] = None
    database_url: Annotated[
        Secret,
        Meta(description="PostgreSQL instead of SQLite: `postgresql+psycopg://user:password@host/name`."),
    ] = Secret("")
    chain_key_file: Annotated[
        Path | None,
        Meta(description="Ed25519 key that signs the chain; unset: `<office_dir>/keys/chain.pem`."),
    ] = None

    backup_recipients: Annotated[
        str,
        Meta(
            max_length=2000,
            description="Public keys (`age1…`, separated by commas) whose owners can open the backups.",
        ),
    ] = ""

    metrics_token: Annotated[
        Secret,
        Meta(description="Token with which `/metrics` is read from elsewhere; unset: this machine only."),
    ] = Secret("")
    log_requests: Annotated[
        bool,
        Meta(description="A line of JSON in the log for each request, without names or words of a query."),
    ] = False

    require_sign_in: Annotated[
        bool, Meta(description="Sign-in even to read at this machine; from elsewhere it is always required.")
    ] = False
    served_over_https: Annotated[
        bool, Meta(description="A proxy in front speaks HTTPS: cookies are sent over it only.")
    ] = False
    session_idle_minutes: Annotated[
        int, Meta(ge=1, le=1440, description="Minutes without use after which a session ends.")
    ] = 30
    session_hours: Annotated[
        int, Meta(ge=1, le=72, description="Hours after which a session ends in any case.")
    ] = 12
    identity_issuer: Annotated[
        str,
        Meta(
            max_length=300,
            description="Address of an OpenID Connect service whose users may sign in; unset: "
            "passwords only.",
        ),
    ] = ""
    identity_client: Annotated[
        str, Meta(max_length=200, description="Name under which that service knows this installation.")
    ] = ""
    identity_secret: Annotated[Secret, Meta(description="Secret shared with that service.")] = Secret("")

    report_fonts: Annotated[
        Path | None,
        Meta(
            description="Folder of an office's own fonts for the PDF (仿宋_GB2312, 方正小标宋, 黑体 …); "
            "unset: those that come with the project."
        ),
    ] = None

    report_mark: Annotated[
        str,
        Meta(max_length=40, description="Mark of classification on the first page of reports, such as 内部."),
    ] = ""
    report_watermark: Annotated[
        str, Meta(max_length=40, description="Words across every page of reports, such as 内部资料 注意保存.")
    ] = ""

    smtp_host: Annotated[
        str,
        Meta(
            max_length=200, description="Mail server that `report --mail` hands reports to; unset: no mail."
        ),
    ] = ""
    smtp_port: Annotated[int, Meta(ge=1, le=65535, description="Port of the mail server.")] = 25
    smtp_security: Annotated[
        Literal["none", "starttls", "tls"],
        Meta(description="How the connection to the mail server is protected: none, starttls or tls."),
    ] = "none"
    smtp_sender: Annotated[str, Meta(max_length=200, description="Address that reports are sent from.")] = ""
    smtp_user: Annotated[
        str, Meta(max_length=200, description="Account at the mail server; unset: none is asked.")
    ] = ""
    smtp_password: Annotated[Secret, Meta(description="Password of that account.")] = Secret("")

    def __post_init__(self) -> None:
        for name in _SECRETS:
            given = getattr(self, name)
            if isinstance(
                given, str
            ):  # whoever starts a server from a program: it must not be printed either
                force_setattr(self, name, Secret(given))

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
            DeclarationError: a value does not fit; it names the setting.
        """
        given: dict[str, Any] = {
            name: environment[PREFIX + name.upper()]
            for name in cls.__struct_fields__
            if environment.get(PREFIX + name.upper())
        }
        switches = {each.name for each in fields(cls) if isinstance(each.default, bool)}
        given |= {name: _YES_OR_NO.get(given[name].lower(), given[name]) for name in switches & given.keys()}
        given |= {name: value for name, value in options.items() if value is not None}
        read: Self = read_as(cls, given, is_text=True)
        return read


def settings_table() -> str:
    """The settings as a Markdown table, as the README shows it."""
    rows = ["| variable | default | what it does |", "|---|---|---|"]
    hints = get_type_hints(Settings, include_extras=True)
    for each in fields(Settings):
        default = "unset" if each.default in (None, "", Secret("")) else f"`{each.default}`"
        about = hints[each.name].__metadata__[0].description
        rows.append(f"| `{PREFIX}{each.name.upper()}` | {default} | {about} |")
    return "\n".join(rows) + "\n"
