-- title: 各年度申请的收到、办结与结转
-- definition: 各机关报告数字相加；同一机关同一年度有几份报告的，只取数字最齐的一份。含下级汇总的报告与下级报告会重复计算。“填报”是该栏印有数字的报告份数，即合计的来源；各年填报份数不同，合计的升降不就是申请的升降。收到：2014年版无结转行，按当年收到数理解，2019年起取总计列；办结：2014年版取申请办结数，2019年起取办理结果总计（谨慎比较）；结转：2019年起才有。
-- columns: year 年度 | era 表格版式 | reports 报告 份 | received 收到 件 | received_reports 收到：填报 份 | handled 办结 件 | handled_reports 办结：填报 份 | carried_out 结转下年 件 | carried_reports 结转：填报 份
WITH {known},
{counted}
SELECT t.year, t.era, count(DISTINCT t.sha256) AS reports,
       sum(c.value) FILTER (WHERE c.concept = 'requests_received') AS received,
       count(c.value) FILTER (WHERE c.concept = 'requests_received') AS received_reports,
       sum(c.value) FILTER (WHERE c.concept = 'requests_handled') AS handled,
       count(c.value) FILTER (WHERE c.concept = 'requests_handled') AS handled_reports,
       sum(c.value) FILTER (WHERE c.concept = 'requests_carried_out') AS carried_out,
       count(c.value) FILTER (WHERE c.concept = 'requests_carried_out') AS carried_reports
FROM counted t LEFT JOIN concepts c
  ON c.sha256 = t.sha256 AND c.concept IN ('requests_received', 'requests_handled', 'requests_carried_out')
WHERE t.year IS NOT NULL AND t.era IS NOT NULL
GROUP BY t.year, t.era ORDER BY t.era, t.year
