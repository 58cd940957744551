-- title: 阅读附注
-- definition: 读取时放不进统计表或需要说明之处，按代码计数；附注不是问题。
-- columns: code 代码 | notes 附注 条 | reports 涉及报告 份 | example 例
SELECT code, count(*) AS notes, count(DISTINCT sha256) AS reports, min(message) AS example
FROM notes GROUP BY code ORDER BY notes DESC, code
