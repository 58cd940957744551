-- title: 缺少的报告
-- definition: 前后年度都有报告而缺中间年度的，或同一上级的其他机关已有报告而缺的，一行一个机关和年度。由 gongkai corpus audit 判断，没有运行时无数据。
-- columns: missing_year 年度 | missed 机关 | code 代码 | message 理由
SELECT year AS missing_year, organ AS missed, code, message FROM missing ORDER BY year DESC NULLS LAST, code NULLS LAST, organ
