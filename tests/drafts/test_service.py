"""Drafts as people meet them: proposed, edited, decided about, in the files or not; and what a crash leaves."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.award_tables import awards
from bot.drafts.draft import Draft, Origin, Proposal, Status
from bot.drafts.filing import Doubts
from bot.drafts.service import SHOW_JOB, DraftService
from bot.errors import (
    AlreadyInFiles,
    BrokenKnowledge,
    DoesNotFit,
    DraftChanged,
    DraftDecided,
    InvalidProposal,
    NotAnAuthor,
    NotStaff,
    NotWritable,
    NotYourDraft,
    Refused,
    UnknownCategory,
    UnknownDraft,
)
from bot.knowledge.folder import FaqFolder
from bot.matching.linting import FindingKind
from bot.schema import drafts
from tests.services import ELSEWHERE, HERE, KNOWLEDGE, NOON, Engine, File, busy, member

ANN = member(1)
HUGO, IDA = member(4, is_helper=True), member(5, is_helper=True)
SAM, SUE = member(2, is_staff=True), member(3, is_staff=True)

DARK = Proposal(
    "Account",
    "Is there a dark mode?",
    "is there a dark mode\nmake the screen black at night",
    "Under **Settings**.\n\nPress *Night*.",
    "night",
)
DARK_TEXT = """
  - id: is-there-a-dark-mode
    title: Is there a dark mode?
    questions:
      - is there a dark mode
      - make the screen black at night
    answer: |-
      Under **Settings**.

      Press *Night*.
    keywords:
      - night
