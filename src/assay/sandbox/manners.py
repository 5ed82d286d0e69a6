"""How somebody does what a challenge asks, and under which light and camera: what differs from person to person.

The plain manner is calm and punctual, and the plain scene well lit: what a demo wants. A set to measure with draws both.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np


@dataclass(frozen=True, slots=True)
class Manner:
    """How a person moves.

    `reaction` seconds from the prompt to the first movement, `ramp` seconds of a turn; `turn` and `lift` of the head in
    degrees, `smile` 0 to 1; `head` is the share of the way to a dot that the head turns, the eyes turn the rest;
    `sway` how restless, 1 is calm; `blinks` the seconds at which the eyes close unasked.
    """

    reaction: float = 0.3
    ramp: float = 0.7
    turn: float = 28.0
    lift: float = 17.0
    smile: float = 1.0
    head: float = 0.6
    sway: float = 1.0
    blinks: tuple[float, ...] = ()

    @classmethod
    def drawn(cls, drawn: np.random.Generator, *, slow: bool = False) -> Self:
        """Return somebody's way. Asked to move by words on a screen, people begin after 0.3 to 0.8 s."""
        blinks = np.cumsum(drawn.uniform(2.5, 6.5, 6))
        return cls(
            reaction=float(drawn.uniform(0.3, 0.8)),
            ramp=float(drawn.uniform(0.8, 1.1) if slow else drawn.uniform(0.45, 0.8)),
            turn=float(drawn.uniform(20, 34)),
            lift=float(drawn.uniform(13, 22)),
            smile=float(drawn.uniform(0.75, 1.0)),
            head=float(drawn.uniform(0.4, 0.85)),
            sway=float(drawn.uniform(0.6, 1.6)),
            blinks=tuple(float(at) for at in blinks),
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the person sits and what records them.

    `light` is the brightness of the room in the picture, 1 as in the studio; `warm` how yellow, 0 to 1; `screen` how much
    light a full colour of the screen adds to the face, as a share of the room's; `noise` of the sensor in grey levels;
    `phone` held upright instead of a laptop; `bit_rate` of the recording.
    """

    light: float = 1.0
    warm: float = 0.0
    screen: float = 0.16
    noise: float = 2.0
    phone: bool = False
    bit_rate: int = 1_500_000

    @classmethod
    def drawn(cls, drawn: np.random.Generator, *, dark: bool = False, poor: bool = False) -> Self:
        """Return a room and a camera.

        A screen of 300 nits gives 25 to 60 lux at arm's length, a living room has 100 to 500: so a colour adds a tenth
        to a third, and more in the dark. `poor` is a recording at a low bit rate.
        """
        light = float(drawn.uniform(0.4, 0.6) if dark else drawn.uniform(0.75, 1.05))
        return cls(
            light=light,
            warm=float(drawn.choice((0.0, 0.0, drawn.uniform(0.3, 1.0)))),
            screen=float(drawn.uniform(0.10, 0.26) / light),
            noise=float(drawn.uniform(2.5, 4.0) if dark else drawn.uniform(1.3, 2.5)),
            phone=bool(drawn.random() < 0.5),
            bit_rate=350_000 if poor else 1_500_000,
        )

    @property
    def gains(self) -> tuple[float, float, float]:
        """What the room does to blue, green and red."""
        return self.light * (1 - 0.22 * self.warm), self.light * (1 - 0.05 * self.warm), self.light
