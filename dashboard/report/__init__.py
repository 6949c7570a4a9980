"""The written report: rows of a build → document → Word, PDF, Excel. Screen and paper say the same."""
