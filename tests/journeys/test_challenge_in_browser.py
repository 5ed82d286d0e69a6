"""What the page of the short video shows while it records: the dot on its path, colours in their time, never a flicker."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from made_pages import Customer

PHONE = {"width": 390, "height": 844}
# How long a busy machine may take.
SECONDS = 20_000
# Writes down every colour of the screen with its time, and where the dot was.
WATCH = """() => {
  document.querySelector("assay-verify").setAttribute("ready-seconds", "0");
  window.colours = []; window.dots = [];
  const veil = document.querySelector("[data-veil]"), dot = document.querySelector("[data-dot]");
  new MutationObserver(() => window.colours.push([veil.dataset.veil, performance.now()])).observe(veil, { attributes: true });
  new MutationObserver(() => {
    const box = dot.getBoundingClientRect();
    if (!dot.hidden) window.dots.push([box.left / (innerWidth - box.width), box.top / (innerHeight - box.height)]);
  }).observe(dot, { attributes: true });
}"""


def drawn(prompts=(), flashes=(), seconds=60.0) -> dict[str, object]:
    return {
        "prompts": [
            {"gesture": gesture, "from_second": since, "to_second": until, "path": list(path)}
            for gesture, since, until, path in prompts
        ],
        "flashes": [
            {"colour": colour, "from_second": since, "to_second": until} for colour, since, until in flashes
        ],
        "seconds": seconds,
        "made_for": "",
    }


def keep_recording(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


@pytest.fixture
def recorder(transactional_db, settings, live_server, open_browser) -> Callable[..., Page]:
    """Open the page of the short video, for a challenge of the test's own."""
    settings.DEMO = True
    customer = Customer()
    customer.until_challenge()

    def open_page(challenge: dict[str, object], **options: object) -> Page:
        context: BrowserContext = open_browser(base_url=live_server.url, viewport=PHONE, **options)
        session = customer.browser.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.route("**/verification/challenge/draw", lambda route: route.fulfill(json=challenge))
        # A recording on its way to the server when the test ends would look for an account that is gone by then.
        page.route("**/verification/challenge", keep_recording)
        page.goto("/verification/challenge")
        page.evaluate(WATCH)
        return page

    return open_page


@pytest.mark.row("IDW-13", "IDA-13")
def test_the_dot_follows_its_path_and_words_are_said_when_each_movement_begins(recorder):
    path = ((0.1, 0.15), (0.9, 0.85))
    page = recorder(drawn([("turn_left", 0.0, 2.0, ()), ("follow_dot", 2.0, 4.0, path)]), color_scheme="dark")
    page.get_by_role("button", name="Start").click()
    said = page.locator("[data-live]")
    expect(said).to_have_text("Turn your head to your left", timeout=SECONDS)
    expect(said).to_have_text("Follow the dot with your eyes")
    expect(said).to_have_text("Thank you. Look straight at the camera once more")
    dots = page.evaluate("window.dots")
    assert dots[0][0] == pytest.approx(0.1, abs=0.15)
    assert dots[-1][0] == pytest.approx(0.9, abs=0.15)
    # The path is a straight line, and the dot never goes back on it.
    assert all(later[0] >= earlier[0] for earlier, later in pairwise(dots))
    assert all(y - 0.15 == pytest.approx((x - 0.1) * 0.7 / 0.8, abs=0.02) for x, y in dots)
    assert len(dots) > 10


def test_colours_come_in_their_order_and_one_key_ends_them(recorder):
    page = recorder(drawn(flashes=[("red", 0.3, 0.9), ("green", 0.9, 1.5), ("blue", 1.5, 60.0)]))
    page.get_by_role("button", name="Start").click()
    expect(page.locator("[data-veil=blue]")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_role("button", name="Stop and begin again")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    expect(page.locator("[data-veil]")).to_be_hidden()
    assert [colour for colour, _ in page.evaluate("window.colours")] == ["red", "green", "blue", ""]


def test_the_screen_never_flashes_more_than_three_times_a_second_whatever_is_drawn(recorder):
    colours = [(("red", "green", "blue")[n % 3], n / 10, (n + 1) / 10) for n in range(20)]
    page = recorder(drawn(flashes=colours))
    page.get_by_role("button", name="Start").click()
    expect(page.locator("[data-prompt=done]")).to_be_visible(timeout=SECONDS)
    expect(page.locator("[data-veil='']")).to_be_attached()
    times = [at for _, at in page.evaluate("window.colours")]
    assert len(times) >= 3
    assert all(later - earlier >= 333 for earlier, later in pairwise(times))


def test_who_asks_for_less_motion_is_told_that_the_light_is_left_out_and_sees_none(recorder):
    page = recorder(drawn(), reduced_motion="reduce")
    expect(page.get_by_text("Your device asks pages for less motion")).to_be_visible()
    expect(page.get_by_label("Record without the coloured light")).to_be_hidden()
    with page.expect_request("**/verification/challenge/draw") as asked:
        page.get_by_role("button", name="Start").click()
    assert b'name="no_light"' in asked.value.post_data_buffer


def test_getting_ready_takes_as_long_as_somebody_needs_and_other_ways_are_told_at_the_button(recorder):
    page = recorder(drawn([("blink", 0.0, 60.0, ())]))
    page.evaluate("document.querySelector('assay-verify').setAttribute('ready-seconds', '3')")
    start = page.get_by_role("button", name="Start")
    expect(start).to_have_accessible_description(re.compile("There is a way for everybody"))
    start.press("Enter")
    more = page.get_by_role("button", name="I need more time")
    more.press("Enter")
    more.press("Enter")
    expect(page.get_by_text("You have twenty seconds more.")).to_be_attached()
    page.wait_for_timeout(4000)
    assert int(page.locator("[data-slot=left]").inner_text()) > 30
    expect(page.locator("[data-live]")).to_have_text("Centre your face")
    page.keyboard.press("Escape")
    expect(start).to_be_focused()
