"""Somebody else in part of it: on the selfie, or before the camera from the middle on."""

from dataclasses import replace

import numpy as np

from assay.checks.recordings.challenge import Drawn
from assay.sandbox import clips, people, recordings, selfies
from assay.sandbox.manners import Manner, Scene
from assay.sandbox.people import Person
from assay.sandbox.recordings import Recording


def selfie(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """A living person does what is asked, and the selfie is the bearer's."""
    other = _other(bearer, seed)
    return replace(recordings.genuine(other, asked, seed), selfie=selfies.take(bearer, seed=seed))


def person(bearer: Person, asked: Drawn, seed: int) -> Recording:
    """The bearer begins, and somebody else takes over half-way."""
    drawn = np.random.default_rng((seed, 9))
    scene, other = replace(Scene.drawn(drawn), phone=False), _other(bearer, seed)
    moves, lit = recordings.moves_of(asked, Manner.drawn(drawn), seed), recordings.lit_of(asked, scene)
    half = len(moves) // 2
    first = clips.render_poses(bearer.portrait_id, moves[:half], seed=seed, scene=scene, lit=lit[:half])
    second = clips.render_poses(other.portrait_id, moves[half:], seed=seed, scene=scene, lit=lit[half:])
    return recordings.of_frames([*first, *second], asked, bearer, drawn=drawn)


def _other(bearer: Person, seed: int) -> Person:
    return people.person(bearer.number + 1 + seed % 7)
