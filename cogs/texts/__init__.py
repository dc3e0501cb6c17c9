"""Every sentence the bot says, one typed function a sentence, one module a feature. FAQ answers live in faq/."""
