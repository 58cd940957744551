-- title: 机关榜：平均每份报告的错误
-- definition: 机关全部报告的错误级问题 ÷ 报告份数。未写明机关的报告不列入。
-- columns: organ 机关 | reports 报告 份 | errors 错误 处 | warnings 警告 处 | per_report 每份错误 处
WITH {known},
per_report AS (
  SELECT k.organ, k.sha256, count(f.rule) FILTER (WHERE f.severity = 'error') AS errors,
         count(f.rule) FILTER (WHERE f.severity = 'warning') AS warnings
  FROM known k LEFT JOIN findings f ON f.sha256 = k.sha256 WHERE k.organ IS NOT NULL GROUP BY k.organ, k.sha256)
SELECT organ, count(*) AS reports, sum(errors)::BIGINT AS errors, sum(warnings)::BIGINT AS warnings,
       sum(errors) / count(*) AS per_report
FROM per_report GROUP BY organ ORDER BY per_report DESC, errors DESC, organ
