"""The addresses of the staff side."""

from django.urls import path

from assay.web.console import accounts, audit, case, decide, decisions, duplicates, face, policy, queue

urlpatterns = [
    path("", queue.start, name="console"),
    path("reviews/", queue.listing, name="console_queue"),
    path("reviews/counts/", queue.counts, name="console_counts"),
    path("reviews/next/", queue.take_next, name="console_next"),
    path("reviews/<str:review_id>/", case.show, name="console_case"),
    path("reviews/<str:review_id>/reveal/", case.reveal, name="console_reveal"),
    path("reviews/<str:review_id>/take/", decide.take, name="console_take"),
    path("reviews/<str:review_id>/release/", decide.release, name="console_release"),
    path("reviews/<str:review_id>/preview/", decide.preview, name="console_preview"),
    path("reviews/<str:review_id>/decide/", decide.decide, name="console_decide"),
    path("reviews/<str:review_id>/compare/<str:account_id>/", duplicates.show, name="console_compare"),
    path(
        "reviews/<str:review_id>/compare/<str:account_id>/reveal/",
        duplicates.reveal,
        name="console_compare_reveal",
    ),
    path("reviews/<str:review_id>/compare/<str:account_id>/decide/", duplicates.decide, name="console_pair"),
    path("evidence/<str:evidence_id>/face.jpg", face.show, name="console_face"),
    path("evidence/<str:evidence_id>/<int:number>.jpg", case.picture, name="console_picture"),
    path("accounts/", accounts.find, name="console_accounts"),
    path("accounts/<str:account_id>/", accounts.show, name="console_account"),
    path("decisions/<str:decision_id>/", decisions.show, name="console_decision"),
    path("audit/", audit.listing, name="console_audit"),
    path("policy/", policy.show, name="console_policy"),
]
