"""What each verb of the record is called on pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    # Organs.
    "create_agency": _("设立机关"),
    "change_agency": _("修改机关资料"),
    "rename_agency": _("机关更名"),
    "move_agency": _("调整隶属关系"),
    "merge_agencies": _("机关合并"),
    "split_agency": _("机关拆分"),
    "dissolve_agency": _("撤销机关"),
    "choose_edition": _("选用报告格式"),
    "drop_edition_choice": _("取消报告格式"),
    "set_calendar_day": _("设定地方假日"),
    "remove_calendar_day": _("取消地方假日"),
    # People.
    "invite": _("邀请人员"),
    "withdraw_invitation": _("撤回邀请"),
    "accept_invitation": _("接受邀请"),
    "grant_role": _("授予岗位"),
    "end_role": _("结束岗位"),
    "deactivate_person": _("停用账号"),
    "reactivate_person": _("恢复账号"),
    "reset_second_factor": _("重置一次性口令"),
    "end_sessions": _("结束登录会话"),
    "change_own_contact": _("修改本人联系方式"),
    "change_own_password": _("修改本人密码"),
    "reset_own_password": _("通过邮件重设密码"),
    "leave_own_password_to_directory": _("改用单位目录的密码"),
    "add_second_factor": _("启用一次性口令"),
    "remove_second_factor": _("停用一次性口令"),
    "renew_recovery_codes": _("重新生成恢复码"),
    # Registers.
    "create_row": _("新增台账记录"),
    "change_row": _("修改台账记录"),
    "change_rows": _("批量修改台账"),
    "remove_row": _("删除台账记录"),
    "import_workbook": _("导入台账"),
    "discard_import": _("放弃导入"),
    "close_year": _("年度关账"),
    "reopen_year": _("重开年度台账"),
    # Reports.
    "open_report": _("开始编制年度报告"),
    "save_section": _("修改报告正文"),
    "enter_hand_figure": _("人工填报数据"),
    "add_picture": _("加入图片"),
    "remove_picture": _("移除图片"),
    "note_problem": _("登记存在问题"),
    "follow_up_problem": _("跟踪整改情况"),
    "withdraw_problem": _("撤回存在问题"),
    "send_in": _("提交审批"),
    "approve": _("审批通过"),
    "return_version": _("退回修改"),
    "sign_reason": _("签署发布理由"),
    "publish": _("发布报告"),
    "open_correction": _("发起更正"),
    "withdraw_correction": _("撤销更正"),
    "withdraw_draft": _("作废草稿"),
    # Supervision.
    "open_round": _("发起报送"),
    "move_due_date": _("调整报送期限"),
    "close_round": _("结束报送"),
    "reopen_round": _("重新开放报送"),
    "remind": _("催报"),
    "upload": _("上传报告文件"),
    "confirm_agency": _("确认所属机关"),
    "confirm_cells": _("核对存疑数据"),
    "file": _("报送报告"),
    "withdraw_submission": _("撤回报送"),
    "accept": _("接收报告"),
    "send_back": _("退回整改"),
    "answer_item": _("答复整改事项"),
    "audit_round": _("核查各机关报告"),
    "combine": _("汇总报告"),
    "enter_combined_figure": _("填报汇总数据"),
}  # fmt: skip


def action_name(verb: str) -> str:
    """The name of a verb; one of a later release, met after going back to an older one, is shown as it is."""
    return str(ACTIONS.get(verb, verb))


FIELDS: dict[str, Promise] = {
    "active": _("可以登录"),
    "alt": _("替代文字"),
    "caption": _("图片标题"),
    "carries_registers": _("台账由其承接"),
    "cells": _("数值"),
    "changed": _("改动的数值"),
    "confirmed": _("核对后的数值"),
    "edition": _("报告格式"),
    "fields": _("改动的项目"),
    "file": _("文件"),
    "files": _("文件"),
    "finding": _("问题"),
    "followed_up": _("落实情况"),
    "included": _("汇入的机关"),
    "invited": _("邀请的机关"),
    "items": _("事项数"),
    "key": _("统计项目"),
    "measure": _("改进措施"),
    "missing": _("没有汇入的机关"),
    "name": _("名称"),
    "named": _("文件中的机关名称"),
    "not_accepted": _("没有接收的机关"),
    "notice": _("整改通知"),
    "number": _("编号"),
    "outcome": _("整改情况"),
    "parent": _("上级机关"),
    "path": _("隶属路径"),
    "problem": _("问题"),
    "reminded": _("催报的机关"),
    "rows": _("行数"),
    "rule": _("规则"),
    "section": _("报告部分"),
    "sessions": _("会话数"),
    "sha256": _("文件校验值"),
    "sheet": _("台账"),
    "stage": _("环节"),
    "state": _("状态"),
    "successor": _("承接机关"),
    "successors": _("承接机关"),
    "text": _("内容"),
    "until": _("结束日期"),
    "upload": _("报送文件"),
    "version": _("版本"),
    "working": _("是否上班"),
    "day": _("日期"),
    "note": _("说明"),
    "year": _("年度"),
    "year_from": _("起始年度"),
    "year_to": _("截止年度"),
}
"""What a line may say before and after that is no field of its object's model."""


def field_name(name: str) -> str:
    return str(FIELDS.get(name, name))
