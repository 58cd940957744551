-- title: 文件格式
-- definition: 按文件内容（不按后缀）判断的格式。
-- columns: format 格式 | reports 报告 份 | bytes 大小 字节
SELECT format, count(*) AS reports, coalesce(sum(bytes), 0) AS bytes
FROM reports GROUP BY format ORDER BY reports DESC, format
