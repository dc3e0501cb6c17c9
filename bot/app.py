"""The one constructor of the bot, used by `run`, the demo and the tests alike."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bot.client import Services, SupportBot
from bot.clock import Clock
from bot.config import Config, load_config
from bot.database import Database, database_at
from bot.direct.service import DirectMessages
from bot.drafts.crediting import Crediting
from bot.drafts.deflections import Deflections
from bot.drafts.posts import Posts
from bot.drafts.service import DraftService
from bot.drafts.upkeep import Upkeep
from bot.errors import StartupError
from bot.faq.asking import Asking
from bot.faq.bursts import Bursts
from bot.faq.in_use import InUse
from bot.faq.judging import Judging
from bot.faq.looking_up import LookingUp
from bot.faq.pressing import Pressing
from bot.faq.replying import Replying
from bot.faq.showing import Showing
from bot.faq.silences.service import Silences
from bot.faq.succession import Succession
from bot.faq.turning import Turning
from bot.forms.service import RefusedForms
from bot.health.service import HealthService
from bot.ids import Ids
from bot.insights.advising import Advising
from bot.insights.service import InsightsService
from bot.insights.spending.service import Spending
from bot.insights.stats.service import TicketStats
from bot.jobs.obstacles.service import ObstacleService
from bot.jobs.runner import JobRunner
from bot.knowledge.folder import FaqFolder
from bot.knowledge.library import Library
from bot.knowledge.reloading import Reloader
from bot.matching.encoder import wanted_encoder
from bot.matching.meaning import Encoder
from bot.places.service import Places
from bot.prevention.service import Prevention
from bot.privacy.service import Privacy
from bot.problems import Problem
from bot.reputation.accepting import Accepting
from bot.reputation.boards.service import Boards
from bot.reputation.boards.simulating import Simulating
from bot.reputation.holds.nightly import Nightly
from bot.reputation.holds.orders import Orders
from bot.reputation.holds.service import Cases
from bot.reputation.ledger import Ledger
from bot.reputation.marking import Marking
from bot.reputation.messages.service import AwardedMessages
from bot.reputation.prompts.service import ThanksPrompts
from bot.reputation.ranks.service import Ranking
from bot.reputation.service import ReputationService
from bot.reputation.weekly.service import WeeklyService
from bot.routing.opting_in import OptingIn
from bot.routing.service import RoutingService
from bot.shadow.service import ShadowService
from bot.solved.known import Known
from bot.solved.pointing import Pointing
from bot.solved.service import Solved
from bot.tickets.absences.service import Absences
from bot.tickets.adding import Adding
from bot.tickets.clocks.policy import Policy, policy_of
from bot.tickets.clocks.service import Clocks
from bot.tickets.community.service import CommunityFirst
from bot.tickets.costs.service import Costs
from bot.tickets.csat.following import FollowUps
from bot.tickets.csat.service import Ratings
from bot.tickets.dealing import Dealing
from bot.tickets.delivery import Delivery
from bot.tickets.entries.service import SentEntries
from bot.tickets.expectations.service import Expectations
from bot.tickets.finding.service import Finding
from bot.tickets.guests.service import Guests
from bot.tickets.holding import Holding
from bot.tickets.last_chances.service import LastChances
from bot.tickets.leasing import Leasing
from bot.tickets.links.service import Linking
from bot.tickets.listening import Listening
from bot.tickets.macros import Macros
from bot.tickets.merges.service import Merging
from bot.tickets.mine.service import Mine
from bot.tickets.moving import Moving
from bot.tickets.notes.service import Notes
from bot.tickets.past.service import Pasts
from bot.tickets.pings.service import Pings
from bot.tickets.promises.service import Promises
from bot.tickets.record.service import Recording
from bot.tickets.record.shelf import Shelf
from bot.tickets.search.service import Similar
from bot.tickets.service import TicketService
from bot.tickets.silences.requests import CloseRequests
from bot.tickets.silences.service import TicketSilences
from bot.tickets.snoozing import Snoozing
from bot.tickets.tiers.service import Tiers
from bot.tickets.transcripts.service import Transcripts
from bot.zones import zone
from cogs import EXTENSIONS
from cogs.failures import SupportTree, incident, report_job
from cogs.hindrances import Judge
from cogs.texts.commands import CommandTranslator


class InvalidFiles(StartupError):
    """config.yaml or faq/ has problems; `problems` lists them all, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def load_home(home: Path) -> tuple[Config, Library]:
    """Read and check config.yaml and the knowledge base of a home folder. Raises InvalidFiles."""
    config, problems = load_config(home)
    if config is None:
        raise InvalidFiles(problems)
    library, problems = FaqFolder.of(home, config).read()
    if library is None:
        raise InvalidFiles(problems)
    return config, library


