-- title: 读不了的文件
-- definition: 每个看过的地址中读不了的，一行一个地址；原因为读取时给出的说明。列示时略去全部地址共有的前段。
-- columns: path 地址 | bytes 大小 字节 | fault 原因
SELECT path, bytes, fault FROM files WHERE fault IS NOT NULL ORDER BY path
