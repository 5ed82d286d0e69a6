"""What tests share: a throw-away home, a real PostgreSQL, the specimens, a browser, and a worker on demand."""

import atexit
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Before anything reads the settings: a home of its own, with its own keys, evidence and database. The weights stay
# where they are. An ASSAY_ variable of the shell must not change what the tests see.
_MODELS = os.environ.get("ASSAY_MODELS_DIR") or str(ROOT / ".assay" / "models")
for _name in [name for name in os.environ if name.startswith("ASSAY_")]:
    del os.environ[_name]
HOME = Path(tempfile.mkdtemp(prefix="assay-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
# The database's service account has to pass; everything inside has its own narrower permissions.
HOME.chmod(0o711)
os.environ["ASSAY_HOME"] = str(HOME)
# The people of the tests are Utopia's, and only a demo takes its specimens.
os.environ["ASSAY_DEMO"] = "1"
os.environ["ASSAY_MODELS_DIR"] = _MODELS
os.environ["DATABASE_URL"] = f"postgresql://postgres@/assay?host={HOME / 'postgres' / 'run'}"
os.environ["DJANGO_SETTINGS_MODULE"] = "assay.config.settings"
# Models run on one thread each in the product too; the tests share the machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import django  # noqa: E402 -- the settings are read when Django is set up
import pytest  # noqa: E402 -- the same

django.setup()
# Processes that run tests beside this one inherit the environment. With this variable in it they would read the settings
# before their own conftest gives them a home and a database of their own.
del os.environ["DJANGO_SETTINGS_MODULE"]

from asgiref.sync import async_to_sync  # noqa: E402 -- after the settings
from django.db import connection, connections  # noqa: E402 -- the same
from django.test import TransactionTestCase  # noqa: E402 -- the same
from PIL import Image  # noqa: E402 -- the same
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright  # noqa: E402 -- the same
from procrastinate.contrib.django import app  # noqa: E402 -- the same
from procrastinate.jobs import Status  # noqa: E402 -- the same

from assay.config import postgres  # noqa: E402 -- the same

# What is written here is thrown away, so nothing has to reach the disk.
_UNSAFE_AND_FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


@pytest.fixture(scope="session")
def home() -> Path:
    """The tests' ASSAY_HOME, removed at the end."""
    return HOME


@pytest.fixture(scope="session")
def database_server(home: Path) -> Iterator[postgres.Server]:
    """A PostgreSQL of its own for this run; only tests that ask for the database start it."""
    with postgres.serving(home, _UNSAFE_AND_FAST) as server:
        yield server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server: postgres.Server) -> None:
    """pytest-django asks for this before it makes the test database."""


def _flush_append_only_tables(test: TransactionTestCase) -> None:
    """Empty all tables after a test with real transactions, the audit log's included.

    Its triggers refuse that to everybody, as they should; only the tests' superuser may leave them out.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    try:
        _django_teardown(test)
    finally:
        with connection.cursor() as cursor:
            # Tables that are no Django models: rate limits and jobs.
            cursor.execute(
                "TRUNCATE cache, procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers CASCADE"
            )
            cursor.execute("SET session_replication_role = DEFAULT")


_django_teardown = TransactionTestCase._fixture_teardown
TransactionTestCase._fixture_teardown = _flush_append_only_tables  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def specimens() -> Path:
    """The folder of test images that may not be committed; SPECIMENS_DIR says where, else beside the repository."""
    folder = Path(os.environ.get("SPECIMENS_DIR") or ROOT.parent / "shared" / "specimens")
    if not folder.is_dir():
        pytest.skip(f"no test images in {folder}; set SPECIMENS_DIR")
    return folder


def _drain() -> list[str]:
    manager = app.job_manager
    worker_id = async_to_sync(manager.register_worker)()
    done = []
    while job := async_to_sync(manager.fetch_job)(queues=None, worker_id=worker_id):
        # Django's connection leaves JSON as text; a worker's own would not.
        app.tasks[job.task_name](**json.loads(job.task_kwargs))
        async_to_sync(manager.finish_job)(job=job, status=Status.SUCCEEDED, delete_job=False)
        done.append(job.task_name.rsplit(".", 1)[-1])
    async_to_sync(manager.unregister_worker)(worker_id)
    return done


@pytest.fixture
def run_jobs(db: None) -> Callable[[], list[str]]:
    """Call it to do, here and now, every job that waits, and those they start. Returns the jobs' names, in order.

    The real tasks on the test's own connection, so it needs no committed transaction; a job that fails fails the test.
    Not while a browser is open: Playwright keeps an event loop in this thread. Use `worker` there.
    """
    app.perform_import_paths()
    return _drain


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """Jobs are done beside the test, as they come, for tests that look at pages of `live_server`."""
    app.perform_import_paths()
    stop = threading.Event()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            while not stop.wait(0.1):
                _drain()
        except BaseException as failure:  # noqa: BLE001 -- handed to the test below
            failures.append(failure)
        finally:
            connection.close()

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    yield
    stop.set()
    thread.join()
    if failures:
        raise failures[0]


@pytest.fixture(scope="session")
def chromium() -> Path | None:
    """The browser of this machine; None: the one Playwright has fetched."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found:
        return Path(found)
    if not list((Path.home() / ".cache" / "ms-playwright").glob("chromium*")):
        pytest.skip("no browser here; `make test` installs one")
    return None


# Everything that could ask the network, and the questions a person would have to answer.
_BROWSER_FLAGS = (
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-quic", "--disable-gpu",
)  # fmt: skip


@pytest.fixture
def playwright(monkeypatch: pytest.MonkeyPatch) -> Iterator[Playwright]:
    # Playwright runs an event loop in this thread; Django would refuse to be called beside one.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as running:
        yield running
        # Beside that loop Django gives the thread connections of their own, which nobody else closes.
        connections.close_all()


@pytest.fixture
def open_browser(chromium: Path | None, playwright: Playwright) -> Iterator[Callable[..., BrowserContext]]:
    """Call it for a new browser window: `open_browser(camera=clip, viewport={...})`.

    `camera` is an .mjpeg or .y4m file that the fake camera shows over and over; other names are Playwright's own for
    a new context. With `asks` the browser asks before it gives the camera, and so refuses it until a test allows it.
    """
    browsers = []

    def open_one(camera: Path | None = None, *, asks: bool = False, **options: object) -> BrowserContext:
        flags = [flag for flag in _BROWSER_FLAGS if not (asks and "fake-ui" in flag)]
        if camera is not None:
            flags.append(f"--use-file-for-fake-video-capture={camera.absolute()}")
        browser = playwright.chromium.launch(
            executable_path=chromium, headless=True, chromium_sandbox=os.geteuid() != 0, args=flags
        )
        browsers.append(browser)
        context = browser.new_context(permissions=[] if asks else ["camera"], **options)
        context.set_default_timeout(20_000)
        return context

    yield open_one
    for browser in browsers:
        browser.close()


@pytest.fixture
def picture() -> Callable[..., None]:
    """Call it at a step worth showing: `picture(page, "05-details")`. Without PICTURES_DIR it does nothing.

    It shows the beginning of the page, or what `at` selects.
    """
    folder = os.environ.get("PICTURES_DIR")

    def take(page: Page, name: str, at: str = "body") -> None:
        if folder:
            block = "start" if at == "body" else "center"
            page.locator(at).first.evaluate(
                f"part => part.scrollIntoView({{ block: '{block}', behavior: 'instant' }})"
            )
            Path(folder).mkdir(parents=True, exist_ok=True)
            seen = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
            # A palette is a third of the size, and pages have few colours.
            seen.quantize(96, dither=Image.Dither.NONE).save(Path(folder) / f"{name}.png", optimize=True)

    return take
