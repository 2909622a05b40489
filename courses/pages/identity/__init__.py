"""Whose a block is: ids that stay with their lesson, copies that share nothing, and moves that
take the record along."""
