"""Word documents: docx, Word XML, binary files of Word and WPS, RTF."""
