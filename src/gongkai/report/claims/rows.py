"""The statistics table of reports before 2014 where a converter ran it into the prose: ``主动公开信息数 条 3``."""