"""


@pytest.fixture
def service(engine: Engine) -> DraftService:
    return engine.services.drafts


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path / "faq" / "account.yaml")


async def propose(
    service: DraftService,
    proposal: Proposal = DARK,
    *,
    by: Actor = HUGO,
    interaction: int = 100,
    author: int | None = None,
    guild: int = HERE,
) -> Draft:
    origin = Origin(8, 9 if author else None, author)
    return await service.propose(proposal, origin, guild_id=guild, interaction_id=interaction, by=by)


async def approved(service: DraftService, draft: Draft, *, by: Actor = SAM, anyway: bool = False) -> Draft:
    outcome = await service.approve(draft.id, draft.version, by=by, despite_doubts=anyway)
    assert isinstance(outcome, Draft), outcome
    return outcome


@contextmanager
def dying(monkeypatch: pytest.MonkeyPatch, target: object, name: str, *, after: bool = False) -> Iterator[None]:
    """The process dies when it comes to this, with a MemoryError."""
    original = getattr(target, name)

    def die(*args: object, **options: object) -> None:
        if after:
            original(*args, **options)
        raise MemoryError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(target, name, die)
        yield


# Proposing


async def test_a_helper_proposes_and_the_draft_waits_with_its_card_owed(
    engine: Engine, service: DraftService, file: File
) -> None:
    draft = await propose(service)
    assert (draft.status, draft.version, draft.proposed_by, draft.proposed_at) == (Status.OPEN, 1, HUGO.id, NOON)
    assert draft.entry.questions == ["is there a dark mode", "make the screen black at night"]
    assert [(job.kind, job.subject_id, job.guild_id) for job in await engine.owed()] == [
        (SHOW_JOB, draft.id, HERE)
    ]
    assert file.text == KNOWLEDGE
    assert await service.open_drafts(HERE, by=SAM) == [draft]
    assert await service.open_drafts(ELSEWHERE, by=SAM) == []


async def test_the_same_form_sent_twice_is_one_draft(engine: Engine, service: DraftService) -> None:
    first, second = await asyncio.gather(propose(service), propose(service))
    assert first == second
    assert len(await engine.rows(drafts)) == 1


async def test_two_drafts_of_one_title_have_ids_of_their_own(service: DraftService) -> None:
    made = [await propose(service), await propose(service, replace(DARK, answer="Nowhere."), interaction=2)]
    made.append(await propose(service, replace(DARK, title="Export contacts"), interaction=3, guild=ELSEWHERE))
    assert [draft.entry.id for draft in made] == [
        "is-there-a-dark-mode",
        "is-there-a-dark-mode-2",
        "export-contacts-2",
    ]


async def test_who_proposes_the_same_again_has_proposed_it_once_while_it_waits(service: DraftService) -> None:
    first = await propose(service)
    assert await propose(service, interaction=2) == first
    assert (await propose(service, interaction=3, by=SAM)).id != first.id
    await service.reject(first.id, 1, by=SAM)
    assert (await propose(service, interaction=4)).id != first.id


async def test_what_is_wrong_with_a_proposal_is_said_also_while_the_database_is_busy(
    engine: Engine, service: DraftService
) -> None:
    draft = await propose(service)
    with busy(engine.database, "tx"):
        with pytest.raises(InvalidProposal):
            await propose(service, replace(DARK, title="?"), interaction=2)
        with pytest.raises(InvalidProposal):
            await service.edit(draft.id, 1, replace(DARK, title="?"), by=HUGO)


@pytest.mark.parametrize(
    ("proposal", "by", "refused"),
    [
        (DARK, ANN, NotAnAuthor),
        (replace(DARK, category="Weather"), HUGO, InvalidProposal),
        (replace(DARK, phrasings="is"), HUGO, InvalidProposal),
        (replace(DARK, answer=""), SAM, InvalidProposal),
    ],
)
async def test_what_cannot_be_proposed_leaves_nothing(
    engine: Engine, service: DraftService, proposal: Proposal, by: Actor, refused: type[Refused]
) -> None:
    with pytest.raises(refused):
        await propose(service, proposal, by=by)
    assert (await engine.rows(drafts), await engine.owed()) == ([], [])


# Editing


async def test_an_edit_is_another_version_and_another_id_if_the_title_changes(
    engine: Engine, service: DraftService
) -> None:
    draft = await propose(service)
    same = await service.edit(draft.id, 1, replace(DARK, answer="No."), by=HUGO)
    assert (same.version, same.entry.id, same.entry.answer) == (2, draft.entry.id, "No.")
    other = await service.edit(draft.id, 2, replace(DARK, title="Dark mode?"), by=SAM)
    assert (other.version, other.entry.id, other.proposed_by) == (3, "dark-mode", HUGO.id)


@pytest.mark.parametrize(
    ("version", "proposal", "by", "refused"),
    [
        (1, DARK, IDA, NotYourDraft),
        (0, DARK, HUGO, DraftChanged),
        (1, replace(DARK, category="Weather"), HUGO, InvalidProposal),
        (1, replace(DARK, title="?"), HUGO, InvalidProposal),
    ],
)
async def test_an_edit_that_cannot_be_changes_nothing(
    service: DraftService, version: int, proposal: Proposal, by: Actor, refused: type[Refused]
) -> None:
    draft = await propose(service)
    with pytest.raises(refused):
        await service.edit(draft.id, version, proposal, by=by)
    assert await service.get(draft.id) == draft


async def test_of_two_edits_of_one_version_the_second_is_told(service: DraftService) -> None:
    draft = await propose(service)
    outcomes = await asyncio.gather(
        *(service.edit(draft.id, 1, replace(DARK, answer=name), by=SAM) for name in ("One.", "Two.")),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [Draft, DraftChanged]


# Approving


async def test_an_approved_draft_stands_in_the_file_and_is_used_at_once(
    engine: Engine, service: DraftService, file: File
) -> None:
    await engine.services.looking_up.search("any words")  # the old matcher is built
    draft = await propose(service)
    engine.clock.turn(hours=1)
    done = await approved(service, draft)
    assert (done.status, done.decided_by, done.decided_at) == (Status.APPROVED, SAM.id, engine.clock.now)
    assert file.text == KNOWLEDGE + DARK_TEXT
    found = await engine.services.looking_up.find("make the screen black at night")
    assert found == draft.entry
    assert engine.services.knowledge.category(found.id) == "Account"
    assert await service.open_drafts(HERE, by=SAM) == []
    assert file.neighbours == ["account.yaml"]


async def test_a_file_of_synonyms_is_no_place_for_an_entry_and_stays_in_use(
    engine: Engine, service: DraftService, file: File
) -> None:
    synonyms = File(file.path.parent / "synonyms.yaml")
    synonyms.write(groups := "synonyms: [[password, watchword]]\n")
    await engine.services.reloader.reload()
    await approved(service, await propose(service))
    assert (file.text, synonyms.text) == (KNOWLEDGE + DARK_TEXT, groups)
    assert engine.services.knowledge.library.synonyms == (("password", "watchword"),)


async def test_the_file_keeps_its_permissions_and_a_link_stays_a_link(
    service: DraftService, file: File, tmp_path: Path
) -> None:
    file.move_to(tmp_path / "account.yaml", 0o640)
    await approved(service, await propose(service))
    assert file.is_link
    assert (file.text, file.mode) == (KNOWLEDGE + DARK_TEXT, 0o640)


async def test_an_approval_stands_where_the_database_is_busy_right_after(
    engine: Engine, service: DraftService, file: File
) -> None:
    draft = await propose(service)
    with busy(engine.services.reloader, "reload"):
        assert (await approved(service, draft)).status is Status.APPROVED
    assert file.text == KNOWLEDGE + DARK_TEXT


async def test_of_two_staff_who_press_at_once_one_approves_and_the_other_is_told(
    service: DraftService, file: File
) -> None:
    draft = await propose(service)
    outcomes = await asyncio.gather(
        *(service.approve(draft.id, 1, by=by) for by in (SAM, SUE)), return_exceptions=True
    )
    assert isinstance(outcomes[0], Draft)
    assert outcomes[1] == DraftDecided(SAM.id, NOON)
    assert file.text == KNOWLEDGE + DARK_TEXT


async def test_approving_and_rejecting_at_once_is_one_of_the_two(service: DraftService, file: File) -> None:
    draft = await propose(service)
    outcomes = await asyncio.gather(
        service.reject(draft.id, 1, by=SAM), service.approve(draft.id, 1, by=SUE), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [Draft, DraftDecided]
    assert file.text == KNOWLEDGE


@pytest.mark.parametrize(
    ("version", "by", "refused"), [(1, HUGO, NotStaff), (1, ANN, NotStaff), (2, SAM, DraftChanged)]
)
async def test_only_staff_approve_and_only_what_they_have_read(
    service: DraftService, file: File, version: int, by: Actor, refused: type[Refused]
) -> None:
    draft = await propose(service)
    for act in (service.approve, service.reject):
        with pytest.raises(refused):
            await act(draft.id, version, by=by)
    assert (await service.get(draft.id)).is_open
    assert file.text == KNOWLEDGE


async def test_a_draft_that_is_not_there_is_unknown(service: DraftService) -> None:
    with pytest.raises(UnknownDraft):
        await service.approve(77, 1, by=SAM)


async def test_an_entry_that_stands_in_the_way_of_others_is_approved_only_anyway(
    service: DraftService, file: File
) -> None:
    near = replace(
        DARK, title="How to reset a password", phrasings="how do i reset a password\nforgot my password"
    )
    draft = await propose(service, near)
    doubts = await service.approve(draft.id, 1, by=SAM)
    assert isinstance(doubts, Doubts)
    assert FindingKind.NEAR_DUPLICATE in {finding.kind for finding in doubts.findings}
    assert file.text == KNOWLEDGE
    assert (await service.get(draft.id)).is_open
    await approved(service, draft, anyway=True)
    assert "how do i reset a password" in file.text


async def test_a_phrasing_that_another_entry_has_is_refused_with_its_line(
    service: DraftService, file: File
) -> None:
    draft = await propose(service, replace(DARK, phrasings="is there a dark mode\npay my bill by card"))
    with pytest.raises(DoesNotFit) as refused:
        await service.approve(draft.id, 1, by=SAM, despite_doubts=True)
    assert refused.value.problems == (
        "faq/account.yaml:20: `pay my bill by card` stands here a second time (faq/account.yaml:13)"
    )
    assert file.text == KNOWLEDGE
    assert (await service.get(draft.id)).is_open


async def test_while_the_files_have_mistakes_nothing_is_added(service: DraftService, file: File) -> None:
    draft = await propose(service)
    file.write(broken := KNOWLEDGE.replace("category", "catgory"))
    with pytest.raises(BrokenKnowledge, match=r"account\.yaml:1: "):
        await service.approve(draft.id, 1, by=SAM)
    assert file.text == broken
    assert (await service.get(draft.id)).is_open


async def test_a_category_that_is_gone_is_named(service: DraftService, file: File) -> None:
    draft = await propose(service)
    file.write(KNOWLEDGE.replace("category: Account", "category: Accounts"))
    with pytest.raises(UnknownCategory, match="Account"):
        await service.approve(draft.id, 1, by=SAM)


async def test_a_folder_that_cannot_be_written_leaves_the_draft_open(
    service: DraftService, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await propose(service)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(FaqFolder, "replace", refuse)
        with pytest.raises(NotWritable) as refused:
            await service.approve(draft.id, 1, by=SAM)
    assert refused.value == NotWritable("account.yaml", "Permission denied")
    assert (await service.get(draft.id)).is_open
    await approved(service, draft)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
async def test_a_read_only_folder_is_said_in_words(service: DraftService, file: File) -> None:
    draft = await propose(service)
    file.path.parent.chmod(0o500)
    try:
        with pytest.raises(NotWritable, match="Permission denied"):
            await service.approve(draft.id, 1, by=SAM)
    finally:
        file.path.parent.chmod(0o700)


async def test_what_somebody_saves_meanwhile_is_kept(
    service: DraftService, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await propose(service)
    original = FaqFolder.read_with
    tries: list[bytes] = []

    def read_with(folder: FaqFolder, name: str, content: bytes) -> object:
        if not tries:
            file.write(KNOWLEDGE + "# a note\n")
        tries.append(content)
        return original(folder, name, content)

    monkeypatch.setattr(FaqFolder, "read_with", read_with)
    await approved(service, draft)
    assert file.text == KNOWLEDGE + "# a note\n" + DARK_TEXT
    assert len(tries) == 2


async def test_an_id_that_somebody_has_taken_in_the_files_gets_a_number(
    engine: Engine, service: DraftService, file: File
) -> None:
    draft = await propose(service)
    other = "\n  - {id: is-there-a-dark-mode, title: Night, questions: [by night, at night], answer: No.}\n"
    file.write(KNOWLEDGE + other)
    done = await approved(service, draft, anyway=True)
    assert done.entry.id == "is-there-a-dark-mode-2"
    assert file.text == KNOWLEDGE + other + DARK_TEXT.replace("mode\n    title", "mode-2\n    title")
    assert engine.services.knowledge.entry("is-there-a-dark-mode-2") == done.entry


# Crashes


async def test_killed_before_the_file_is_replaced_nothing_has_happened(
    service: DraftService, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await propose(service)
    with dying(monkeypatch, FaqFolder, "replace"), pytest.raises(MemoryError):
        await service.approve(draft.id, 1, by=SAM)
    assert file.text == KNOWLEDGE
    await approved(service, draft)
    assert file.text == KNOWLEDGE + DARK_TEXT


async def test_killed_after_the_file_is_replaced_the_draft_is_open_and_approving_again_adds_nothing(
    engine: Engine, service: DraftService, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await propose(service, author=IDA.id)
    with dying(monkeypatch, FaqFolder, "replace", after=True), pytest.raises(MemoryError):
        await service.approve(draft.id, 1, by=SAM)
    assert file.text == KNOWLEDGE + DARK_TEXT
    assert (await service.get(draft.id)).is_open
    assert await engine.rows(awards) == []
    await engine.services.reloader.reload()  # as the next start does
    with pytest.raises(AlreadyInFiles, match=r"faq/account\.yaml:17"):
        await service.reject(draft.id, 1, by=SAM)
    done = await approved(service, draft)
    assert done.status is Status.APPROVED
    assert file.text == KNOWLEDGE + DARK_TEXT
    assert len(await engine.rows(awards)) == 1


async def test_what_a_killed_write_leaves_behind_is_no_faq_file_and_is_overwritten(
    service: DraftService, file: File
) -> None:
    File(file.path.with_name(".account.yaml.partial")).write("cate")
    await approved(service, await propose(service))
    assert file.neighbours == ["account.yaml"]


async def test_killed_after_the_commit_the_card_is_still_owed(engine: Engine, service: DraftService) -> None:
    draft = await propose(service)

    async def done(_: object) -> None:
        return None

    engine.services.jobs.handle(SHOW_JOB, done)
    await engine.services.jobs.run(SHOW_JOB, draft.id)
    assert await engine.owed() == []
    await approved(service, draft)
    assert [job.kind for job in await engine.owed()] == [SHOW_JOB]


# Rejecting


async def test_a_rejected_draft_keeps_its_reason_and_is_decided(service: DraftService, file: File) -> None:
    draft = await propose(service)
    done = await service.reject(draft.id, 1, by=SAM, note="We have that.")
    assert (done.status, done.note, done.decided_by) == (Status.REJECTED, "We have that.", SAM.id)
    for act in (service.approve, service.reject):
        with pytest.raises(DraftDecided):
            await act(draft.id, 1, by=SUE)
    with pytest.raises(DraftDecided):
        await service.edit(draft.id, 1, DARK, by=HUGO)
    assert file.text == KNOWLEDGE


# Crediting


async def test_the_author_of_the_answer_earns_reputation_once(engine: Engine, service: DraftService) -> None:
    await approved(service, await propose(service, author=IDA.id))
    [award] = await engine.rows(awards)
    assert (award["member_id"], award["awarded_by"], award["reason"], award["points"]) == (
        IDA.id,
        SAM.id,
        "faq_entry",
        10,
    )


@pytest.mark.parametrize("author", [SAM.id, None])
async def test_who_approves_their_own_answer_earns_nothing(
    engine: Engine, service: DraftService, author: int | None
) -> None:
    done = await approved(service, await propose(service, author=author))
    assert done.status is Status.APPROVED
    assert await engine.rows(awards) == []


# Looking


async def test_only_staff_look_at_entries_and_drafts_and_read_the_files_anew(service: DraftService) -> None:
    for act in (
        service.preview("dark mode", by=HUGO),
        service.open_drafts(HERE, by=HUGO),
        service.reload(by=HUGO),
    ):
        with pytest.raises(NotStaff):
            await act
    assert (await service.preview("pay-invoice", by=SAM)).id == "pay-invoice"
