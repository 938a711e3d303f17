"""Storage: how things get to the disk and stay there: files written whole or not at all, a lock, and what is kept from
one build to the next in the user's own cache folder, where it may be deleted at any time.
"""