def create_bot(home: Path, *, clock: Clock, database_url: str | None = None, semantic: bool = False) -> SupportBot:
    """A bot for the folder that holds config.yaml, faq/ and, from the first start on, data/.

    `clock` is the only source of time; `database_url` is an SQLAlchemy URL where `data/signpost.db` is not
    wanted. With `semantic`, questions are also matched by meaning, if the sentence encoder is installed; loading it
    takes half a second. The database is opened by `open()`, at the latest by the login. Raises InvalidFiles, and
    StartupError where the encoder is there and cannot be used.
    """
    config, library = load_home(home)
    database = database_at(home, database_url)
    encoder = wanted_encoder(home, config.faq) if semantic else None
    return SupportBot(
        config=config,
        clock=clock,
        database=database,
        services=build_services(config, library, database, clock, home=home, encoder=encoder),
        extensions=EXTENSIONS,
        tree_class=SupportTree,
        translator=CommandTranslator(),
    )


def build_services(
    config: Config,
    library: Library,
    database: Database,
    clock: Clock,
    *,
    home: Path,
    encoder: Encoder | None = None,
) -> Services:
    """The services over one database and the FAQ files of one home, wired along the story."""
    jobs, ids = JobRunner(database, clock, report_job, Judge()), Ids()
    database.given[Policy] = policy = policy_of(config.tickets, zone(config.community.time_zone))
    stats = TicketStats(database, clock, policy)
    ledger, ranking = (
        Ledger(clock, config.reputation, jobs),
        Ranking(database, clock, config.reputation, jobs),
    )
    ledger.followers.append(ranking.changed)
    reputation = ReputationService(database, clock, ledger)
    knowledge = InUse(library, encoder)
    accepting = Accepting(
        database, clock, config.reputation, jobs, ledger, partial(knowledge.topic, least=config.faq.suggest_from)
    )
    cases = Cases(database, clock, jobs, ids, ledger, accepting)
    judging, bursts = Judging(config.faq, knowledge), Bursts(config.faq.min_words)
    asking = Asking(database, clock, config.faq, config.routing, knowledge, judging, bursts, jobs, ids, incident)
    looking_up = LookingUp(database, clock, config.faq, knowledge, judging, jobs, asking.gathering)
    reloader = Reloader(knowledge, FaqFolder.of(home, config), Succession(database, clock))
    showing, sent_entries = Showing(database, clock, config.faq, knowledge), SentEntries(database, clock, jobs)
    drafts = DraftService(database, clock, config.faq, knowledge, looking_up, reloader, reputation, jobs, ids)
    desk, adding = (
        TicketService(database, clock, config.tickets, jobs, accepting, ids),
        Adding(database, clock, jobs),
    )
    recording = Recording(database, clock, config.tickets.record, jobs, Shelf.of(home, database.file))
    wanted, known = config.reputation.solved, Known(database, clock)
    keep_days = config.faq.keep_text_days if wanted.keep_days is None else wanted.keep_days
    return Services(
        knowledge=knowledge,
        asking=asking,
        replying=Replying(database, clock, jobs, asking.gathering),
        showing=showing,
        pressing=Pressing(database, clock, knowledge, bursts, jobs),
        turning=Turning(database, clock, config.faq, judging, bursts, jobs),
        looking_up=looking_up,
        silences=Silences(database, clock),
        tickets=desk,
        dealing=Dealing(database, clock, config.tickets, jobs),
        pasts=Pasts(database, config.tickets),
        holding=Holding(database, clock, config.tickets, jobs),
        similar=Similar(database, config.tickets),
        finding=Finding(database, clock, ids),
        leasing=Leasing(database, clock, config.tickets, jobs),
        absences=Absences(database, clock),
        sent_entries=sent_entries,
        advising=Advising(sent_entries, showing, looking_up),
        macros=Macros(database, clock, config.tickets, jobs),
        moving=Moving(database, clock, config.tickets, jobs),
        snoozing=Snoozing(database, clock, config.community.time_zone, jobs),
        ticket_silences=TicketSilences(database, clock, config.tickets, jobs),
        close_requests=CloseRequests(database, clock, config.community.time_zone, jobs, desk),
        tiers=Tiers(database, clock, config.tickets, zone(config.community.time_zone), jobs),
        listening=Listening(database, clock, config.tickets, jobs, recording),
        delivery=Delivery(database, clock, jobs),
        direct=DirectMessages(database, clock, jobs),
        promises=Promises(database, clock, config.tickets, config.community.time_zone, jobs, ids),
        mine=Mine(database, clock, config.community.time_zone, jobs),
        expectations=Expectations(database, clock, policy, zone(config.community.time_zone), jobs),
        clocks=Clocks(database, clock, policy, zone(config.community.time_zone), jobs, ids),
        ratings=Ratings(database, clock, config.tickets, zone(config.community.time_zone), jobs),
        follow_ups=FollowUps(database, clock, jobs),
        costs=Costs(database, clock),
        prevention=Prevention(database, clock, ids),
        spending=Spending(database, clock),
        pings=Pings(database, clock, config.tickets, zone(config.community.time_zone), jobs),
        merging=Merging(database, clock, config.tickets, jobs),
        linking=Linking(database, clock, jobs),
        notes=Notes(database, clock, jobs),
        guests=Guests(database, clock, jobs),
        reputation=reputation,
        solved=Solved(database, clock, keep_days, config.routing.first_after, known, jobs),
        pointing=Pointing(
            database, clock, config.faq, known, asking.gathering, jobs, ids, is_wanted=wanted.suggest
        ),
        ranking=ranking,
        weekly=WeeklyService(database, clock, config.reputation.weekly, zone(config.community.time_zone), jobs),
        cases=cases,
        orders=Orders(database, clock, ids, ledger, accepting, cases),
        nightly=Nightly(database, clock, config.reputation.rings, accepting, cases),
        boards=Boards(database, clock, config.reputation),
        simulating=Simulating(database, clock, config.reputation),
        accepting=accepting,
        routing=RoutingService(database, clock, config.routing, knowledge, jobs),
        opting_in=OptingIn(database, clock, config.routing, config.community.time_zone),
        marking=Marking(database, clock, jobs, ledger, accepting),
        awarded_messages=AwardedMessages(database, clock, jobs, accepting),
        prompts=ThanksPrompts(database, clock, jobs, ledger),
        insights=InsightsService(database, clock, knowledge, stats),
        stats=stats,
        shadow=ShadowService(database, clock, config.faq),
        places=Places(database, config),
        jobs=jobs,
        obstacles=ObstacleService(database, clock, jobs),
        drafts=drafts,
        crediting=Crediting(database),
        deflections=Deflections(database, clock, knowledge, ledger),
        posts=Posts(database, clock, knowledge, drafts, jobs),
        upkeep=Upkeep(database, clock, knowledge, jobs),
        reloader=reloader,
        health=HealthService(home / "data", database, clock, jobs),
        refused_forms=RefusedForms(database, clock, jobs, ids),
        adding=adding,
        last_chances=LastChances(database, clock, config.tickets, jobs, ids, desk, adding),
        community=CommunityFirst(database, clock, config.tickets, jobs),
        recording=recording,
        transcripts=Transcripts(database, clock, zone(config.community.time_zone), recording),
        privacy=Privacy(
            database, clock, config.tickets, zone(config.community.time_zone), jobs, ids, asking.gathering.written
        ),
    )
