# SPDX-License-Identifier: Apache-2.0
"""The audit log: who signed in, who saw a contact, who exported, who changed people and rights.

Moves of orders are not written here: each order has a chain of steps of its own, so an order never waits for the log.
The entries of one county form one chain, those of people without a county another, called the city's. A chain's next
number is given under an advisory lock held until the transaction ends: two views in one county wait for each other's
commit, some milliseconds, and different counties do not wait at all. Record last in a transaction, after the row
locks it needs, so that nobody holds the chain while waiting for a row; an import holds it to its end. That a county is
missing is seen at once, as a missing person would not be; a chain cut off at its end shows when an earlier head, noted
elsewhere, is given to `verify`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from django.db import connection, transaction

from sidan.base import clock
from sidan.base.crypto import canonical, chained_digest
from sidan.base.errors import Words
from sidan.people.actors import Actor
from sidan.people.models import AuditEntry

# What a detail may be: plain values, so that the stored JSON and the sealed bytes never differ.
Detail = str | int | bool | None | Sequence[str] | Sequence[int]

SUBJECT_LENGTH = 120
NOTHING_BEFORE = b""

ACTIONS: dict[str, Words] = {
    "sign_in.succeeded": Words("登录", "signed in"),
    "sign_in.failed": Words("登录失败", "failed to sign in"),
    "sign_in.locked": Words("登录被锁定", "was locked out"),
    "sign_out": Words("退出登录", "signed out"),
    "password.changed": Words("修改密码", "changed the password"),
    "password.issued": Words("发放一次性密码", "issued a one-time password"),
    "key.issued": Words("发放接口密钥", "issued an API key"),
    "key.ended": Words("停用接口密钥", "ended an API key"),
    "contact.viewed": Words("查看联系方式", "viewed a contact"),
    "original.viewed": Words("查看被遮盖的原文", "read covered words"),
    "contact.used": Words("系统使用联系方式发送通知", "used a contact to send a message"),
    "contact.forgotten": Words("清除联系方式", "forgot contacts"),
    "contact.keys_rotated": Words("更换联系方式密钥", "wrote contacts under the new key"),
    "orders.exported": Words("导出工单", "exported orders"),
    "figures.exported": Words("导出统计数据", "exported figures"),
    "orders.imported": Words("导入工单", "imported orders"),
    "urgency.lowered": Words("取消险情标记", "took off a mark of danger"),
    "order.blanked": Words("清除工单个人信息", "blanked personal text of an order"),
    "audit.viewed": Words("查看审计日志", "viewed the audit log"),
    "audit.exported": Words("导出审计日志", "exported the audit log"),
    "partner.added": Words("新增网格共建单位", "added a grid partner"),
    "partner.ended": Words("结束网格共建", "ended a grid partnership"),
    "unit.added": Words("新增单位", "added a unit"),
    "unit.changed": Words("修改单位", "changed a unit"),
    "unit.closed": Words("停用单位", "closed a unit"),
    "unit.reopened": Words("恢复单位", "opened a unit again"),
    "units.imported": Words("导入单位", "imported units"),
    "units.exported": Words("导出单位", "exported units"),
    "user.added": Words("新增人员", "added a person"),
    "user.changed": Words("修改人员", "changed a person"),
    "user.deactivated": Words("停用账号", "deactivated an account"),
    "user.reactivated": Words("恢复账号", "reactivated an account"),
    "people.imported": Words("导入人员和岗位", "imported people and posts"),
    "people.exported": Words("导出人员和岗位", "exported people and posts"),
    "post.held": Words("任命岗位", "gave a post"),
    "post.ended": Words("结束岗位", "ended a post"),
    "post.changed": Words("修改岗位期限或名称", "changed the title or last day of a post"),
    "absence.declared": Words("登记请假和代班", "declared an absence"),
    "absence.ended": Words("提前结束代班", "ended an absence early"),
    "places.imported": Words("导入区域、点位、驿站或节假日", "imported areas, sites, stations or holidays"),
    "places.exported": Words("导出区域、点位、驿站或节假日", "exported areas, sites, stations or holidays"),
    "matters.imported": Words("导入事项目录", "imported matters"),
    "matters.exported": Words("导出事项目录", "exported matters"),
    "route.added": Words("新增派单规则", "added a route"),
    "route.changed": Words("修改派单规则", "changed a route"),
    "route.stopped": Words("停用派单规则", "stopped a route"),
    "route.threshold_set": Words("设定自动派单的把握", "set how sure a rule must be"),
    "routes.imported": Words("导入派单目录", "imported routes"),
    "routes.exported": Words("导出派单目录", "exported routes"),
    "funds.allotted": Words("发放经费额度", "allotted a year's money"),
    "funds.closed": Words("年终结清经费", "closed the purses of a year"),
    "funds.exported": Words("导出经费台账", "exported the ledger of funds"),
    "body.added": Words("设立议事组织", "set up a body"),
    "body.ended": Words("撤销议事组织", "ended a body"),
    "body.members_imported": Words("导入成员名册", "imported the members of a body"),
    "meeting.attended": Words("登记到会情况", "noted who came to a meeting"),
    "ballot.vouchers_issued": Words("发放表决凭证", "issued vouchers of a ballot"),
    "ballot.papers_recorded": Words("登记纸质表决票", "recorded paper ballots"),
    "ballot.papers_counted": Words("清点纸质表决票", "counted paper ballots"),
    "company.needs_changed": Words("企业修改自己的需求", "changed what the own company needs"),
    "coverage.exported": Words("导出网格值守情况", "exported how grids are staffed"),
    "skill.added": Words("新增专长", "added a skill"),
    "skill.changed": Words("修改专长", "changed a skill"),
    "skills.imported": Words("导入专长", "imported skills"),
    "skills.exported": Words("导出专长", "exported skills"),
    "company.added": Words("登记企业", "entered a company"),
    "company.changed": Words("修改企业信息", "changed a company"),
    "companies.imported": Words("导入企业", "imported companies"),
    "companies.exported": Words("导出企业", "exported companies"),
    "adviser.added": Words("登记助企人员", "entered an adviser"),
    "adviser.changed": Words("修改助企人员", "changed an adviser"),
    "adviser.closed": Words("停用助企人员", "closed an adviser"),
    "adviser.reopened": Words("恢复助企人员", "opened an adviser again"),
    "adviser.absences_set": Words("登记助企人员外出日期", "set when an adviser is away"),
    "advisers.imported": Words("导入助企人员", "imported advisers"),
    "advisers.exported": Words("导出助企人员", "exported advisers"),
    "conflict.made": Words("登记回避关系", "entered a conflict of interest"),
    "conflict.ended": Words("解除回避关系", "ended a conflict of interest"),
    "conflicts.imported": Words("导入回避关系", "imported conflicts of interest"),
    "conflicts.exported": Words("导出回避关系", "exported conflicts of interest"),
    "plan.drafted": Words("起草网格调整方案", "drafted a plan of grids"),
    "plan.recomputed": Words("复算网格调整方案", "had a plan of grids computed again"),
    "plan.adjusted": Words("手工调整网格方案", "changed a plan of grids by hand"),
    "plan.published": Words("公示网格调整方案", "published a plan of grids"),
    "plan.comment_hidden": Words("隐藏公示意见", "hid a comment on a plan of grids"),
    "plan.withdrawn": Words("撤回网格调整方案", "withdrew a plan of grids"),
    "plan.scheduled": Words("设定网格调整启用日", "set the day of a plan of grids"),
    "plan.unscheduled": Words("取消网格调整启用日", "took back the day of a plan of grids"),
    "plan.adopted": Words("启用网格调整方案", "adopted a plan of grids"),
    "plan.rolled_back": Words("撤销网格调整", "took an adopted plan of grids back"),
    "plan.exported": Words("导出网格调整方案", "exported a plan of grids"),
    "pairing_plan.drafted": Words("起草结对方案", "drafted a plan of pairs"),
    "pairing_plan.recomputed": Words("重新计算结对方案", "computed a plan of pairs again"),
    "pairing_plan.adjusted": Words("手工调整结对方案", "changed a plan of pairs by hand"),
    "pairing_plan.opened": Words("结对方案征求意见", "opened a plan of pairs to comments"),
    "pairing_plan.scheduled": Words("设定结对方案启用日", "set the day of a plan of pairs"),
    "pairing_plan.unscheduled": Words("取消结对方案启用日", "took back the day of a plan of pairs"),
    "pairing_plan.adopted": Words("启用结对方案", "adopted a plan of pairs"),
    "pairing_plan.discarded": Words("作废结对方案", "discarded a plan of pairs"),
    "pairing_plan.exported": Words("导出结对方案", "exported a plan of pairs"),
    "area.corrected": Words("修正网格边界", "corrected the border of a grid"),
    "area.drawn": Words("绘制新网格", "drew a new grid"),
    "areas.carried": Words("网格合并或拆分", "merged or split grids"),
    "round.opened": Words("开启考评轮次", "opened a round of evaluation"),
    "round.computed": Words("计算考评轮次", "computed a round of evaluation"),
    "round.recomputed": Words("重新计算考评轮次", "computed a round of evaluation again"),
    "round.checked": Words("请各单位核对考评数据", "let the units check a round of evaluation"),
    "round.published": Words("公示考评结果", "published a round of evaluation"),
    "round.settled": Words("考评结果定案封存", "settled and sealed a round of evaluation"),
    "round.cancelled": Words("撤销考评轮次", "cancelled a round of evaluation"),
    "outside.entered": Words("录入外部指标", "entered an outside figure"),
    "outside.checked": Words("复核外部指标", "checked an outside figure"),
    "outside.imported": Words("导入外部指标", "imported outside figures"),
    "outside.exported": Words("导出外部指标", "exported outside figures"),
    "exclusion.proposed": Words("提出剔除", "proposed an exclusion"),
    "exclusion.agreed": Words("同意剔除", "agreed to an exclusion"),
    "exclusion.refused": Words("不同意剔除", "refused an exclusion"),
    "exclusion.ended": Words("撤回剔除", "took an exclusion back"),
    "recheck.answered": Words("登记满意件复核结果", "kept what a resident said when asked again"),
    "hot.named": Words("命名热点", "named a hot issue"),
    "hot.hushed": Words("静默热点", "hushed a hot issue"),
    "hot.shown": Words("恢复显示热点", "showed a hushed hot issue again"),
    "codes.printed": Words("打印二维码", "printed codes"),
    "admin.added": Words("后台新增", "added in the admin pages"),
    "admin.changed": Words("后台修改", "changed in the admin pages"),
    "admin.removed": Words("后台删除", "removed in the admin pages"),
}


@transaction.atomic
def record(by: Actor, action: str, subject: str = "", **details: Detail) -> AuditEntry:
    """Write one entry about `subject` ("order:LC-…", "user:chen") and return it; three queries.

    The details must name no resident and hold no contact: entries are kept and shown longer than contacts are.
    """
    if action not in ACTIONS:
        raise ValueError(f"{action} is not in the closed list of audited actions.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.audit'), hashtext(%s))", [by.county])
    last = AuditEntry.objects.filter(county=by.county).order_by("-number").values_list("number", "digest").first()
    number, before = last or (0, NOTHING_BEFORE)
    entry = AuditEntry(
        county=by.county,
        number=number + 1,
        at=clock.now(),
        user_id=by.user_id,
        actor=by.name[:60],
        action=action,
        subject=subject[:SUBJECT_LENGTH],
        details=json.loads(json.dumps(details)),
        ip=_plain_ip(by.ip),
    )
    entry.digest = chained_digest(bytes(before), content_of(entry))
    entry.save(force_insert=True)
    return entry


def content_of(entry: AuditEntry) -> bytes:
    """Return the canonical bytes of an entry that its digest covers: all of it but the digest and the row's id."""
    return canonical(
        {
            "county": entry.county,
            "number": entry.number,
            "at": entry.at,
            "user": entry.user_id,
            "actor": entry.actor,
            "action": entry.action,
            "subject": entry.subject,
            "details": entry.details,
            # PostgreSQL and Python abbreviate addresses differently from version to version.
            "ip": ip_address(entry.ip).exploded if entry.ip else "",
        }
    )


