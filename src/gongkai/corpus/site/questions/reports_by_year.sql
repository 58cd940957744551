-- title: 各年度报告（按表格版式）
-- definition: 库中每份报告计一次，按报告写明的年度和识别出的统计表版式分组；没有识别出统计表的归入“未识别表格”。
-- columns: year 年度 | era 表格版式 | reports 报告 份 | organs 机关 个
WITH {known}
SELECT year, era, count(*) AS reports, count(DISTINCT organ) AS organs
FROM known GROUP BY year, era ORDER BY year NULLS LAST, era NULLS LAST
