import datetime
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.agencies.actions.accounts import (
    change_own_contact,
    deactivate_person,
    end_sessions,
    reactivate_person,
    reset_second_factor,
)
from gongkai.agencies.actions.invitations import accept_invitation, invite, open_invitation, withdraw_invitation
from gongkai.agencies.actions.roles import end_role, grant_role
from gongkai.agencies.errors import (
    InvitationInvalid,
    LastAdministrator,
    NoSuchObject,
    NotPermitted,
    ReasonMissing,
    RolesExclude,
    UnfitRole,
)
from gongkai.agencies.models import Invitation, Membership, Person, Role
from gongkai.agencies.queries import access_person, people_managed_by
from gongkai.agencies.rules import Permission, may
from gongkai.audit_log.models import Entry
from tests.people import PASSWORD, SINCE, county, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
OTHERS = [role for role in Role if role != Role.ADMINISTRATOR]


def grant(someone, agency, role, actor=None, **more):
    return grant_role(
        person=someone, agency=agency, role=role, actor=actor, **{"effective_on": timezone.localdate(), **more}
    )


def actions():
    return list(Entry.objects.order_by("number").values_list("action", flat=True))


class TestGranting:
    def test_a_role_holds_for_its_days(self):
        organs = county()
        someone = person(None, None)
        today = timezone.localdate()
        held = grant(someone, organs["science"], Role.CLERK, until=today)
        assert may(someone, Permission.EDIT_REGISTERS, organs["science"])
        Membership.objects.filter(pk=held.pk).update(valid_from=today - timedelta(9), valid_to=today - timedelta(1))
        assert not may(Person.objects.get(pk=someone.pk), Permission.EDIT_REGISTERS, organs["science"])

    def test_the_record_says_what_was_given(self):
        organs = county()
        actor = person(Role.ADMINISTRATOR, organs["government"])
        grant(person(None, None), organs["science"], Role.LEADER, actor)
        line = Entry.objects.get()
        assert (line.action, line.actor, line.agency) == ("grant_role", actor, organs["science"])
        assert line.after == {"role": "leader", "until": None}

    def test_nobody_gives_a_role_to_himself(self):
        organs = county()
        actor = person(Role.ADMINISTRATOR, organs["government"])
        for role in Role:
            with pytest.raises(NotPermitted):
                grant(actor, organs["science"], role, actor)
        assert actor.memberships.count() == 1

    @pytest.mark.parametrize("role", OTHERS)
    def test_only_administrators_give_roles(self, role):
        organs = county()
        with pytest.raises(NotPermitted):
            grant(person(None, None), organs["science"], Role.CLERK, person(role, organs["science"]))

    def test_an_administrator_gives_them_below_not_beside(self):
        organs = county()
        of_all = person(Role.ADMINISTRATOR, organs["government"])
        of_one = person(Role.ADMINISTRATOR, organs["culture"])
        assert grant(person(None, None), organs["science"], Role.CLERK, of_all)
        with pytest.raises(NotPermitted):
            grant(person(None, None), organs["science"], Role.CLERK, of_one)

    def test_what_does_not_fit(self):
        organs = county()
        someone = person(None, None)
        with pytest.raises(UnfitRole, match="没有这个岗位"):
            grant(someone, organs["science"], "king")
        with pytest.raises(UnfitRole, match="早于"):
            grant(someone, organs["science"], Role.CLERK, until=SINCE)
        grant(someone, organs["science"], Role.CLERK)
        with pytest.raises(UnfitRole, match="已有这个岗位"):
            grant(someone, organs["science"], Role.CLERK, effective_on=timezone.localdate() + timedelta(5))
        organs["culture"].dissolved_on = SINCE
        with pytest.raises(UnfitRole, match="撤销"):
            grant(someone, organs["culture"], Role.CLERK)
        Person.objects.filter(pk=someone.pk).update(is_active=False)
        with pytest.raises(UnfitRole, match="停用"):
            grant(Person.objects.get(pk=someone.pk), organs["government"], Role.CLERK)


class TestSeparationOfDuties:
    @pytest.mark.parametrize("role", OTHERS)
    @pytest.mark.parametrize("administrator_first", [True, False])
    def test_administration_and_cases_exclude_each_other(self, role, administrator_first):
        science = county()["science"]
        first, second = (Role.ADMINISTRATOR, role) if administrator_first else (role, Role.ADMINISTRATOR)
        with pytest.raises(RolesExclude):
            grant(person(first, science), science, second)

    def test_an_administrator_above_handles_no_cases_below(self):
        organs = county()
        with pytest.raises(RolesExclude, match="示例县人民政府"):
            grant(person(Role.ADMINISTRATOR, organs["government"]), organs["science"], Role.CLERK)

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPERVISOR])
    def test_who_sees_all_below_administers_none_of_them(self, role):
        organs = county()
        with pytest.raises(RolesExclude):
            grant(person(role, organs["government"]), organs["science"], Role.ADMINISTRATOR)

    def test_side_by_side_and_one_after_the_other_is_allowed(self):
        organs = county()
        someone = person(Role.ADMINISTRATOR, organs["culture"])
        assert grant(someone, organs["science"], Role.CLERK)
        assert grant(person(Role.ADMINISTRATOR, organs["science"]), organs["government"], Role.CLERK)
        leaving = person(None, None)
        today = timezone.localdate()
        grant(leaving, organs["science"], Role.CLERK, until=today)
        assert grant(leaving, organs["science"], Role.ADMINISTRATOR, effective_on=today + timedelta(1))

    def test_no_role_of_an_administrator_reads_cases(self):
        science = county()["science"]
        administrator = person(Role.ADMINISTRATOR, science)
        allowed = {permission for permission in Permission if may(administrator, permission, science)}
        assert allowed == {Permission.MANAGE_AGENCIES, Permission.MANAGE_PEOPLE}


