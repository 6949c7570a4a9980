"""What things *are*: frozen declarations and closed vocabularies. No files, no SQL, no words for readers."""
