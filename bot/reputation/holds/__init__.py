"""What keeps the ledger honest: staff look at cases, and every act of theirs is written down."""
