"""One file a stage: `predict(record)` or `predict_all(records)` on blinded records."""
