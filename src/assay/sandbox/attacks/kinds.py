"""Every kind of attack this project makes, by the name its results are counted under."""

from collections.abc import Callable, Mapping

from assay.checks.recordings.challenge import Drawn
from assay.sandbox.attacks import injected, masks, printed, repeated, screens, stills, swaps
from assay.sandbox.people import Person
from assay.sandbox.recordings import Recording

# What an attack is given: whom it imitates, what the server asked, and a seed. Same arguments, same frames.
Attack = Callable[[Person, Drawn, int], Recording]

KINDS: Mapping[str, Attack] = {
    "print_still": printed.held_still,
    "print_bent": printed.turned_and_bent,
    "print_raster": printed.raster,
    "cut_out_mask": masks.cut_out,
    "screen_replay": screens.replay,
    "still_shifted": stills.shifted,
    "still_puppet": stills.puppet,
    "replay_same_file": repeated.same_file,
    "replay_re_encoded": repeated.re_encoded,
    "replay_trimmed": repeated.trimmed,
    "replay_other_challenge": repeated.other_challenge,
    "swapped_selfie": swaps.selfie,
    "swapped_person": swaps.person,
    "injected_file": injected.file,
    "wrong_colours": injected.wrong_colours,
    "no_colours": injected.no_colours,
}
