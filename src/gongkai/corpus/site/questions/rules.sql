-- title: 规则榜
-- definition: 每条规则被触发的报告份数。“适用报告”是表格版式和年度都在该规则适用范围内的报告份数（需要上年报告或下级报告的规则，缺少对照的也计在内）；比例＝涉及报告 ÷ 适用报告。
-- columns: rule 规则 | title 检查什么 | basis 依据 | severity 最重级别 | reports 涉及报告 份 | applicable 适用报告 份 | share 比例 % | findings 问题 处 | organs 涉及机关 个
WITH {known}
SELECT f.rule, arg_min(f.severity, list_position(['error', 'warning', 'info'], f.severity)) AS severity,
       count(DISTINCT f.sha256) AS reports, count(*) AS findings, count(DISTINCT k.organ) AS organs
FROM findings f LEFT JOIN known k ON k.sha256 = f.sha256
GROUP BY f.rule ORDER BY reports DESC, f.rule
