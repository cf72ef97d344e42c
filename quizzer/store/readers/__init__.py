"""Reading, split by subject. All SQL here is plain and portable; `:name` marks a parameter."""
