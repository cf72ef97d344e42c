"""Any roadmap as people write it (Markdown, JSON, a folder of both): read, and brought into phases and sections."""
