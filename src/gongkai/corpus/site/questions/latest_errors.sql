-- title: 最近年度的错误
-- definition: 错误级问题，年度新的在前，同一年度按发布日期新的在前；同一份报告违反同一规则的合为一行，印出其中一处，取前十二行。
-- columns: year 年度 | organ 机关 | rule 规则 | findings 问题 处 | message 其中一处
WITH {known}
SELECT k.year, k.organ, f.rule, count(*) AS findings, min(f.message) AS message
FROM findings f JOIN known k ON k.sha256 = f.sha256
WHERE f.severity = 'error'
GROUP BY k.sha256, k.year, k.organ, k.published, f.rule
ORDER BY k.year DESC NULLS LAST, k.published DESC NULLS LAST, k.organ, k.sha256, f.rule LIMIT 12
