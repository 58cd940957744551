"""The addresses of the way to publication."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.views import approval

YEAR = "<slug:code>/reports/<int:year>/"
APPROVAL = f"{YEAR}approval/"
urlpatterns = [
    path(APPROVAL, approval.approval, name="approval"),
    path(f"{APPROVAL}file/<slug:kind>/", approval.unpublished, name="approval-file"),
    path(f"{APPROVAL}send/", approval.send, name="approval-send"),
    path(f"{APPROVAL}approve/", approval.agree, name="approval-approve"),
    path(f"{APPROVAL}return/", approval.give_back, name="approval-return"),
    path(f"{APPROVAL}sign/<slug:rule>/", approval.sign, name="approval-sign"),
    path(f"{APPROVAL}publish/", approval.publish, name="approval-publish"),
    path(f"{APPROVAL}correct/", approval.correct, name="approval-correct"),
    path(f"{APPROVAL}give-up/", approval.give_up, name="approval-give-up"),
    path(f"{APPROVAL}withdraw/", approval.withdraw, name="approval-withdraw"),
    path(f"{YEAR}versions/", approval.versions, name="versions"),
]