def _plain_ip(ip: str) -> str | None:
    """Return an address as the database takes it, an IPv4 one in its own form, or None for what is no address."""
    try:
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a county's chain: noted elsewhere, it proves later that nothing up to it has gone."""

    county: str
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Breach:
    """The first entry of a chain that does not follow from the one before it; without `id`, entries are missing."""

    county: str
    number: int
    id: int | None


def verify(noted: Mapping[str, Head] | None = None) -> Iterator[Head | Breach]:
    """Yield, county by county, the head of a chain that holds or the first breach of one that does not.

    `noted` are heads written down earlier, by county: a chain that ends before its noted head, or has another entry in
    its place, is in breach. Reads every entry once, in one query, without holding them in memory.
    """
    waiting = dict(noted or {})
    head: Head | None = None
    broken: set[str] = set()
    for entry in AuditEntry.objects.order_by("county", "number").iterator(chunk_size=2000):
        if head is not None and head.county != entry.county:
            yield from _ended(head, waiting, broken)
            head = None
        if entry.county in broken:
            continue
        breach = _breach_at(entry, head, waiting.get(entry.county))
        if breach:
            broken.add(entry.county)
            yield breach
        head = Head(entry.county, entry.number, bytes(entry.digest).hex())
    if head is not None:
        yield from _ended(head, waiting, broken)
    # A county whose chain has gone altogether.
    yield from (Breach(county, lost.number, None) for county, lost in waiting.items() if county not in broken)


def _breach_at(entry: AuditEntry, before: Head | None, noted: Head | None) -> Breach | None:
    """Return what is wrong with `entry` after the head `before` it, or None."""
    expected = before.number + 1 if before else 1
    if entry.number != expected:
        return Breach(entry.county, expected, None)
    digest = chained_digest(bytes.fromhex(before.digest) if before else NOTHING_BEFORE, content_of(entry))
    differs = noted is not None and noted.number == entry.number and noted.digest != digest.hex()
    if bytes(entry.digest) != digest or differs:
        return Breach(entry.county, entry.number, entry.pk)
    return None


def _ended(head: Head, waiting: dict[str, Head], broken: set[str]) -> Iterator[Head | Breach]:
    """Yield what a chain that has been read to its end comes to, and take its noted head off the list."""
    noted = waiting.pop(head.county, None)
    if head.county in broken:
        return
    if noted is not None and noted.number > head.number:
        yield Breach(head.county, head.number + 1, None)
    else:
        yield head
