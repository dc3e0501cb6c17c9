"""The demo's page in a real browser, as its visitors use it."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Demo
from tests.browser.hostile import IMAGE

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
STEPS = [
    "ask",
    "need_help",
    "send",
    "claim",
    "respond",
    "promise",
    "direct",
    "merge",
    "escalate",
    "return",
    "resolve",
    "rate",
    "hard",
    "reply",
    "accept",
    "community",
    "callback",
    "kill",
    "stats",
]


def write(page: Page, channel: str, text: str) -> None:
    """Go to a channel and send a message."""
    page.get_by_test_id(f"channel-{channel}").first.click()
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def newest(page: Page):  # type: ignore[no-untyped-def]  # playwright's Locator
    """The last message that is shown."""
    return page.get_by_test_id("message").last


def fill_delivery_form(page: Page) -> None:
    """The form that *Still need help* opens under the SPF answer."""
    form = page.get_by_test_id("modal")
    form.get_by_label("Which address or domain is affected?").fill("ann@example.com")
    form.get_by_label("Several people").check()
    form.get_by_label("No", exact=True).check()
    form.get_by_role("button", name="Submit").click()
    expect(form).to_have_count(0)


def test_the_guided_tour_from_start_to_end(demo: Demo) -> None:
    page = demo.window("ann")
    write(page, "help", "how do i set up spf")
    expect(page.get_by_test_id("guide-ask")).to_have_attribute("data-done", "true")
    page.get_by_role("button", name="Still need help").click()
    expect(page.get_by_label("What happens, and since when?")).to_have_value("how do i set up spf")
    expect(page.get_by_test_id("guide-need_help")).to_have_attribute("data-done", "true")
    fill_delivery_form(page)
    expect(page.get_by_test_id("guide-send")).to_have_attribute("data-done", "true")
    for step in STEPS[3:]:
        item = page.get_by_test_id(f"guide-{step}")
        expect(item).to_have_attribute("data-done", "false")
        if step == "direct":
            item.get_by_role("button", name="Show me").click()
            expect(page.get_by_test_id("composer")).to_have_value(re.compile("^ann and i share a domain"))
            expect(page.get_by_test_id("channel-Signpost")).to_have_attribute("aria-current", "page")
        item.get_by_role("button", name="Do it for me").click()
        expect(item).to_have_attribute("data-done", "true", timeout=20_000)
    expect(page.get_by_text("All done.")).to_be_visible()


def test_two_people_see_each_other_live_and_only_what_is_theirs(demo: Demo) -> None:
    ann, sam, noor = demo.window("ann"), demo.window("sam"), demo.window("noor")
    write(ann, "help", "how do i set up spf")
    noor.get_by_test_id("channel-help").click()
    expect(noor.get_by_text("how do i set up spf").first).to_be_visible()
    sam.get_by_test_id("channel-staff-queue").click()
    expect(noor.get_by_test_id("channel-staff-queue")).to_have_count(0)

    ann.get_by_role("button", name="Still need help").click()
    fill_delivery_form(ann)
    expect(ann.get_by_text("Only you can see this")).to_be_visible()
    expect(newest(sam)).to_contain_text("Ticket #1 · Delivery problem")
    expect(noor.get_by_text("Ticket #1 is open")).to_have_count(0)

    sam.get_by_role("button", name="Claim").click()
    ann.get_by_role("link", name=re.compile("#1 Delivery")).or_(
        ann.get_by_role("button", name=re.compile("#1 Delivery"))
    ).first.click()
    expect(ann.get_by_text("is looking after this ticket now")).to_be_visible()
    write(sam, "staff-queue", "I take this one")
    sam.get_by_role("button", name=re.compile("#1 Delivery")).first.click()
    sam.get_by_test_id("composer").fill("Your record has a typo")
    sam.get_by_test_id("composer").press("Enter")
    expect(ann.get_by_text("Your record has a typo")).to_be_visible()
    expect(noor.get_by_role("button", name=re.compile("#1 Delivery"))).to_have_count(0)


def test_a_form_with_a_file_shows_the_picture_in_the_ticket(demo: Demo, tmp_path: Path) -> None:
    page = demo.window("ann")
    picture = tmp_path / "login <b>.png"
    picture.write_bytes(PNG)
    page.get_by_test_id("channel-get-support").click()
    page.get_by_role("button", name="Platform bug").click()
    form = page.get_by_test_id("modal")
    form.get_by_label("Webmail").check()
    form.get_by_label("What did you do, step by step?").fill("I opened the webmail")
    form.get_by_role("button", name="Submit").click()
    expect(form.get_by_text("Please write something here.")).to_be_visible()
    form.get_by_label("What happened, and what should have?").fill("It shows an error")
    form.locator("input[type=file]").set_input_files(picture)
    form.get_by_label("Only me").check()
    form.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Still need help").click()
    page.get_by_test_id("channel-#1 Platform bug: It shows an error").click()
    expect(page.get_by_role("img", name="login <b>.png")).to_be_visible()


def test_an_old_button_works_after_a_restart_and_a_day(demo: Demo) -> None:
    page = demo.window("ann")
    write(page, "help", "how do i set up spf")
    expect(page.get_by_role("button", name="Solved it")).to_be_visible()
    page.get_by_test_id("tab-trouble").click()
    page.get_by_test_id("trouble-restart").click()
    expect(page.get_by_test_id("toast")).to_be_visible()
    before = page.get_by_test_id("clock").inner_text()
    page.get_by_test_id("advance-86400").click()
    expect(page.get_by_test_id("clock")).not_to_have_text(before)
    page.get_by_role("button", name="Solved it").click()
    expect(page.get_by_text("Marked as solved")).to_be_visible()


def test_discord_failing_loses_nothing_and_the_log_shows_it(demo: Demo) -> None:
    page = demo.window("ann")
    page.get_by_test_id("tab-trouble").click()
    page.get_by_test_id("trouble-kill_opening").click()
    expect(page.get_by_text("Waiting to happen")).to_be_visible()
    page.get_by_test_id("channel-get-support").click()
    page.get_by_role("button", name="Feature request").click()
    form = page.get_by_test_id("modal")
    form.get_by_label("What would you like to be able to do?").fill("Folders, please")
    form.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="This is private").click()
    thread = page.get_by_test_id("channel-#1 Feature request: Folders, please")
    thread.click(timeout=20_000)
    expect(page.get_by_test_id("message")).to_have_count(1)
    expect(newest(page)).to_contain_text("You are next in line")
    page.get_by_test_id("tab-log").click()
    expect(page.get_by_test_id("log")).to_contain_text("ready; communities: 1")


def test_a_command_is_found_completed_and_run_by_keyboard_alone(demo: Demo) -> None:
    page = demo.window("noor")
    composer = page.get_by_test_id("composer")
    composer.focus()
    page.keyboard.type("/faq se")
    expect(page.get_by_role("option").first).to_contain_text("faq search")
    page.keyboard.press("Enter")
    page.keyboard.type("dkim")
    expect(page.get_by_role("option", name=re.compile("DKIM")).first).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(newest(page)).to_contain_text("Only you can see this")
    expect(newest(page)).to_contain_text("DKIM")


def test_each_person_chooses_their_language_and_keeps_it(demo: Demo) -> None:
    ann, other = demo.window("ann"), demo.window("ann", PHONE)
    ann.get_by_test_id("acting-as").click()
    expect(ann.get_by_test_id("language")).to_have_text(re.compile("American English"))
    ann.get_by_test_id("language").click()
    ann.keyboard.press("ArrowDown")
    ann.keyboard.press("ArrowUp")
    expect(ann.get_by_role("option", name="American English")).to_be_focused()
    ann.get_by_role("option", name="Français").click()
    expect(ann.get_by_test_id("language")).to_have_count(0)
    for page in (ann, other):
        expect(page.get_by_test_id("acting-as")).to_contain_text("Français")

    ann.get_by_test_id("acting-as").click()
    ann.get_by_test_id("act-as-noor").click()
    acting = ann.get_by_test_id("acting-as")
    expect(acting).to_have_attribute("data-person", "noor")
    expect(acting).not_to_contain_text("Français")
    acting.click()
    expect(ann.get_by_test_id("act-as-ann")).to_contain_text("Français")
    expect(ann.get_by_test_id("act-as-noor")).not_to_contain_text("Français")
    expect(ann.get_by_test_id("language")).to_have_text(re.compile("American English"))
    ann.get_by_test_id("act-as-ann").click()
    expect(acting).to_contain_text("Français")
    other.get_by_test_id("acting-as").click()
    assert other.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


def test_the_focus_stays_in_an_open_form_and_escape_sends_nothing(demo: Demo) -> None:
    page = demo.window("ann")
    page.get_by_test_id("channel-get-support").click()
    page.get_by_role("button", name="Billing").click()
    form = page.get_by_test_id("modal")
    expect(form).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('[data-testid=modal]')"
        )
        assert inside
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    assert "#1" not in page.locator("#channels").inner_text()


def test_everything_fits_a_phone(demo: Demo) -> None:
    page = demo.window("ann", PHONE)
    page.get_by_role("button", name="Channels").click()
    page.get_by_test_id("channel-help").click()
    page.get_by_test_id("composer").fill("how do i set up spf")
    page.get_by_test_id("composer").press("Enter")
    page.get_by_role("button", name="Still need help").click()
    form = page.get_by_test_id("modal")
    expect(form.get_by_role("button", name="Submit")).to_be_visible()
    for what in ("document.documentElement", "document.querySelector('[data-testid=modal]')"):
        assert page.evaluate(f"{what}.scrollWidth <= {what}.clientWidth + 1"), what
    page.keyboard.press("Escape")
    page.locator("#open-panel").click()
    expect(page.get_by_test_id("guide-ask")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


def test_whatever_people_write_stays_text(hostile_demo: Demo, tmp_path: Path) -> None:
    ann, noor = hostile_demo.window("ann"), hostile_demo.window("noor")
    write(ann, "help", "how do i set up spf")
    write(noor, "help", f"{IMAGE} [x](javascript:document.title=3) <https://example.com> **bold** ||hidden||")
    bad = tmp_path / f"{'x' * 10}<img src=x onerror=alert(1)>.txt".replace("/", "")
    bad.write_text("<script>document.title = 4</script>")
    noor.locator("input[type=file]").first.set_input_files(bad)
    noor.get_by_test_id("composer").fill("a file")
    noor.get_by_test_id("composer").press("Enter")
    post = f"{IMAGE} in a title"
    noor.get_by_test_id("channel-ask-the-community").click()
    noor.get_by_test_id("new-post").click()
    form = noor.get_by_test_id("modal")
    form.get_by_role("textbox").first.fill(post)
    form.get_by_role("textbox").last.fill(IMAGE)
    form.get_by_role("button", name=re.compile("post", re.IGNORECASE)).last.click()

    expect(ann.get_by_text("SPF is one TXT record")).to_be_visible()
    expect(ann.get_by_text(IMAGE).first).to_be_visible()
    expect(ann.get_by_text("a file", exact=True)).to_be_visible()
    for page in (ann, noor):
        assert page.locator("img[onerror], script:not([src])").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
        assert "Signpost demo" in page.title()
        assert page.evaluate("document.querySelectorAll('#channels img, #place-body img[src=x]').length") == 0


@pytest.mark.parametrize(
    ("headers", "strip_key"),
    [
        ({}, True),
        ({"Host": "evil.example"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_who_has_no_key_or_comes_from_elsewhere_is_refused(
    demo: Demo, headers: dict[str, str], strip_key: bool
) -> None:
    address = demo.address.partition("?")[0] if strip_key else demo.address
    for path in (address, address.replace("/?", "/page/main.js?") if not strip_key else f"{address}page/main.js"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(path, headers=headers))
        assert refused.value.code == 403
        refused.value.close()


def test_messages_are_edited_answered_reacted_to_and_deleted(demo: Demo) -> None:
    noor, lena = demo.window("noor"), demo.window("lena")
    write(noor, "lounge", "where do i find the dark theam")
    first = noor.get_by_test_id("message").last
    first.hover()
    first.get_by_role("button", name="Edit").click()
    noor.get_by_test_id("composer").fill("where do i find the dark theme")
    noor.get_by_test_id("composer").press("Enter")
    lena.get_by_test_id("channel-lounge").click()
    question = lena.get_by_test_id("message").last
    expect(question).to_contain_text("where do i find the dark theme")
    expect(question).to_contain_text("edited")

    question.hover()
    question.get_by_role("button", name="Add a reaction").click()
    lena.get_by_role("button", name="React with 👀").click()
    expect(noor.get_by_test_id("message").last).to_contain_text("👀")
    question.hover()
    question.get_by_role("button", name="Reply").click()
    lena.get_by_test_id("composer").fill("Gear icon, then Display")
    lena.get_by_test_id("composer").press("Enter")

    answer = noor.get_by_test_id("message").last
    expect(answer).to_contain_text("Gear icon, then Display")
    answer.hover()
    answer.get_by_role("button", name="Apps").click()
    noor.get_by_role("button", name="Accept answer").click()
    expect(noor.get_by_text("Only you can see this").last).to_be_visible()  # a line in a chat is no question

    mine = noor.get_by_test_id("message").first
    mine.hover()
    mine.get_by_role("button", name="Delete").click()
    noor.get_by_test_id("modal").get_by_role("button", name=re.compile("Delete")).click()
    expect(lena.get_by_test_id("message").first).not_to_contain_text("where do i find the dark theme")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_text_has_enough_contrast(demo: Demo, scheme: str) -> None:
    page = demo.window("ann", color_scheme=scheme)
    write(page, "help", "how do i set up spf")
    expect(page.get_by_role("button", name="Solved it")).to_be_visible()
    too_faint = page.evaluate(CONTRAST)
    assert too_faint == []


CONTRAST = """() => {
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const rgb = (css) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = css; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => { for (; node; node = node.parentElement) { const found = rgb(getComputedStyle(node).backgroundColor); if (found[3] > 250) return found; } return [255, 255, 255, 255]; };
  const faint = new Set();
  for (const node of document.querySelectorAll('body *')) {
    const text = [...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.data.trim()).join('');
    const style = getComputedStyle(node);
    if (!text || !node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || node.closest('[disabled], .hidden-text, .skip')) continue;
    const [a, b] = [light(rgb(style.color)), light(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.add(`${text.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return [...faint];
}"""
