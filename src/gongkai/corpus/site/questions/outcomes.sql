-- title: 申请办理结果的构成
-- definition: 统计表办理结果各行（总计列；总计列空白的取各申请人类别之和）相加，按年度和表格版式分组。2014年版：已主动公开与同意公开计入“予以公开”，非本机关与信息不存在计入“无法提供”，另有“告知作出更改补充”“告知通过其他途径办理”。2019年起：不予公开为八种理由之和，不予处理为五种情形之和。占比＝该结果 ÷ 同年度同版式各结果之和。
-- columns: year 年度 | era 表格版式 | outcome 办理结果 | requests 件数 件 | reports 填报 份 | share 占比 %
WITH {known},
{counted},
kinds(era, prefix, outcome, rank) AS (VALUES
  ('2014-2018', 'reply_already_public', 'granted', 1), ('2014-2018', 'reply_granted', 'granted', 1),
  ('2014-2018', 'reply_partial', 'partial', 2), ('2014-2018', 'reply_refused', 'refused', 3),
  ('2014-2018', 'reply_not_this_agency', 'unable', 4), ('2014-2018', 'reply_not_exist', 'unable', 4),
  ('2014-2018', 'reply_amend_requested', 'amend', 6), ('2014-2018', 'reply_other_channel', 'redirected', 7),
  ('2019+', 'outcome_granted', 'granted', 1), ('2019+', 'outcome_partial', 'partial', 2),
  ('2019+', 'refused_', 'refused', 3), ('2019+', 'unable_', 'unable', 4), ('2019+', 'np_', 'not_processed', 5),
  ('2019+', 'outcome_other', 'other', 8), ('2019+', 'other_overdue_correction', 'other', 8),
  ('2019+', 'other_unpaid_fee', 'other', 8), ('2019+', 'other_misc', 'other', 8)),
cells AS (
  SELECT t.sha256, t.year, t.era, f.row,
         coalesce(max(f.value) FILTER (WHERE f."column" IS NULL OR f."column" = 'total'),
                  sum(f.value) FILTER (WHERE f."column" <> 'total')) AS requests
  FROM counted t JOIN figures f ON f.sha256 = t.sha256
  WHERE t.year IS NOT NULL AND t.era IS NOT NULL
    AND regexp_matches(f.row, '^(reply_|outcome_|refused_|unable_|np_|other_(overdue|unpaid|misc))')
  GROUP BY t.sha256, t.year, t.era, f.row),
sorted AS (
  SELECT c.sha256, c.year, c.era, k.outcome, k.rank, c.requests
  FROM cells c JOIN kinds k ON starts_with(c.row, k.prefix)
   AND k.era = CASE c.era WHEN '2014-2018' THEN '2014-2018' ELSE '2019+' END)
SELECT year, era, outcome, sum(requests) AS requests,
       count(DISTINCT sha256) FILTER (WHERE requests IS NOT NULL) AS reports,
       sum(requests) / nullif(sum(sum(requests)) OVER (PARTITION BY year, era), 0) AS share
FROM sorted GROUP BY year, era, outcome, rank
HAVING sum(requests) IS NOT NULL ORDER BY era, year, rank
