"""The only place where a lower folder learns of a higher one."""

from assay.deadlines import actions as deadlines
from assay.deadlines.rules import DeadlineKind
from assay.decisions import actions as decisions
from assay.decisions import points
from assay.encryption import actions as encryption
from assay.handoffs import actions as handoffs
from assay.policy.schema import ReviewKind
from assay.reviews import actions as reviews
from assay.uploads import actions as uploads
from assay.verifications import actions as verifications
from assay.verifications import progress


def connect() -> None:
    reviews.on_decided.update({ReviewKind.VERIFICATION: decisions.settle_review})
    # Connecting twice must not forget twice.
    if decisions.forget_face not in encryption.on_destroyed:
        encryption.on_destroyed.append(decisions.forget_face)
    if uploads.forget not in encryption.on_destroyed:
        encryption.on_destroyed.append(uploads.forget)
    if points.points_of not in progress.points_before_sending:
        progress.points_before_sending.append(points.points_of)
    if handoffs.follow not in verifications.on_moved:
        verifications.on_moved.append(handoffs.follow)
    deadlines.on_due.update(
        {
            DeadlineKind.RETRY_PAUSE: verifications.end_pause,
            DeadlineKind.REVIEW_DUE: reviews.mark_overdue,
            DeadlineKind.CHECKING_OVERDUE: decisions.refer_unchecked,
            DeadlineKind.UPLOAD_UNFINISHED: uploads.expire,
            DeadlineKind.HANDOFF_OVER: handoffs.expire,
        }
    )
