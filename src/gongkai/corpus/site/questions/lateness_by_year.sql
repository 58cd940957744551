-- title: 按期发布
-- definition: 报告写明的发布日期（没有时取落款日期）与法定期限相比，期限遇休息日顺延；没有写明日期的不计。由 gongkai corpus audit 计算，没有运行时无数据。
-- columns: year 年度 | reports 有日期的报告 份 | late 逾期 份 | share 逾期占比 % | days 逾期天数中位数 天
SELECT year, count(*) AS reports, count(*) FILTER (WHERE days_late > 0) AS late,
       count(*) FILTER (WHERE days_late > 0) / count(*) AS share,
       median(days_late) FILTER (WHERE days_late > 0) AS days
FROM lateness GROUP BY year ORDER BY year NULLS LAST
