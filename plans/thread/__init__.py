"""The common thread: priorities repeated to everybody, who has heard which, and how a meeting is prepared with it."""
