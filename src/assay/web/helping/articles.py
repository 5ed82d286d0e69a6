"""The questions the help centre answers: one template for each in templates/help/articles."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from assay.web.words import Words


@dataclass(frozen=True)
class Article:
    """`also` are other words people look for; `after` is what they read next. `two_ways`: computer and phone differ."""

    slug: str
    title: Words
    also: Words
    after: tuple[str, ...]
    two_ways: bool = False

    @property
    def template(self) -> str:
        return f"help/articles/{self.slug}.html"


@dataclass(frozen=True)
class Topic:
    title: Words
    articles: tuple[Article, ...]


TOPICS: tuple[Topic, ...] = (
    Topic(
        gettext_lazy("Getting verified"),
        (
            Article(
                "where",
                gettext_lazy("Where do I verify my identity?"),
                gettext_lazy("entry, profile, menu, banner, identification, app, phone, level"),
                ("steps", "why"),
                two_ways=True,
            ),
            Article(
                "steps",
                gettext_lazy("How do I verify my identity, step by step?"),
                gettext_lazy("guide, tutorial, film, video, start, begin"),
                ("documents", "photos"),
                two_ways=True,
            ),
            Article(
                "documents",
                gettext_lazy("Which documents can I use?"),
                gettext_lazy("passport, ID card, driving licence, residence permit, country, age"),
                ("photos", "steps"),
            ),
            Article(
                "photos",
                gettext_lazy("How do I take good photos and a good video?"),
                gettext_lazy("selfie, liveness, glare, blurred, light, glasses, hat, challenge"),
                ("camera", "again"),
            ),
            Article(
                "camera",
                gettext_lazy("The camera does not open"),
                gettext_lazy("permission, allow, blocked, upload, another device"),
                ("photos", "later"),
            ),
            Article(
                "later",
                gettext_lazy("May I close the page and go on later?"),
                gettext_lazy("refresh, reload, back, interrupted, network, battery, saved"),
                ("where", "time"),
            ),
        ),
    ),
    Topic(
        gettext_lazy("After sending"),
        (
            Article(
                "time",
                gettext_lazy("How long does it take?"),
                gettext_lazy("wait, review, hours, days, e-mail"),
                ("status", "more"),
            ),
            Article(
                "status",
                gettext_lazy("What does my status mean?"),
                gettext_lazy("unverified, action required, under review, verified, rejected"),
                ("time", "again"),
            ),
            Article(
                "more",
                gettext_lazy("Why am I asked for something more?"),
                gettext_lazy("supplementary documents, selfie does not match, manual, person"),
                ("again", "time"),
            ),
            Article(
                "again",
                gettext_lazy("What if it does not work?"),
                gettext_lazy("denied, rejected, attempts, tries, pause, wait, again"),
                ("photos", "contest"),
            ),
            Article(
                "contest",
                gettext_lazy("Who decides, and how do I contest an answer?"),
                gettext_lazy("appeal, complaint, machine, person, wrong, data protection officer"),
                ("again", "safe"),
            ),
            Article(
                "limits",
                gettext_lazy("What may I do after verifying?"),
                gettext_lazy("limit, withdrawal, deposit, trade, level, verified plus"),
                ("status", "where"),
            ),
        ),
    ),
    Topic(
        gettext_lazy("Why, and is it safe?"),
        (
            Article(
                "why",
                gettext_lazy("Why do I need to verify my identity?"),
                gettext_lazy("fraud, corruption, money laundering, terrorism, KYC, law"),
                ("safe", "steps"),
            ),
            Article(
                "safe",
                gettext_lazy("Is identity verification safe?"),
                gettext_lazy("privacy, confidential, encrypted, data, who sees"),
                ("why", "contest"),
            ),
        ),
    ),
)
ARTICLES: dict[str, Article] = {article.slug: article for topic in TOPICS for article in topic.articles}
