-- title: 库中总览
-- definition: 报告按内容（SHA-256）计，同一文件放在几处只计一份；机关按报告写明的名称归并后计（有机构沿革表时按沿革归并）；读不了的文件按地址计。
-- columns: reports 报告 份 | organs 机关 个 | unnamed 未写明机关的报告 份 | undated 未写明年度的报告 份 | first 最早年度 | last 最晚年度 | editions 表格版式 种 | formats 文件格式 种 | characters 正文字数 字 | errors 错误 处 | warnings 警告 处 | infos 提示 处 | unreadable 读不了的文件 个 | notes 阅读附注 条
WITH {known}
SELECT count(*) AS reports,
       count(DISTINCT organ) AS organs,
       count(*) FILTER (WHERE organ IS NULL) AS unnamed,
       count(*) FILTER (WHERE year IS NULL) AS undated,
       min(year) AS "first", max(year) AS "last",
       count(DISTINCT edition) AS editions,
       count(DISTINCT format) AS formats,
       coalesce(sum(characters), 0) AS characters,
       (SELECT count(*) FROM findings WHERE severity = 'error') AS errors,
       (SELECT count(*) FROM findings WHERE severity = 'warning') AS warnings,
       (SELECT count(*) FROM findings WHERE severity = 'info') AS infos,
       (SELECT count(*) FROM files WHERE fault IS NOT NULL) AS unreadable,
       (SELECT count(*) FROM notes) AS notes
FROM known
