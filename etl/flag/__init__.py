"""Stage 6: assessments and challenges → flags by the dated rules. Codes and numbers, no sentences, no decisions."""
