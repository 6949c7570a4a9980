"""One connection to a Spark cluster, or to a small one on this machine; what is lacking is told in words."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from etl.errors import BuildError, UsageError, told

if TYPE_CHECKING:  # Spark is an extra: whoever does not use it need not have it
    from pyspark.sql import SparkSession

LOCAL: Final = "local"
"""How the names of masters begin that run on this machine."""

_ROOT: Final = Path(__file__).parents[2]
_LOGGING: Final = Path(__file__).with_name("log4j2.properties")
_LOOPBACK: Final = "127.0.0.1"
_ALWAYS: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}
# a build is over before the second compiler of Java would pay
_JAVA: Final = f"-XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile={_LOGGING.as_uri()}"
_ON_THIS_MACHINE: Final = {
    "spark.driver.bindAddress": _LOOPBACK,
    "spark.driver.host": _LOOPBACK,
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.executorEnv.PYTHONPATH": str(_ROOT),
    "spark.driver.extraJavaOptions": _JAVA,
    "spark.executor.extraJavaOptions": _JAVA,
}


def folder_of_one_build(stages: str) -> str:
    """An address below that of all builds, so that two builds at once write over nothing of each other."""
    return f"{stages.rstrip('/')}/build-{uuid4().hex}"


def refuse_without_spark() -> None:
    """Refuse before anything is read where Spark cannot start.

    Raises:
        UsageError: PySpark, PyArrow or Java is not installed.
    """
    missing = [name for name in ("pyspark", "pyarrow") if find_spec(name) is None]
    if missing:
        raise UsageError(**told("no_pyspark", missing=", ".join(missing)))
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if java is None:
        raise UsageError(**told("no_java", place=f"{home}/bin" if home else "PATH"))


def open_session(master: str) -> "SparkSession":
    """A session on a cluster.

    Args:
        master: ``local[*]``, ``local-cluster[2,1,1024]``, ``spark://host:7077``, ``yarn``, ``k8s://…``.

    Raises:
        BuildError: the cluster does not answer, or Java did not start.
    """
    from py4j.protocol import Py4JError  # noqa: PLC0415  only who uses Spark waits for it
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    is_local = master.startswith(LOCAL)
    if is_local:
        os.environ.setdefault("SPARK_LOCAL_IP", _LOOPBACK)
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("manufacturing performance")
    for name, value in {**_ALWAYS, **(_ON_THIS_MACHINE if is_local else {})}.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise BuildError(**told("spark_not_started", master=master, reason=reason_of(error))) from error


@contextmanager
def spark_errors() -> Iterator[None]:
    """What goes wrong in the cluster, as one readable paragraph.

    Raises:
        BuildError: a part failed, or the cluster went away.
    """
    from py4j.protocol import Py4JError  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise BuildError(**told("spark_failed", reason=reason_of(error))) from error


def reason_of(error: Exception) -> str:
    """The line that says what happened, out of the traces of two languages."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [
        line for line in lines if not line.startswith(("at ", "File ", "Traceback", "***", "Caused by"))
    ]
    said = [line for line in telling if "Error: " in line or "Exception: " in line]
    return (said or telling or [type(error).__name__])[-1]
