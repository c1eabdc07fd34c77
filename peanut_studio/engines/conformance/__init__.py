"""What every engine must do, whoever wrote it: `checks.CHECKS`, by task. Used by tests and `plugins check`."""
