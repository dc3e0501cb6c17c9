"""What the people of the demo's week ask, in their own words, and what others answer where the FAQ does not.

The questions were written from the topics of a mail host, without a look at the phrasings in `faq/`: a week of them shows what
a new community sees, and not what an FAQ finds that is asked its own phrasings. So it has to stay.
"""

from __future__ import annotations

from typing import NamedTuple


class Topic(NamedTuple):
    """The entry that answers it, if one does; what somebody who knows says to it; and how it is asked."""

    entry_id: str | None
    reply: str
    questions: tuple[str, ...]


TOPICS = (
    Topic(
        "invoices",
        "Control panel, Billing, Invoices. There is a button for a whole year at once.",
        (
            "hey where can i get the invoice for last month, my accountant keeps nagging me",
            "Is there somewhere to download all bills of 2025 at once?",
            "Wo finde ich die Rechnung vom letzten Monat?",
        ),
    ),
    Topic(
        "payment-methods",
        "Cards and direct debit only. When a payment fails they write to you first, nothing is cut off at once.",
        (
            "my card got declined this morning, what happens to my account now",
            "can I pay by bank transfer instead of credit card?",
        ),
    ),
    Topic(
        "upgrade-plan",
        "Under Billing you can change the plan at any time, up or down.",
        (
            "we hired three people and the small plan isn't enough anymore, how do I go bigger",
            "thinking of downgrading to the cheaper tier, will anything get deleted?",
        ),
    ),
    Topic("cancel-account", "In the control panel, any month.", ("how do i close my account for good",)),
    Topic(
        "refund-policy",
        "In the first thirty days you get all of it back. Just ask.",
        ("I only used it for two days and it's not for me, do I get my money refunded?",),
    ),
    Topic(
        "vat-id",
        "Billing, Company details. With the country code in front.",
        ("Our company is in Austria, where can I enter the UID so I'm not charged VAT",),
    ),
    Topic(
        "attachment-size-limit",
        "About 18 MB of files. Anything bigger I send as a link.",
        ("customer sends me a 60 mb pdf and it never arrives. is there some maximum?",),
    ),
    Topic(
        "sending-limits",
        "Five hundred recipients a day. It is lifted by itself.",
        (
            "how many newsletters can i send out before you block me",
            "got a message that i hit some hourly limit, when is it lifted",
        ),
    ),
    Topic(
        "server-settings",
        "imap.larkmail.example and smtp.larkmail.example, 993 and 465, and the full address as user name.",
        (
            "what do i put in for incoming and outgoing server",
            "which port for smtp, 465 or 587??",
            "Welchen Postausgangsserver muss ich in Outlook eintragen?",
        ),
    ),
    Topic(
        "outlook",
        "Add it as IMAP, not as Exchange. If it keeps asking, you need an app password.",
        (
            "outlook keeps popping up the password box every two minutes",
            "new laptop with outlook 2021, how do i get my larkmail account in there",
        ),
    ),
    Topic(
        "apple-mail",
        "Choose Other when you add the account, and fill in the password for the outgoing server too.",
        (
            "Just bought an iPhone and can't figure out how to get my mail on it",
            "apple mail says cannot verify server identity",
        ),
    ),
    Topic(
        "thunderbird",
        "Configure manually, with the full address as user name for both servers.",
        (
            "thunderbird wont let me finish, says configuration could not be found",
            "thunderbrid setup not workin",
        ),
    ),
    Topic(
        "android-mail",
        "I use K-9, works well. Choose IMAP.",
        ("samsung phone, which app do you guys recommend and whats the setup",),
    ),
    Topic(
        "imap-or-pop",
        "IMAP. They have no POP, as far as I know.",
        ("should i pick pop3 or imap if i read mail on my phone and my pc",),
    ),
    Topic(
        "cannot-send-smtp",
        "Look at the outgoing server: it needs the password as well, and not port 25.",
        ("can get emails fine but nothing goes out from my phone since yesterday",),
    ),
    Topic(
        "mail-goes-to-spam",
        "SPF and DKIM, nearly always. Send one to yourself at Gmail and look at the original.",
        (
            "everything i send to gmail people ends up in junk, its driving me mad",
            "why do my customers find our offers in their spam",
            "meine mails landen bei gmail immer im spam, was kann ich tun",
        ),
    ),
    Topic(
        "bounce-5xx-unknown-user",
        "The other server does not know that address. Ask them by phone.",
        ("mail came back with 550 5.1.1, address is definitely right",),
    ),
    Topic(
        "bounce-57-policy",
        "They want SPF or DKIM from you. Which of them stands in the rest of the line.",
        ("bounce says 5.7.26 unauthenticated sender, wtf does that mean",),
    ),
    Topic(
        "temporary-4xx-greylisting",
        "Just wait. It is tried again, and with a second copy they get it twice.",
        ('I sent something 3 hours ago and now I got a "delivery delayed" warning, do I need to resend?',),
    ),
    Topic(
        "not-receiving-mail",
        "Check the status page, then junk, then the MX records.",
        (
            "haven't gotten a single email since last night, is something broken?",
            "people tell me they wrote to me but my inbox stays empty",
            "recieving nothing since i swiched the mx, pls help",
        ),
    ),
    Topic(
        "blocklist-listing",
        "Find out which list first. The bounce has a link, mostly.",
        ("apparently our domain is on spamhaus, what now?",),
    ),
    Topic(
        "reverse-dns-ptr",
        "Not needed, the servers have one.",
        ("the other side's admin says our ip has no reverse lookup. can you set that?",),
    ),
    Topic(
        "spam-filter-false-positive",
        "Put the sender on your list of allowed ones.",
        ("important mails from my bank keep going to Junk, how do i stop that",),
    ),
    Topic(
        "mx-records",
        "mx1 and mx2.larkmail.example, and nothing else beside them.",
        ("which mx entries do i need at my registrar",),
    ),
    Topic(
        "spf-setup",
        "v=spf1 include:spf.larkmail.example ~all, as one TXT record.",
        ("Is it v=spf1 include something? what do I write in there", "Was muss beim SPF rein?"),
    ),
    Topic(
        "dkim-setup",
        "There are two CNAMEs, they stand in the control panel.",
        ("where is the dkim key i have to publish",),
    ),
    Topic(
        "dmarc-setup",
        "Begin with none and read the reports for a while.",
        ("our it guy says we should have dmarc, what do we start with, none or reject",),
    ),
    Topic(
        "dns-propagation",
        "As long as the old TTL. Tomorrow at the latest.",
        (
            "changed the records yesterday evening and still nothing, how long does this take??",
            "wie lange dauert das bis die dns änderung durch ist",
        ),
    ),
    Topic(
        "autodiscover-records",
        "With the SRV records it does. They are optional.",
        ("can you make it so that outlook finds the server names on its own",),
    ),
    Topic(
        "domain-verification",
        "A TXT record with the code from the control panel.",
        ("it says my domain is not verified yet, what must I do",),
    ),
    Topic(
        "first-steps",
        "Add your domain, then a mailbox, then the MX records. In that order.",
        ("just signed up, what's the first thing to do?",),
    ),
    Topic(
        "webmail-login",
        "mail.larkmail.example, with your full address.",
        ("whats the url for the web interface again", "cant log in to webmial"),
    ),
    Topic(
        "add-domain",
        "Domains, Add domain. One account can have several.",
        ("I have a second domain now, how can I use it with my account",),
    ),
    Topic(
        "create-mailbox",
        "An administrator makes it under Mailboxes.",
        ("need a new address for a colleague who starts monday",),
    ),
    Topic(
        "supported-languages-and-hours",
        "No phone, but they write back on working days.",
        ("do you have phone support and when is someone there",),
    ),
    Topic(
        "mailbox-full-quota",
        "Empty the trash first, that is often half of it.",
        ("says quota exceeded and nobody can mail me any more",),
    ),
    Topic(
        "aliases",
        "Make them aliases of your mailbox. They cost nothing.",
        ("can i have info@ and sales@ both land in my normal inbox without paying for another mailbox",),
    ),
    Topic(
        "catch-all",
        "That is a catch-all. You get a lot of spam with it.",
        ("want everything sent to whatever@mydomain to reach me",),
    ),
    Topic(
        "forwarding",
        "Mailboxes, your mailbox, Forwarding. Keep a copy.",
        ("how to send a copy of all my mail to my gmail", "how do i frward my mails to a diffrent adress"),
    ),
    Topic(
        "filters-and-rules",
        "A rule on the header `List-Unsubscribe` catches nearly all.",
        (
            "can newsletters go to their own folder automatically",
            "how do you all sort newsletters into one folder",
        ),
    ),
    Topic(
        "vacation-reply",
        "Webmail, Settings, Out of office.",
        (
            "im on holiday from friday, how do people get an auto answer",
            "kann ich eine Abwesenheitsnotiz einrichten?",
        ),
    ),
    Topic(
        "shared-mailbox-not-supported",
        "We put one mailbox into three apps, each with an app password.",
        ("three of us need to read support@ together, possible?",),
    ),
    Topic("migrate-imap", "imapsync, over night.", ("how do i get 10 years of old emails over to you guys",)),
    Topic(
        "migrate-google",
        "With an app password at Google, and imapsync for each mailbox.",
        ("we're leaving google workspace next month, how do we bring everything over",),
    ),
    Topic(
        "migrate-microsoft",
        "Microsoft wants OAuth, so use a tool that can do it.",
        ("moving from office365, is there a tool for it",),
    ),
    Topic(
        "contacts-calendar-import",
        "Export a .vcf there and import it in webmail.",
        ("my address book is still at gmx, can i bring it along",),
    ),
    Topic(
        "switch-without-downtime",
        "Lower the TTL some days before, and copy twice.",
        ("can we change provider over the weekend without anything getting lost",),
    ),
    Topic(
        "forgot-password",
        "Your administrator can set a new one.",
        (
            "cant remember my pw and the reset mail goes to the mailbox i cant open lol",
            "Ich komme nicht mehr rein, Passwort vergessen",
        ),
    ),
    Topic(
        "change-password",
        "Webmail, Settings, Security.",
        ("I'd like a new password, the old one is too short",),
    ),
    Topic(
        "two-factor",
        "Settings, Security, then scan the code.",
        ("how do i turn on the codes from an authenticator app",),
    ),
    Topic(
        "app-passwords",
        "Your phone needs an app password from then on.",
        ("since i enabled 2fa my phone mail stopped working",),
    ),
    Topic(
        "hacked-account",
        "Change the password, and look for rules and forwardings that are not yours.",
        ("someone is sending spam from my account, help!!",),
    ),
    Topic(
        "phishing-report",
        "That is not them. Forward it to abuse@larkmail.example.",
        ('got a weird mail from "larkmail security" asking for my login. is that you?',),
    ),
    Topic(None, "See the price list on their site; I pay for Solo.", ("how much does it cost",)),
    Topic(None, "In Amsterdam, they told me.", ("is my data stored in the EU?",)),
    Topic(None, "Write to them. Our club got one.", ("do you guys offer a discount for non profits?",)),
    Topic(None, "Not yet, but it is asked for a lot.", ("is there a dark mode for the webmail?",)),
    Topic(None, "Works here. Reload the page?", ("is larkmail down right now or is it just me",)),
    Topic(None, "Within thirty days, from the trash.", ("can i restore a mail that i deleted last week",)),
    Topic(None, "No idea, why would you need both?", ("does it work with proton bridge",)),
    Topic(None, "There is none that I know of.", ("do you have an api for making mailboxes",)),
    Topic(None, "Only in apps that can do it.", ("Is encryption with PGP supported in webmail?",)),
    Topic(None, "Right-click on the calendar, Share.", ("how do I share my calendar with my wife",)),
    Topic(None, "A filter that deletes what they send.", ("can I block a sender completely",)),
    Topic(
        None,
        "Link the picture instead of pasting it.",
        ("my signature pictures show up as attachments, any idea?",),
    ),
    Topic(None, "No, only webmail. Any mail app works.", ("is there a desktop app of yours?",)),
    Topic(None, "Two weeks, I was told in a ticket.", ("how long do you keep backups",)),
    Topic(None, "No, you need a registrar for that.", ("can i buy a domain from you too?",)),
    Topic(
        None,
        "Settings → Display → Accent colour. It took me a while too.",
        ("can i change the colour of the webmail",),
    ),
    Topic(
        None,
        "Press `e`. With `?` you see them all.",
        ("is there a keyboard shortcut to archive a message",),
    ),
    Topic(None, "Calendar → View → Week numbers.", ("does the calendar show week numbers somewhere",)),
    Topic(
        None,
        "Thunderbird here, with the compact layout.",
        ("which mail app do you like best on a small laptop",),
    ),
    Topic(
        None,
        "Open it, press Ctrl-P, and untick “each message on a new page”.",
        ("can i print a whole conversation on one page",),
    ),
    Topic(
        None,
        "Remove it below the dashes: one is quoted, the other is yours.",
        ("my signature shows the logo twice in replies",),
    ),
    Topic(
        None,
        "Right-click → Snooze. It comes back at 8 in your time zone.",
        ("is there a way to snooze a mail until monday",),
    ),
    Topic(None, "Contacts → gear → Sort by last name.", ("why does the contact list sort by first name",)),
    Topic(
        None,
        "Yes: share the book itself, right-click → Share.",
        ("can two people share one address book without sharing mail",),
    ),
    Topic(
        None,
        "Seven. Only four of them sync to phones, so I use those.",
        ("how many colours of flags are there",),
    ),
)
QUESTIONS = tuple((topic, question) for topic in TOPICS for question in topic.questions)
CHAT = (
    "anyone else watching the match tonight?",
    "what keyboard do you all use",
    "good morning everyone, how's it going?",
    "has anyone tried the new fedora, is it any good?",
    "who else is at the meetup in vienna next week?",
    "does anybody use larkmail with a standing desk timer",
)
"""To which nothing is to be said."""
