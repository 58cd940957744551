-- title: 各年度问题（按严重程度）
-- definition: 审核发现的问题按报告年度和严重程度计数；一份报告可有几处。“涉及报告”是至少有一处该级问题的报告份数，“库中报告”是该年度全部报告。
-- columns: year 年度 | severity 严重程度 | findings 问题 处 | reports 涉及报告 份 | all_reports 库中报告 份
SELECT f.year, f.severity, count(*) AS findings, count(DISTINCT f.sha256) AS reports,
       (SELECT count(*) FROM reports r WHERE r.year IS NOT DISTINCT FROM f.year) AS all_reports
FROM findings f GROUP BY f.year, f.severity
ORDER BY f.year NULLS LAST, list_position(['error', 'warning', 'info'], f.severity)
