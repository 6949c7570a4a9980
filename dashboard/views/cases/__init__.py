"""What the pages of 预警与限批 say: flags, case files, ledger, deadlines, explanations."""