class TestEnding:
    def test_the_last_day_counts(self):
        science = county()["science"]
        someone = person(Role.CLERK, science)
        today = timezone.localdate()
        end_role(membership=someone.memberships.get(), actor=None, effective_on=today, reason="调动")
        assert may(someone, Permission.EDIT_REGISTERS, science)
        line = Entry.objects.get()
        assert (line.action, line.effective_on, line.reason) == ("end_role", today, "调动")
        assert (line.before, line.after) == ({"until": None}, {"until": today.isoformat()})

    def test_not_before_it_began_nor_after_it_ended(self):
        held = person(Role.CLERK, county()["science"]).memberships.get()
        with pytest.raises(UnfitRole):
            end_role(membership=held, actor=None, effective_on=SINCE - timedelta(1))
        end_role(membership=held, actor=None, effective_on=TODAY)
        with pytest.raises(UnfitRole):
            end_role(membership=held, actor=None, effective_on=TODAY + timedelta(1))

    def test_somebody_stays_to_administer(self):
        organs = county()
        one, other = (person(Role.ADMINISTRATOR, organs["government"]) for _ in range(2))
        below = person(Role.ADMINISTRATOR, organs["science"])
        end_role(membership=below.memberships.get(), actor=one, effective_on=TODAY)
        end_role(membership=other.memberships.get(), actor=one, effective_on=TODAY)
        with pytest.raises(LastAdministrator):
            end_role(membership=one.memberships.get(), actor=None, effective_on=TODAY)


