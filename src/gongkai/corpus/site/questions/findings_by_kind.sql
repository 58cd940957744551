-- title: 各年度问题（按种类）
-- definition: 审核发现的问题按报告年度和规则种类计数：勾稽（表内算术）、质量（漏填、取值）、表文一致（正文与表）、格式要件、跨年衔接、跨级汇总。
-- columns: year 年度 | kind 种类 | findings 问题 处 | reports 涉及报告 份
SELECT year, kind, count(*) AS findings, count(DISTINCT sha256) AS reports
FROM findings GROUP BY year, kind ORDER BY year NULLS LAST, findings DESC, kind
