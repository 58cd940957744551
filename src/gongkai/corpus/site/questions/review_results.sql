-- title: 行政复议的结果
-- definition: 各报告行政复议结果相加，按年度和表格版式分组。2019年起单列“尚未审结”；此前未结案件或计入或不计入总数（谨慎比较）。占比＝该结果 ÷ 同年度同版式各结果之和。
-- columns: year 年度 | era 表格版式 | result 结果 | cases 件数 件 | reports 填报 份 | share 占比 %
WITH {known},
{counted}
SELECT t.year, t.era, replace(c.concept, 'review_', '') AS result, sum(c.value) AS cases, count(c.value) AS reports,
       sum(c.value) / nullif(sum(sum(c.value)) OVER (PARTITION BY t.year, t.era), 0) AS share
FROM counted t JOIN concepts c ON c.sha256 = t.sha256
WHERE t.year IS NOT NULL
  AND c.concept IN ('review_upheld', 'review_corrected', 'review_other', 'review_pending')
GROUP BY t.year, t.era, c.concept HAVING sum(c.value) IS NOT NULL ORDER BY t.era, t.year, c.concept
