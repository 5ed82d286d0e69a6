"""How much does a phone load before the first photo, and after how long does the page answer?

Usage: python bench/first_load.py [--address http://localhost:8000] [--runs 5]      (against `make run`, with its demo)
Signs in as the demo's customer who has begun, goes on to the front of the document, and opens that page again with an empty
cache in a window of 390 x 844. Bytes are those that came over the wire, headers included. Times come from Chromium's own
tracing: first and largest paint, total blocking time (what tasks longer than 50 ms took beyond them), and interactive as
Lighthouse defines it (after the first paint, the end of the last long task before five quiet seconds), the median of all
runs; then the same with the processor four times slower, as Lighthouse imagines a phone.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

from assay.sandbox.sign_ins import CUSTOMERS, PASSWORD

PHONE = {"width": 390, "height": 844}
LONG_MS = 50.0
QUIET_SECONDS = 5.0
MOST_BYTES, MOST_SECONDS = 200_000, 1.0
TRACED = "devtools.timeline,loading,toplevel,blink.user_timing"


@dataclass(frozen=True)
class Load:
    requests: int
    bytes: int
    first_paint: float
    largest_paint: float
    blocking: float
    interactive: float


def go_to_the_first_photo(page: Page, address: str) -> str:
    """Sign in as the customer who has begun and press on until a picture is asked for; return the page's path."""
    page.goto(f"{address}/account/login/")
    page.locator("main input[name=login]").fill(CUSTOMERS[-1].email)
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.goto(f"{address}/verification")
    for _ in range(10):
        if page.locator("assay-verify").count():
            return urlsplit(page.url).path
        for choice in page.locator("main input[type=radio]").all()[:1]:
            choice.check()
        for box in page.locator("main input[type=checkbox][required]").all():
            box.check()
        page.locator("main .button:not(.secondary):not(.quiet)").first.click()
        page.wait_for_load_state()
    raise SystemExit(f"No picture was asked for; the last page was {page.url}.")


def traced(session: CDPSession, page: Page, address: str) -> tuple[list[dict], list[float]]:
    """Open a page while Chromium traces it; return the events, and the bytes of each answer."""
    events: list[dict] = []
    sizes: list[float] = []
    done: list[bool] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    session.on("Network.loadingFinished", lambda answer: sizes.append(answer["encodedDataLength"]))
    session.send("Tracing.start", {"traceConfig": {"includedCategories": TRACED.split(",")}})
    page.goto(address, wait_until="load")
    page.locator("assay-verify [data-do=open]").first.wait_for()
    page.wait_for_timeout(1000 * QUIET_SECONDS + 1000)
    session.send("Tracing.end")
    while not done:
        page.wait_for_timeout(50)
    return events, sizes


def read(events: list[dict], sizes: list[float], address: str) -> Load:
    """Return the figures of one load. Times in a trace are microseconds; workers and the empty tab begin loads, too."""
    begun = [event for event in events if event["name"] == "navigationStart"]
    start = next(event for event in begun if event["args"]["data"]["documentLoaderURL"] == address)
    began, own, thread = start["ts"], start["pid"], start["tid"]

    def latest(name: str) -> float:
        return max(
            (event["ts"] for event in events if event["name"] == name and event["ts"] >= began), default=began
        )

    def long_tasks() -> Iterator[tuple[float, float]]:
        for event in events:
            if event["name"].endswith("RunTask") and event["pid"] == own and event["tid"] == thread:
                length = event.get("dur", 0) / 1000
                if length > LONG_MS and event["ts"] >= began:
                    yield (event["ts"] - began) / 1e6, length

    painted = (latest("firstContentfulPaint") - began) / 1e6
    busy_until = painted
    for start, length in sorted(long_tasks()):
        if start < busy_until + QUIET_SECONDS:
            busy_until = max(busy_until, start + length / 1000)
    return Load(
        requests=len(sizes),
        bytes=round(sum(sizes)),
        first_paint=painted,
        largest_paint=(latest("largestContentfulPaint::Candidate") - began) / 1e6,
        blocking=sum(length - LONG_MS for start, length in long_tasks() if start >= painted) / 1000,
        interactive=busy_until,
    )


def measure(context: BrowserContext, address: str, path: str, slower: int) -> Load:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    load = read(*traced(session, page, address + path), address + path)
    page.close()
    return load


def median(loads: list[Load]) -> dict[str, float]:
    return {
        name: round(statistics.median(getattr(load, name) for load in loads), 3)
        for name in Load.__annotations__
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--address", default="http://localhost:8000")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--chromium", default="/usr/bin/chromium")
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=asked.chromium, chromium_sandbox=False)
        context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, permissions=["camera"])
        path = go_to_the_first_photo(context.new_page(), asked.address)
        found = {
            slower: median([measure(context, asked.address, path, slower) for _ in range(asked.runs)])
            for slower in (1, 4)
        }
        browser.close()
    if asked.json:
        print(json.dumps(found))
        return
    print(f"{path}, empty cache, 390 x 844, median of {asked.runs}, {time.strftime('%Y-%m-%d')}")
    for slower, figures in found.items():
        share, pace = figures["bytes"] / MOST_BYTES, figures["interactive"] / MOST_SECONDS
        print(f"processor {slower} x slower: {figures['requests']:.0f} answers,", end=" ")
        print(f"{figures['bytes'] / 1000:.1f} kB ({share:.2f} of 200 kB);")
        print(
            f"  first paint {figures['first_paint']:.3f} s, largest {figures['largest_paint']:.3f} s, blocking "
            f"{figures['blocking']:.3f} s, interactive {figures['interactive']:.3f} s ({pace:.2f} of 1 s)"
        )


if __name__ == "__main__":
    main()
