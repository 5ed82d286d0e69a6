"""Where do the parts of a face lie when it is upright, in the middle and of one size?"""

import numpy as np
import numpy.typing as npt

Flat = npt.NDArray[np.float64]

SIDE = 112
# Where the networks of the ArcFace family, SFace among them, were shown the person's right eye, left eye, tip of the nose, right
# and left corner of the mouth (Deng et al., "ArcFace", 2019; OpenCV's FaceRecognizerSF): pixels of a square of SIDE.
FIVE_PLACES: Flat = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)


def similarity(there: npt.ArrayLike, here: npt.ArrayLike) -> Flat:
    """Return the turn, scale and shift (2 x 3) that bring points `there` nearest to points `here`, in the least squares.

    The closed form of Umeyama 1991, "Least-squares estimation of transformation parameters between two point patterns",
    with points as complex numbers: the factor is then a quotient, and it cannot mirror.
    """
    one, other = (np.asarray(points, np.float64) @ (1, 1j) for points in (there, here))
    from_middle = one - one.mean()
    factor = np.vdot(from_middle, other - other.mean()) / np.vdot(from_middle, from_middle)
    shift = other.mean() - factor * one.mean()
    return np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]])
