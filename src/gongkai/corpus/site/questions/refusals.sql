-- title: 不予公开的理由
-- definition: 统计表“不予公开”下各理由（总计列；总计列空白的取各申请人类别之和）相加。2014年版与2019年起的理由不同，分开列示。占比＝该理由 ÷ 同年度同版式各理由之和。
-- columns: year 年度 | era 表格版式 | reason 理由 | requests 件数 件 | reports 填报 份 | share 占比 %
WITH {known},
{counted},
cells AS (
  SELECT t.sha256, t.year, t.era, f.row,
         coalesce(max(f.value) FILTER (WHERE f."column" IS NULL OR f."column" = 'total'),
                  sum(f.value) FILTER (WHERE f."column" <> 'total')) AS requests
  FROM counted t JOIN figures f ON f.sha256 = t.sha256
  WHERE t.year IS NOT NULL AND t.era IS NOT NULL AND starts_with(f.row, 'refused_')
  GROUP BY t.sha256, t.year, t.era, f.row)
SELECT year, era, row AS reason, sum(requests) AS requests, count(requests) AS reports,
       sum(requests) / nullif(sum(sum(requests)) OVER (PARTITION BY year, era), 0) AS share
FROM cells GROUP BY year, era, row
HAVING sum(requests) IS NOT NULL ORDER BY era, year, requests DESC, reason