class TestInviting:
    def send(self, agency, actor=None, role=Role.CLERK, email=""):
        made, address = invite(agency=agency, role=role, name="新同事", actor=actor, email=email)
        return made, address.rstrip("/").rsplit("/", 1)[-1]

    def accept(self, token, username="new", password=PASSWORD):
        return accept_invitation(token=token, username=username, password=password)

    def test_an_account_with_the_role_comes_of_it(self):
        science = county()["science"]
        _made, token = self.send(science, person(Role.ADMINISTRATOR, science), email="new@example.org")
        someone = self.accept(token)
        assert (someone.name, someone.email, someone.check_password(PASSWORD)) == ("新同事", "new@example.org", True)
        assert may(someone, Permission.EDIT_REGISTERS, science)
        assert actions() == ["invite", "accept_invitation", "grant_role"]

    def test_the_token_is_kept_nowhere(self):
        made, token = self.send(county()["science"])
        assert token not in str(Invitation.objects.values().get(pk=made.pk))
        assert token not in str(list(Entry.objects.values()))

    def test_the_link_is_mailed_in_chinese(self, mailoutbox, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            _made, token = self.send(county()["science"], email="new@example.org")
        (mail,) = mailoutbox
        assert (mail.to, mail.subject) == (["new@example.org"], "邀请您使用政府信息公开")
        assert mail.body.startswith("新同事：\n\n邀请您担任示例县科学技术局的经办人。")
        assert f"/desk/invitation/{token}/" in mail.body

    def test_it_works_once(self):
        _made, token = self.send(county()["science"])
        self.accept(token)
        with pytest.raises(InvitationInvalid):
            self.accept(token, username="second")
        assert Person.objects.count() == 1

    def test_it_does_not_work_when_withdrawn_old_or_never_made(self):
        science = county()["science"]
        (withdrawn, first), (old, second) = self.send(science), self.send(science)
        withdraw_invitation(invitation=withdrawn, actor=None)
        Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
        said = set()
        for token in (first, second, "never-made", withdrawn.token_hash):
            with pytest.raises(InvitationInvalid) as refused:
                open_invitation(token)
            said.add(str(refused.value))
        assert said == {"这个邀请链接无效或已过期。请联系本机关管理员重新邀请。"}
        with pytest.raises(InvitationInvalid):
            withdraw_invitation(invitation=withdrawn, actor=None)

    @pytest.mark.parametrize("password", ["short", "123456789012345", "password1234", "new-colleague"])
    def test_weak_passwords_are_refused_and_the_invitation_stays(self, password):
        _made, token = self.send(county()["science"])
        with pytest.raises(ValidationError) as refused:
            self.accept(token, username="new-colleague", password=password)
        assert list(refused.value.error_dict) == ["password"]
        assert self.accept(token)

    def test_a_taken_user_name_is_refused(self):
        science = county()["science"]
        taken = person(Role.CLERK, science).username
        _made, token = self.send(science)
        with pytest.raises(ValidationError) as refused:
            self.accept(token, username=taken)
        assert list(refused.value.error_dict) == ["username"]

    @pytest.mark.parametrize("role", OTHERS)
    def test_by_administrators_only(self, role):
        science = county()["science"]
        with pytest.raises(NotPermitted):
            self.send(science, person(role, science))


class TestAccounts:
    def pair(self):
        science = county()["science"]
        return person(Role.CLERK, science), person(Role.ADMINISTRATOR, science)

    def test_switched_off_and_on(self, client):
        clerk, administrator = self.pair()
        client.force_login(clerk)
        deactivate_person(person=clerk, actor=administrator, reason="离职")
        clerk = Person.objects.get(pk=clerk.pk)
        assert not clerk.is_active
        assert not may(clerk, Permission.EDIT_REGISTERS, clerk.memberships.get().agency)
        reactivate_person(person=clerk, actor=administrator, reason="返聘")
        assert may(Person.objects.get(pk=clerk.pk), Permission.EDIT_REGISTERS, clerk.memberships.get().agency)
        assert actions() == ["deactivate_person", "reactivate_person"]

    def test_twice_is_recorded_once(self):
        clerk, administrator = self.pair()
        for _ in range(2):
            deactivate_person(person=clerk, actor=administrator, reason="离职")
        assert actions() == ["deactivate_person"]

    def test_a_lost_second_factor(self):
        clerk, administrator = self.pair()
        Authenticator.objects.create(user=clerk, type=Authenticator.Type.TOTP, data={})
        reset_second_factor(person=clerk, actor=administrator, reason="手机丢失")
        assert not Authenticator.objects.exists()
        assert actions() == ["reset_second_factor"]

    @pytest.mark.parametrize("action", [deactivate_person, reactivate_person, reset_second_factor])
    def test_not_without_reason_nor_on_oneself_nor_by_others(self, action):
        clerk, administrator = self.pair()
        with pytest.raises(ReasonMissing):
            action(person=clerk, actor=administrator, reason=" ")
        with pytest.raises(NotPermitted):
            action(person=administrator, actor=administrator, reason="试")
        with pytest.raises(NotPermitted):
            action(person=administrator, actor=clerk, reason="试")
        assert actions() == []

    @pytest.mark.parametrize("action", [deactivate_person, reset_second_factor, end_sessions])
    def test_an_account_of_two_organs_needs_the_administrator_of_both(self, action):
        organs = county()
        both = person(Role.CLERK, organs["science"])
        both.memberships.create(agency=organs["culture"], role=Role.LEADER, valid_from=SINCE)
        with pytest.raises(NotPermitted):
            action(person=both, actor=person(Role.ADMINISTRATOR, organs["science"]), reason="试")
        action(person=both, actor=person(Role.ADMINISTRATOR, organs["government"]), reason="试")

    def test_the_last_administrator_is_not_switched_off(self):
        administrator = person(Role.ADMINISTRATOR, county()["government"])
        with pytest.raises(LastAdministrator):
            deactivate_person(person=administrator, actor=None, reason="离职")

    def test_own_contact_data_is_not_copied_to_the_record(self):
        clerk, _administrator = self.pair()
        change_own_contact(actor=clerk, phone="0000-1", email="clerk@example.org")
        change_own_contact(actor=clerk, phone="0000-1", email="clerk@example.org")
        (line,) = Entry.objects.all()
        assert line.after == {"fields": ["phone", "email"]}
        assert "example.org" not in str(Entry.objects.values().get())
        with pytest.raises(ValidationError):
            change_own_contact(actor=clerk, phone="", email="不是邮箱")


def test_people_are_reached_by_their_administrators_only():
    organs = county()
    clerk = person(Role.CLERK, organs["science"], name="甲")
    person(Role.CLERK, organs["elsewhere"], name="乙")
    reach = {
        "government": person(Role.ADMINISTRATOR, organs["government"], name="丙"),
        "science": person(Role.ADMINISTRATOR, organs["science"], name="丁"),
        "elsewhere": person(Role.ADMINISTRATOR, organs["elsewhere"], name="戊"),
    }
    seen = {name: {p.name for p in people_managed_by(actor)} for name, actor in reach.items()}
    assert seen == {"government": {"甲", "丙", "丁"}, "science": {"甲", "丁"}, "elsewhere": {"乙", "戊"}}
    assert access_person(reach["science"], clerk.pk) == clerk
    for other in (reach["elsewhere"], clerk):
        with pytest.raises(NoSuchObject):
            access_person(other, clerk.pk)
