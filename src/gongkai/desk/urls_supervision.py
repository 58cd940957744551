"""The addresses of supervision: rounds of the organ that collects, and the page of the organ that files."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.views import combine, compare, notices, rounds, submissions

_ROUND = "<slug:code>/rounds/<int:year>/"
_ONE = f"{_ROUND}submissions/<slug:agency>/"
_FILING = "<slug:code>/filing/"
urlpatterns = [
    path("<slug:code>/rounds/", rounds.rounds, name="rounds"),
    path("<slug:code>/rounds/open/", rounds.open_, name="round-open"),
    path(_ROUND, rounds.round_, name="round"),
    path(f"{_ROUND}invite/", rounds.invite, name="round-invite"),
    path(f"{_ROUND}due/", rounds.due, name="round-due"),
    path(f"{_ROUND}remind/", rounds.remind, name="round-remind"),
    path(f"{_ROUND}close/", rounds.close, name="round-close"),
    path(f"{_ROUND}reopen/", rounds.reopen, name="round-reopen"),
    path(f"{_ROUND}audit/", rounds.audit, name="round-audit"),
    path(f"{_ROUND}findings/", rounds.findings, name="round-findings"),
    path(f"{_ROUND}combine/", combine.combine, name="combine"),
    path(f"{_ROUND}combine/<str:key>/", combine.behind, name="combine-cell"),
    path(_ONE, submissions.submission, name="submission"),
    path(f"{_ONE}accept/", submissions.accept, name="submission-accept"),
    path(f"{_ONE}send-back/", notices.send_back, name="send-back"),
    path(f"{_ONE}upload/", submissions.upload_for, name="upload-for"),
    path(_FILING, submissions.filing, name="filing"),
    path(f"{_FILING}<int:pk>/", submissions.file_report, name="file-report"),
    path(f"{_FILING}<int:pk>/version/", submissions.file_version, name="file-version"),
    path(f"{_FILING}<int:pk>/withdraw/", submissions.withdraw, name="file-withdraw"),
    path(f"{_FILING}<int:pk>/upload/", submissions.upload_own, name="upload-own"),
    path(f"{_FILING}uploads/<int:pk>/", submissions.upload, name="upload"),
    path(f"{_FILING}uploads/<int:pk>/agency/", submissions.confirm_agency, name="upload-agency"),
    path(f"{_FILING}uploads/<int:pk>/file/", submissions.source, name="upload-file"),
    path(f"{_FILING}uploads/<int:pk>/pictures/<int:doubt>/", submissions.picture, name="upload-picture"),
    path(f"{_FILING}notices/<int:pk>/", notices.notice, name="notice"),
    path(f"{_FILING}notices/<int:pk>/document/", notices.document, name="notice-document"),
    path(f"{_FILING}items/<int:pk>/", notices.answer, name="notice-answer"),
    path("<slug:code>/compare/", compare.compare, name="compare"),
]
