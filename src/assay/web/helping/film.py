"""What the tutorial film shows, scene by scene: its captions and its transcript, and what docs/film.py films."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from assay.web.words import Words


@dataclass(frozen=True)
class Scene:
    """`picture` is the page that is shown for so many seconds."""

    picture: str
    seconds: float
    words: Words


SCENES: tuple[Scene, ...] = (
    Scene("home", 4, gettext_lazy("Sign in. The first page has one next step: press Verify now.")),
    Scene("residence", 4, gettext_lazy("Choose the country you live in.")),
    Scene(
        "checklist", 5, gettext_lazy("Read what you need before you begin: a document, a camera, good light.")
    ),
    Scene(
        "details", 5, gettext_lazy("Type your name and date of birth exactly as they stand on your document.")
    ),
    Scene("confirm", 4, gettext_lazy("Check what you typed. After this it cannot be changed.")),
    Scene("document", 4, gettext_lazy("Choose the country that issued your document, and its kind.")),
    Scene("front", 5, gettext_lazy("Take a photo of the whole document. The page tells you what to mend.")),
    Scene("selfie", 5, gettext_lazy("Then a photo of your face, in good light, with your eyes open.")),
    Scene("challenge", 5, gettext_lazy("Record a short video and follow the movements the page asks for.")),
    Scene("review", 5, gettext_lazy("Look at everything once more, and send it.")),
    Scene("status", 4, gettext_lazy("That is all. We write to you as soon as there is an answer.")),
)


@dataclass(frozen=True)
class Told:
    """A scene with the seconds it begins and ends at."""

    begins: float
    ends: float
    words: Words


def told() -> list[Told]:
    begins, scenes = 0.0, []
    for scene in SCENES:
        scenes.append(Told(begins, begins + scene.seconds, scene.words))
        begins += scene.seconds
    return scenes


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60):02}:{seconds % 60:06.3f}"


def captions() -> str:
    """Return the captions as WebVTT."""
    cues = [f"{_clock(one.begins)} --> {_clock(one.ends)}\n{one.words}" for one in told()]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"
