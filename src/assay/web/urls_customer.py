"""The addresses of the pages for customers. Nothing on them is kept by a cache: they are about one person."""

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from assay.web.account import account_state, home, identification, registration, safe_order
from assay.web.elsewhere import embed, go, handoff, host_page
from assay.web.way import capture, challenge, review, submission, uploads, verification

urlpatterns: list[URLPattern] = [
    path("", never_cache(home.home), name="home"),
    path("identification", never_cache(identification.identification), name="identification"),
    path("identification/start", identification.start, name="identification_start"),
    path("account/route", never_cache(registration.route), name="account_route"),
    path("account/invitation", never_cache(registration.invitation), name="account_invitation"),
    path("account/registration", never_cache(registration.registration), name="account_registration"),
    path("account/state", never_cache(account_state.state), name="account_state"),
    path("continue", never_cache(safe_order.continue_to_platform), name="continue_to_platform"),
    path("verification", never_cache(verification.resume), name="verification"),
    path("verification/residence", never_cache(verification.residence), name="verification_residence"),
    path(
        "verification/residence/notice", verification.residence_notice, name="verification_residence_notice"
    ),
    path("verification/checklist", never_cache(verification.checklist), name="verification_checklist"),
    path("verification/details", never_cache(verification.details), name="verification_details"),
    path("verification/details/confirm", never_cache(verification.confirm), name="verification_confirm"),
    path("verification/document", never_cache(verification.document), name="verification_document"),
    path("verification/document/kinds", verification.document_kinds, name="verification_document_kinds"),
    path("verification/photos", never_cache(verification.intro), name="verification_intro"),
    path("verification/front", capture.front, name="verification_front"),
    path("verification/back", capture.back, name="verification_back"),
    path("verification/selfie", capture.selfie, name="verification_selfie"),
    path("verification/challenge", challenge.challenge, name="verification_challenge"),
    path("verification/challenge/draw", challenge.draw, name="verification_draw"),
    path("verification/uploads", uploads.begin, name="uploads"),
    path("verification/uploads/<str:upload_id>", uploads.state, name="upload"),
    path("verification/uploads/<str:upload_id>/<int:offset>", uploads.part, name="upload_part"),
    path("verification/uploads/<str:upload_id>/finish", uploads.finish, name="upload_finish"),
    path("verification/review", never_cache(review.review), name="verification_review"),
    path("verification/review/accept", review.accept, name="verification_accept"),
    path("verification/submit", submission.submit, name="verification_submit"),
    path("verification/status", never_cache(submission.status), name="verification_status"),
    path("verification/withdraw", submission.withdraw, name="verification_withdraw"),
    path("verification/handoff", handoff.handoff, name="handoff"),
    path("verification/handoff/progress", handoff.progress, name="handoff_progress"),
    path("verification/handoff/mail", handoff.mail, name="handoff_mail"),
    path("verification/handoff/back", handoff.take_back, name="handoff_take_back"),
    path("go/leave", go.leave, name="go_leave"),
    path("go/done", go.done, name="go_done"),
    path("go/<str:token>", go.go, name="go"),
    path("frame/take", embed.take, name="frame_take"),
    path("frame/<str:handoff_id>", embed.frame, name="frame"),
    path("demo/host", host_page.host, name="demo_host"),
    path("evidence/<str:evidence_id>/<int:number>", capture.picture, name="evidence_picture"),
]
