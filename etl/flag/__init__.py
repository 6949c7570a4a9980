"""Stage 6: assessments and challenges → flags by the dated rules. No sentences, no decisions."""
